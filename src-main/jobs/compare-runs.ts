/** @file Compares two runs over the images that both cover: their figures side by side, and the cases that changed. */
import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import type { RunTable } from "../../src-shared/contract/run-table";
import { Comparison } from "../../src-shared/domain/comparison";
import { Failure } from "../../src-shared/domain/failure";
import { RunId } from "../../src-shared/domain/identifiers";
import { matchRun, type MatchThresholds } from "../../src-shared/matching/match-run";
import { insertComparison } from "../data/store/comparisons";
import { compareFigures } from "../detection/evaluation/compare-figures";
import type { FurtherTables } from "../detection/evaluation/further-figures";
import { tabulateRun } from "../detection/evaluation/tabulate-run";
import type { JobContext, JobDefinition } from "./job";
import { listChangedCases, type MatchedRun } from "./list-changed-cases";
import { pairTables } from "./pair-tables";
import { type EvaluatedRun, readEvaluatedRun } from "./read-evaluated-run";
import { Resampling } from "./resampling";

const Share = z.number().min(0).max(1);
const CompareRunsInput = z.object({
  leftRunId: RunId,
  rightRunId: RunId,
  scoreThreshold: Share,
  iouThreshold: Share,
  ...Resampling,
});
export type CompareRunsInput = z.infer<typeof CompareRunsInput>;

export const compareRuns: JobDefinition<CompareRunsInput, Comparison, Comparison> = {
  kind: "compare-runs",
  input: CompareRunsInput,
  output: Comparison,
  batch: Comparison,
  run: compare,
  write: insertComparison,
};

/** Beside the resamples. */
const STEPS = 3;

async function compare(
  input: CompareRunsInput,
  { store, report, emit, signal }: JobContext<Comparison>,
): Promise<Comparison> {
  const steps = STEPS + input.resamples;
  report({ done: 0, total: steps, note: "Reading boxes" });
  const runs = [
    await readEvaluatedRun(store, input.leftRunId),
    await readEvaluatedRun(store, input.rightRunId),
  ] as const;
  const { left, right, leftOut } = pairTables(runs[0].table, runs[1].table);
  if (left.head.images.length === 0) throw new Failure("unsupported", "The two runs have no image in common.");
  signal.throwIfAborted();

  report({ done: 1, total: steps, note: "Comparing figures" });
  const figures = await compareFigures(
    { left: tablesOf(left, runs[0]), right: tablesOf(right, runs[1]) },
    { scoreThreshold: input.scoreThreshold, iouThreshold: input.iouThreshold },
    {
      ...input,
      pause: async (done) => {
        report({ done: 1 + done, total: steps, note: "Resampling patients" });
        await setImmediate();
        signal.throwIfAborted();
      },
    },
  );
  signal.throwIfAborted();

  report({ done: steps - 1, total: steps, note: "Finding changed cases" });
  const sides = { left: matchSide(left, input), right: matchSide(right, input) };
  const comparison: Comparison = {
    leftRunId: input.leftRunId,
    rightRunId: input.rightRunId,
    images: left.head.images.length,
    leftOut,
    scoreThreshold: input.scoreThreshold,
    iouThreshold: input.iouThreshold,
    resamples: input.resamples,
    seed: input.seed,
    createdAt: new Date().toISOString(),
    figures: [...figures],
    changed: [...listChangedCases(sides)],
  };
  await emit(comparison);
  report({ done: steps, total: steps, note: "Compared" });
  return comparison;
}

function tablesOf(table: RunTable, { frame }: EvaluatedRun): FurtherTables {
  return { table: tabulateRun(table, frame), shown: tabulateRun(table) };
}

function matchSide(table: RunTable, { scoreThreshold, iouThreshold }: MatchThresholds): MatchedRun {
  return { table, matches: matchRun(table, { scoreThreshold, iouThreshold }) };
}
