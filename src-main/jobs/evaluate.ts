/** @file Evaluates a run: what it drew against the reference boxes, in every figure that the laboratory knows. */
import { z } from "zod";
import type { RunTable } from "../../src-shared/contract/run-table";
import { Evaluation } from "../../src-shared/domain/evaluation";
import { EvaluationId, RunId } from "../../src-shared/domain/identifiers";
import { Resampling } from "../../src-shared/domain/resampling";
import { insertEvaluation } from "../data/store/evaluations";
import { writeAllFigures, type AllFigures, type Certainty } from "../detection/evaluation/all-figures";
import { bootstrapFigures } from "../detection/evaluation/bootstrap-figures";
import { furtherFigures, type FurtherFigures } from "../detection/evaluation/further-figures";
import { measureDetections, type DetectionMeasures } from "../detection/evaluation/measure-detections";
import { tabulateRun } from "../detection/evaluation/tabulate-run";
import type { JobContext, JobDefinition, Logger } from "./job";
import { type EvaluatedRun, readEvaluatedRun } from "./read-evaluated-run";
import { watchResampling } from "./watch-resampling";

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

async function evaluateRun(input: EvaluateInput, context: JobContext<EvaluateBatch>): Promise<Evaluation> {
  const { store, report, emit, signal, log } = context;
  const total = STEPS + input.resamples;
  report({ done: 0, total, note: "Reading boxes" });
  const evaluated = await readEvaluatedRun(store, input.runId);
  warnOfForeignLabels(evaluated.table, log);
  signal.throwIfAborted();

  report({ done: 1, total, note: "Matching boxes" });
  const { measures, further, certainty } = await measureRun(evaluated, input, {
    signal,
    pause: watchResampling(context, { before: 2, total }),
  });

  report({ done: total - 1, total, note: "Writing figures" });
  const evaluation: Evaluation = {
    id: input.evaluationId,
    runId: input.runId,
    createdAt: new Date().toISOString(),
    images: measures.images,
    references: measures.references,
    detections: measures.detections,
    ...(evaluated.frame && { frame: evaluated.frame }),
    coco: measures.coco.figures,
    perImage: [...measures.perImage],
    ...further.figures,
    ...certainty,
  };
  await emit({ evaluation, figures: writeAllFigures(measures, further, certainty) });
  report({ done: total, total, note: "Evaluated" });
  return evaluation;
}

interface Measures {
  readonly measures: DetectionMeasures;
  readonly further: FurtherFigures;
  readonly certainty: Certainty;
}

async function measureRun(
  { run, frame, table }: EvaluatedRun,
  { scoreThreshold = run.suggestedThreshold, iouThreshold, resamples, seed }: EvaluateInput,
  { signal, pause }: { readonly signal: AbortSignal; readonly pause: (done: number) => Promise<void> },
): Promise<Measures> {
  const tables = { table: tabulateRun(table, frame), shown: tabulateRun(table) };
  const thresholds = { scoreThreshold, iouThreshold };
  const measures = measureDetections(tables.table);
  signal.throwIfAborted();
  const further = furtherFigures(tables, thresholds);
  signal.throwIfAborted();
  const certainty = await bootstrapFigures(tables, thresholds, { resamples, seed, pause });
  signal.throwIfAborted();
  return { measures, further, certainty };
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
