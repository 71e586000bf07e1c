/** @file How far scores can be believed, before and after a recalibration. */
import { SegmentedControl } from "@mantine/core";
import { type JSX, useMemo, useState } from "react";
import type { RunTable } from "../../../src-shared/contract/run-table";
import { expectedCalibrationError } from "../../../src-shared/figures/calibration-error";
import {
  BINNING_STRATEGIES,
  type BinningStrategy,
  type ReliabilityCurve,
  reliabilityCurve,
} from "../../../src-shared/figures/reliability-curve";
import { scoresOf } from "../../../src-shared/figures/scores-of";
import { RELIABILITY_COLUMNS } from "../../../src-shared/figures/chart-columns";
import { toCsv } from "../../../src-shared/figures/to-csv";
import { verdictsOf } from "../../../src-shared/figures/verdicts-of";
import { ReliabilityChart } from "../../charts/ReliabilityChart";
import { ChartCard } from "../../components/ChartCard";
import { readableCount, readableShare } from "../../components/readable";
import { useRunTableQuery } from "../../stores/use-run-analysis";
import { askRun } from "./ask-run";
import { type ChartSource, useCurveIou } from "./chart-source";
import { NoChart } from "./NoChart";

const STRATEGY_NAMES = { uniform: "Even bins", quantile: "Equal counts" } satisfies Record<BinningStrategy, string>;

export function ReliabilityCard({ table, runName }: ChartSource): JSX.Element {
  const iouThreshold = useCurveIou();
  const [strategy, setStrategy] = useState<BinningStrategy>("uniform");
  const given = useRunTableQuery().data;
  const curve = useReliability(table, { iouThreshold, strategy });
  const before = useReliability(given ?? table, { iouThreshold, strategy });
  const isCalibrated = given !== undefined && given !== table;
  return (
    <ChartCard
      title="Reliability"
      subject={runName}
      aside={`IoU ${iouThreshold.toFixed(2)}, n = ${readableCount(curve.detections)} detections`}
      testId="chart-reliability"
      csv={() => toCsv(RELIABILITY_COLUMNS, curve.bins)}
      note={
        <span className="evaluation__line">
          <span data-testid="ece">
            ECE {readableShare(expectedCalibrationError(curve), 3)}
            {isCalibrated && `, before ${readableShare(expectedCalibrationError(before), 3)} (dashed)`}
          </span>
          <SegmentedControl
            aria-label="Bins"
            value={strategy}
            data={BINNING_STRATEGIES.map((value) => ({ value, label: STRATEGY_NAMES[value] }))}
            onChange={setStrategy}
          />
        </span>
      }
    >
      {curve.detections === 0 ? (
        <NoChart>The run has drawn nothing, so there are no scores to believe.</NoChart>
      ) : (
        <ReliabilityChart
          bins={curve.bins}
          before={isCalibrated ? before.bins : undefined}
          onAsk={({ from, to, holds }, isAdded) => askRun({ kind: "score", from, to, holds, iouThreshold }, isAdded)}
        />
      )}
    </ChartCard>
  );
}

function useReliability(
  table: RunTable,
  { iouThreshold, strategy }: { readonly iouThreshold: number; readonly strategy: BinningStrategy },
): ReliabilityCurve {
  return useMemo(
    () => reliabilityCurve(scoresOf(table), verdictsOf(table, iouThreshold), { strategy }),
    [table, iouThreshold, strategy],
  );
}
