/** @file Compares two runs over the images that both cover: their figures side by side, and the cases that changed. */
import { z } from "zod";
import type { RunTable } from "../../src-shared/contract/run-table";
import { type ComparedFigure, Comparison } from "../../src-shared/domain/comparison";
import { HEADLINE_FIGURES, type HeadlineFigure } from "../../src-shared/domain/evaluation";
import { Failure } from "../../src-shared/domain/failure";
import { RunId } from "../../src-shared/domain/identifiers";
import { matchRun, type MatchThresholds } from "../../src-shared/matching/match-run";
import { insertComparison } from "../data/store/comparisons";
import { cocoFigures } from "../detection/evaluation/coco-figures";
import { furtherFigures, type FurtherTables } from "../detection/evaluation/further-figures";
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

async function compare(
  input: CompareRunsInput,
  { store, report, emit, signal }: JobContext<Comparison>,
): Promise<Comparison> {
  report({ done: 0, total: 3, note: "Reading boxes" });
  const runs = [
    await readEvaluatedRun(store, input.leftRunId),
    await readEvaluatedRun(store, input.rightRunId),
  ] as const;
  const { left, right, leftOut } = pairTables(runs[0].table, runs[1].table);
  if (left.head.images.length === 0) throw new Failure("unsupported", "The two runs have no image in common.");
  signal.throwIfAborted();

  report({ done: 1, total: 3, note: "Comparing figures" });
  const figures = {
    left: headlineFigures(tablesOf(left, runs[0]), input),
    right: headlineFigures(tablesOf(right, runs[1]), input),
  };
  signal.throwIfAborted();

  report({ done: 2, total: 3, note: "Finding changed cases" });
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
    figures: HEADLINE_FIGURES.map((figure) => compareFigure(figure, figures.left[figure], figures.right[figure])),
    changed: [...listChangedCases(sides)],
  };
  await emit(comparison);
  report({ done: 3, total: 3, note: "Compared" });
  return comparison;
}

function tablesOf(table: RunTable, { frame }: EvaluatedRun): FurtherTables {
  return { table: tabulateRun(table, frame), shown: tabulateRun(table) };
}

function headlineFigures(
  tables: FurtherTables,
  thresholds: MatchThresholds,
): Partial<Record<HeadlineFigure, number | undefined>> {
  const { rsna, cpm, auc, operatingPoint } = furtherFigures(tables, thresholds).figures;
  const { AP, AP50, AP75 } = cocoFigures(tables.table).figures;
  return { AP, AP50, AP75, rsna, cpm, auc, precision: operatingPoint.precision, recall: operatingPoint.recall };
}

function matchSide(table: RunTable, { scoreThreshold, iouThreshold }: MatchThresholds): MatchedRun {
  return { table, matches: matchRun(table, { scoreThreshold, iouThreshold }) };
}

function compareFigure(figure: HeadlineFigure, left: number | undefined, right: number | undefined): ComparedFigure {
  return {
    figure,
    ...(left !== undefined && { left }),
    ...(right !== undefined && { right }),
    ...(left !== undefined && right !== undefined && { difference: right - left }),
  };
}
