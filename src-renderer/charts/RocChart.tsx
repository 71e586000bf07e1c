/** @file Receiver operating characteristic of whole images: positives found against negatives called positive. */
import { type JSX, useMemo } from "react";
import type { RocPoint } from "../../src-shared/figures/image-roc";
import { CurveChart } from "./CurveChart";
import type { Plot } from "./plot";
import { FEW_SHARE_TICKS, SHARE_TICKS } from "./share-ticks";

export interface RocChartProps {
  /** In falling score. */
  readonly points: readonly RocPoint[];
  readonly operatingPoint: Pick<RocPoint, "falsePositiveRate" | "truePositiveRate"> | undefined;
  readonly onChooseScore?: (score: number) => void;
}

export function RocChart({ points, operatingPoint, onChooseScore }: RocChartProps): JSX.Element {
  const curve = useMemo(
    () => points.map(({ falsePositiveRate: x, truePositiveRate: y, score }) => ({ x, y, score })),
    [points],
  );
  return (
    <CurveChart
      label="Sensitivity by image against the share of negatives called positive"
      xLabel="1 − specificity"
      yLabel="Sensitivity by image"
      xTicks={SHARE_TICKS}
      yTicks={FEW_SHARE_TICKS}
      points={curve}
      operatingPoint={operatingPoint && { x: operatingPoint.falsePositiveRate, y: operatingPoint.truePositiveRate }}
      describe={({ x, y }) => `sensitivity ${y.toFixed(2)}, specificity ${(1 - x).toFixed(2)}`}
      ground={drawChance}
      onChooseScore={onChooseScore}
    />
  );
}

/** Where images with and without findings are scored alike. */
function drawChance({ left, right, top, bottom }: Plot): JSX.Element {
  return <line className="chart__chance" x1={left} y1={bottom} x2={right} y2={top} />;
}
