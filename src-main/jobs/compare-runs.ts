/** @file Compares two runs over the images that both cover: their figures side by side, and the cases that changed. */
import { z } from "zod";
import { Comparison } from "../../src-shared/domain/comparison";
import { Failure } from "../../src-shared/domain/failure";
import { RunId } from "../../src-shared/domain/identifiers";
import { Resampling } from "../../src-shared/domain/resampling";
import { matchRun, type MatchThresholds } from "../../src-shared/matching/match-run";
import { insertComparison } from "../data/store/comparisons";
import type { ReadableStore } from "../data/store/store";
import { compareFigures } from "../detection/evaluation/compare-figures";
import type { FurtherTables } from "../detection/evaluation/further-figures";
import { tabulateRun } from "../detection/evaluation/tabulate-run";
import type { JobContext, JobDefinition } from "./job";
import { listChangedCases, type MatchedRun } from "./list-changed-cases";
import { pairTables } from "./pair-tables";
import { type EvaluatedRun, readEvaluatedRun } from "./read-evaluated-run";
import { watchResampling } from "./watch-resampling";

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

async function compare(input: CompareRunsInput, context: JobContext<Comparison>): Promise<Comparison> {
  const { store, report, emit, signal } = context;
  const { leftRunId, rightRunId, scoreThreshold, iouThreshold, resamples, seed } = input;
  const total = STEPS + resamples;
  report({ done: 0, total, note: "Reading boxes" });
  const pair = await readPair(store, input);
  signal.throwIfAborted();

  report({ done: 1, total, note: "Comparing figures" });
  const tables = { left: tablesOf(pair.left), right: tablesOf(pair.right) };
  const pause = watchResampling(context, { before: 1, total });
  const figures = await compareFigures(tables, { scoreThreshold, iouThreshold }, { resamples, seed, pause });
  signal.throwIfAborted();

  report({ done: total - 1, total, note: "Finding changed cases" });
  const comparison: Comparison = {
    leftRunId,
    rightRunId,
    images: pair.left.table.head.images.length,
    leftOut: pair.leftOut,
    scoreThreshold,
    iouThreshold,
    resamples,
    seed,
    createdAt: new Date().toISOString(),
    figures: [...figures],
    changed: [...listChangedCases({ left: matchSide(pair.left, input), right: matchSide(pair.right, input) })],
  };
  await emit(comparison);
  report({ done: total, total, note: "Compared" });
  return comparison;
}

/** A run's boxes on the images that the other covers too. */
type Side = Pick<EvaluatedRun, "table" | "frame">;

async function readPair(
  store: ReadableStore,
  { leftRunId, rightRunId }: CompareRunsInput,
): Promise<{ readonly left: Side; readonly right: Side; readonly leftOut: number }> {
  const runs = { left: await readEvaluatedRun(store, leftRunId), right: await readEvaluatedRun(store, rightRunId) };
  const { left, right, leftOut } = pairTables(runs.left.table, runs.right.table);
  if (left.head.images.length === 0) throw new Failure("unsupported", "The two runs have no image in common.");
  return {
    left: { table: left, frame: runs.left.frame },
    right: { table: right, frame: runs.right.frame },
    leftOut,
  };
}

function tablesOf({ table, frame }: Side): FurtherTables {
  return { table: tabulateRun(table, frame), shown: tabulateRun(table) };
}

function matchSide({ table }: Side, { scoreThreshold, iouThreshold }: MatchThresholds): MatchedRun {
  return { table, matches: matchRun(table, { scoreThreshold, iouThreshold }) };
}
