/** @file Free-response operating characteristic: sensitivity by lesion against false positives an image. */
import { type JSX, useMemo } from "react";
import { CurveChart } from "./CurveChart";
import { FROC_TICKS, frocAxisAt, frocRateAt, withinFrocAxis } from "./froc-axis";
import { FEW_SHARE_TICKS } from "./share-ticks";

export interface FrocChartProps {
  /** In falling score. */
  readonly points: readonly {
    readonly score: number;
    readonly falsePositivesPerImage: number;
    readonly sensitivity: number;
  }[];
  readonly operatingPoint: {
    readonly falsePositivesPerImage?: number | undefined;
    readonly sensitivity?: number | undefined;
  };
  readonly onChooseScore?: (score: number) => void;
}

export function FrocChart({ points, operatingPoint, onChooseScore }: FrocChartProps): JSX.Element {
  const curve = useMemo(
    () =>
      withinFrocAxis(points).map(({ score, falsePositivesPerImage, sensitivity }) => ({
        x: frocAxisAt(falsePositivesPerImage),
        y: sensitivity,
        score,
      })),
    [points],
  );
  const { falsePositivesPerImage: rate, sensitivity } = operatingPoint;
  return (
    <CurveChart
      label="Sensitivity against false positives an image"
      xLabel="False positives an image"
      yLabel="Sensitivity"
      xTicks={FROC_TICKS}
      yTicks={FEW_SHARE_TICKS}
      points={curve}
      operatingPoint={
        rate !== undefined && sensitivity !== undefined ? { x: frocAxisAt(rate), y: sensitivity } : undefined
      }
      describe={({ x, y }) => `sensitivity ${y.toFixed(2)} at ${rateText(x)}`}
      onChooseScore={onChooseScore}
    />
  );
}

function rateText(at: number): string {
  if (at <= 0) return "1/16 or fewer";
  if (at >= 1) return "8 or more";
  return frocRateAt(at).toPrecision(2);
}
