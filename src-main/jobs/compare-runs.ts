/** @file Compares two runs over the images that both cover: their figures side by side, and the cases that changed. */
import { z } from "zod";
import type { RunTable } from "../../src-shared/contract/run-table";
import { type ComparedFigure, Comparison } from "../../src-shared/domain/comparison";
import type { HeadlineFigure } from "../../src-shared/domain/evaluation";
import { Failure } from "../../src-shared/domain/failure";
import { RunId } from "../../src-shared/domain/identifiers";
import { matchRun, type MatchThresholds, type RunMatches } from "../../src-shared/matching/match-run";
import { insertComparison } from "../data/store/comparisons";
import { readRun, readRunTable } from "../data/store/runs";
import type { ReadableStore } from "../data/store/store";
import type { JobContext, JobDefinition } from "./job";
import { listChangedCases } from "./list-changed-cases";
import { pairTables } from "./pair-tables";
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

async function compare(
  input: CompareRunsInput,
  { store, report, emit, signal }: JobContext<Comparison>,
): Promise<Comparison> {
  report({ done: 0, total: 2, note: "Reading boxes" });
  const { left, right, leftOut } = pairTables(
    await requireTable(store, input.leftRunId),
    await requireTable(store, input.rightRunId),
  );
  if (left.head.images.length === 0) throw new Failure("unsupported", "The two runs have no image in common.");
  signal.throwIfAborted();

  report({ done: 1, total: 2, note: "Comparing figures" });
  const sides = { left: matchSide(left, input), right: matchSide(right, input) };
  const comparison: Comparison = {
    leftRunId: input.leftRunId,
    rightRunId: input.rightRunId,
    images: left.head.images.length,
    leftOut,
    scoreThreshold: input.scoreThreshold,
    iouThreshold: input.iouThreshold,
    resamples: 0,
    seed: input.seed,
    createdAt: new Date().toISOString(),
    figures: compareFigures(sides),
    changed: [...listChangedCases(sides)],
  };
  await emit(comparison);
  report({ done: 2, total: 2, note: "Compared" });
  return comparison;
}

async function requireTable(store: ReadableStore, runId: RunId): Promise<RunTable> {
  const run = await readRun(store, runId);
  if (!run) throw new Failure("not-found", `No run of this project has the identifier ${runId}.`);
  return readRunTable(store, runId);
}

export interface MatchedRun {
  readonly table: RunTable;
  readonly matches: RunMatches;
}

function matchSide(table: RunTable, { scoreThreshold, iouThreshold }: MatchThresholds): MatchedRun {
  return { table, matches: matchRun(table, { scoreThreshold, iouThreshold }) };
}

interface Sides {
  readonly left: MatchedRun;
  readonly right: MatchedRun;
}

function compareFigures({ left, right }: Sides): ComparedFigure[] {
  const of = ({ matches: { counts } }: MatchedRun): Partial<Record<HeadlineFigure, number | undefined>> => ({
    precision: counts.precision,
    recall: counts.recall,
  });
  const [leftFigures, rightFigures] = [of(left), of(right)];
  return (Object.keys(leftFigures) as HeadlineFigure[]).map((figure) =>
    compareFigure(figure, leftFigures[figure], rightFigures[figure]),
  );
}

function compareFigure(figure: HeadlineFigure, left: number | undefined, right: number | undefined): ComparedFigure {
  return {
    figure,
    ...(left !== undefined && { left }),
    ...(right !== undefined && { right }),
    ...(left !== undefined && right !== undefined && { difference: right - left }),
  };
}
