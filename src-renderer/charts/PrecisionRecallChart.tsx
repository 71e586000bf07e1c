/** @file Precision against recall over all score thresholds, with the operating point. */
import { type JSX, useMemo } from "react";
import type { PrecisionRecallPoint } from "../../src-shared/figures/precision-recall-points";
import { CurveChart } from "./CurveChart";
import { FEW_SHARE_TICKS, SHARE_TICKS } from "./share-ticks";

export interface PrecisionRecallChartProps {
  /** In falling score. */
  readonly points: readonly PrecisionRecallPoint[];
  readonly operatingPoint: { readonly precision?: number | undefined; readonly recall?: number | undefined };
  readonly onChooseScore?: (score: number) => void;
}

export function PrecisionRecallChart(props: PrecisionRecallChartProps): JSX.Element {
  const { points, operatingPoint, onChooseScore } = props;
  const { precision, recall } = operatingPoint;
  const curve = useMemo(() => points.map(({ recall: x, precision: y, score }) => ({ x, y, score })), [points]);
  return (
    <CurveChart
      label="Precision against recall"
      xLabel="Recall"
      yLabel="Precision"
      xTicks={SHARE_TICKS}
      yTicks={FEW_SHARE_TICKS}
      points={curve}
      operatingPoint={precision !== undefined && recall !== undefined ? { x: recall, y: precision } : undefined}
      describe={({ x, y }) => `recall ${x.toFixed(2)}, precision ${y.toFixed(2)}`}
      onChooseScore={onChooseScore}
    />
  );
}
