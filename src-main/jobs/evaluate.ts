/** @file Evaluates a run: what it drew against the reference boxes, in every figure that the laboratory knows. */
import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import type { RunTable } from "../../src-shared/contract/run-table";
import { Evaluation } from "../../src-shared/domain/evaluation";
import { EvaluationId, RunId } from "../../src-shared/domain/identifiers";
import { insertEvaluation } from "../data/store/evaluations";
import { writeAllFigures, type AllFigures } from "../detection/evaluation/all-figures";
import { bootstrapFigures } from "../detection/evaluation/bootstrap-figures";
import { furtherFigures } from "../detection/evaluation/further-figures";
import { measureDetections } from "../detection/evaluation/measure-detections";
import { tabulateRun } from "../detection/evaluation/tabulate-run";
import type { JobContext, JobDefinition, Logger } from "./job";
import { readEvaluatedRun } from "./read-evaluated-run";
import { Resampling } from "./resampling";

const Share = z.number().min(0).max(1);
const EvaluateInput = z.object({
  runId: RunId,
  evaluationId: EvaluationId,
  /** Absent: the run's suggested one. */
  scoreThreshold: Share.optional(),
  /** By default PASCAL VOC's, and the one that panels open with. */
  iouThreshold: Share.default(0.5),
  ...Resampling,
});
export type EvaluateInput = z.infer<typeof EvaluateInput>;

/** The figures are kept as they are, for whoever prints or draws them. */
const Figures = z.custom<AllFigures>((value) => typeof value === "object" && value !== null);
const EvaluateBatch = z.object({ evaluation: Evaluation, figures: Figures });
export type EvaluateBatch = z.infer<typeof EvaluateBatch>;

export const evaluate: JobDefinition<EvaluateInput, Evaluation, EvaluateBatch> = {
  kind: "evaluate",
  input: EvaluateInput,
  output: Evaluation,
  batch: EvaluateBatch,
  run: evaluateRun,
  write: (store, { evaluation, figures }) => insertEvaluation(store, { ...evaluation, figures }),
};

/** Beside the resamples. */
const STEPS = 3;

async function evaluateRun(
  { runId, evaluationId, ...input }: EvaluateInput,
  { store, report, emit, signal, log }: JobContext<EvaluateBatch>,
): Promise<Evaluation> {
  const steps = STEPS + input.resamples;
  report({ done: 0, total: steps, note: "Reading boxes" });
  const { run, frame, table } = await readEvaluatedRun(store, runId);
  warnOfForeignLabels(table, log);
  signal.throwIfAborted();

  report({ done: 1, total: steps, note: "Matching boxes" });
  const framed = tabulateRun(table, frame);
  const measures = measureDetections(framed);
  signal.throwIfAborted();
  const thresholds = {
    scoreThreshold: input.scoreThreshold ?? run.suggestedThreshold,
    iouThreshold: input.iouThreshold,
  };
  const tables = { table: framed, shown: tabulateRun(table) };
  const further = furtherFigures(tables, thresholds);
  const certainty = await bootstrapFigures(tables, thresholds, {
    ...input,
    pause: async (done) => {
      report({ done: 2 + done, total: steps, note: "Resampling patients" });
      await setImmediate();
      signal.throwIfAborted();
    },
  });
  signal.throwIfAborted();

  report({ done: steps - 1, total: steps, note: "Writing figures" });
  const evaluation: Evaluation = {
    id: evaluationId,
    runId,
    createdAt: new Date().toISOString(),
    images: measures.images,
    references: measures.references,
    detections: measures.detections,
    ...(frame && { frame }),
    coco: measures.coco.figures,
    perImage: [...measures.perImage],
    ...further.figures,
    ...certainty,
  };
  await emit({ evaluation, figures: writeAllFigures(measures, further, certainty) });
  report({ done: steps, total: steps, note: "Evaluated" });
  return evaluation;
}

/** Figures of 0 are then no fault of the model: its card names the class otherwise than the data set does. */
function warnOfForeignLabels({ head }: RunTable, log: Logger): void {
  const drawn = namesOf(head, head.detectionLabels);
  const expected = namesOf(head, head.referenceLabels);
  if (drawn.length === 0 || expected.length === 0 || drawn.some((label) => expected.includes(label))) return;
  log.warn("Detections and reference boxes have no label in common, so that none can match.", { drawn, expected });
}

function namesOf(head: RunTable["head"], labels: readonly number[]): readonly string[] {
  return [...new Set(labels)].map((label) => head.labels[label]!);
}
