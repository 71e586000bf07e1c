/** @file Where in the image reference boxes were missed. */
import { type JSX, useMemo } from "react";
import { REFERENCE_STRIDE } from "../../../src-shared/contract/run-table";
import type { Box } from "../../../src-shared/domain/box";
import { imageOfRows } from "../../../src-shared/figures/image-of-rows";
import { toCsv } from "../../../src-shared/figures/to-csv";
import { UNMATCHED } from "../../../src-shared/matching/match-run";
import { PositionMap } from "../../charts/PositionMap";
import { ChartCard } from "../../components/ChartCard";
import { readableAmount } from "../../components/readable";
import { reportFailure } from "../../components/report-failure";
import { useCases } from "../../stores/cases-store";
import { landOnCases } from "../../stores/land-on-cases";
import type { RunAnalysis } from "../../stores/run-analysis";
import { useThresholds } from "../../stores/thresholds-store";
import { useDeferredRunAnalysis } from "../../stores/use-run-analysis";
import type { ChartSource } from "./chart-source";
import { NoChart } from "./NoChart";

/** Cells along either side of the image. */
const CELLS = 8;

export function MissedPositionsCard({ runName }: ChartSource): JSX.Element {
  const analysis = useDeferredRunAnalysis();
  const counts = useMemo(() => (analysis ? missedCentres(analysis) : []), [analysis]);
  const missed = counts.flat().reduce((sum, count) => sum + count, 0);
  return (
    <ChartCard
      title="Where boxes are missed"
      subject={runName}
      aside={readableAmount(missed, "miss", "misses")}
      testId="chart-missed-positions"
      csv={() =>
        toCsv({ row: (cell) => cell.row, column: (cell) => cell.column, missed: (cell) => cell.count }, cellsOf(counts))
      }
      note="At the thresholds: centres of missed reference boxes over the image; its left is the patient’s right."
    >
      {missed === 0 ? (
        <NoChart>Nothing is missed at these thresholds.</NoChart>
      ) : (
        <PositionMap
          label="Missed boxes over the image"
          counts={counts}
          noun="missed"
          greatestSidePx={190}
          onAsk={askMissedAt}
        />
      )}
    </ChartCard>
  );
}

/** [CELLS][CELLS] from the top left; each image is stretched to the grid. */
function missedCentres({ table, matches }: RunAnalysis): readonly (readonly number[])[] {
  const counts = Array.from({ length: CELLS }, () => Array.from({ length: CELLS }, () => 0));
  const imageOf = imageOfRows(table.head.images, "references");
  matches.detectionOf.forEach((detection, row) => {
    if (detection !== UNMATCHED) return;
    const { rows, columns } = table.head.images[imageOf[row]!]!;
    const [x1, y1, x2, y2] = table.references.subarray(row * REFERENCE_STRIDE, row * REFERENCE_STRIDE + 4);
    counts[cellAt((y1! + y2!) / (2 * rows))]![cellAt((x1! + x2!) / (2 * columns))]!++;
  });
  return counts;
}

function cellAt(share: number): number {
  return Math.min(CELLS - 1, Math.max(0, Math.floor(share * CELLS)));
}

function cellsOf(counts: readonly (readonly number[])[]) {
  return counts.flatMap((line, row) => line.map((count, column) => ({ row, column, count })));
}

/** Misses, and among them those whose centre lies in the cell. */
function askMissedAt(area: Box, isAdded: boolean): void {
  const { scoreThreshold, iouThreshold } = useThresholds.getState();
  const { ask, clear } = useCases.getState();
  if (!isAdded) clear();
  ask({ kind: "error", error: "miss", scoreThreshold, iouThreshold }, { isOverRun: true, isAdded: true });
  ask({ kind: "position", boxes: "centred", area }, { isOverRun: true, isAdded: true });
  if (!isAdded) reportFailure(landOnCases());
}
