/** @file Precision against recall over all score thresholds, with the operating point; a click moves the threshold. */
import type { JSX } from "react";
import type { PrecisionRecallPoint } from "../../src-shared/figures/precision-recall-points";
import { ChartFrame, PLOT } from "./ChartFrame";
import { PlotTarget, type PlotTargetProps } from "./PlotTarget";
import "./charts.css";

export interface PrecisionRecallChartProps {
  /** In falling score. */
  readonly points: readonly PrecisionRecallPoint[];
  readonly operatingPoint: { readonly precision?: number | undefined; readonly recall?: number | undefined };
  readonly onChooseScore?: (score: number) => void;
}

export function PrecisionRecallChart({
  points,
  operatingPoint,
  onChooseScore,
}: PrecisionRecallChartProps): JSX.Element {
  const { precision, recall } = operatingPoint;
  const path = points.map(({ recall: x, precision: y }, index) => `${index ? "L" : "M"}${atX(x)} ${atY(y)}`).join("");

  const choose: PlotTargetProps["onChoose"] = ({ x, y }) => {
    const nearest = nearestPoint(points, { recall: x, precision: y });
    // Rounded down to what the slider can hold, so that the detection of that score is still counted.
    if (nearest) onChooseScore?.(Math.floor(nearest.score * 100) / 100);
  };
  return (
    <ChartFrame
      label="Precision against recall"
      xLabel="Recall"
      yLabel="Precision"
      xTicks={[0, 0.25, 0.5, 0.75, 1].map((value) => ({ at: value, text: String(value) }))}
      yTicks={[0, 0.5, 1].map((value) => ({ at: value, text: String(value) }))}
    >
      <path className="chart__line" d={path} />
      {precision !== undefined && recall !== undefined && (
        <g className="chart__point" data-testid="operating-point">
          <line x1={atX(recall)} x2={atX(recall)} y1={atY(0)} y2={atY(precision)} />
          <line x1={atX(0)} x2={atX(recall)} y1={atY(precision)} y2={atY(precision)} />
          <circle cx={atX(recall)} cy={atY(precision)} r={4} />
        </g>
      )}
      <PlotTarget onChoose={choose} />
    </ChartFrame>
  );
}

export function nearestPoint(
  points: readonly PrecisionRecallPoint[],
  at: { readonly precision: number; readonly recall: number },
): PrecisionRecallPoint | undefined {
  const distance = (point: PrecisionRecallPoint): number =>
    (point.recall - at.recall) ** 2 + (point.precision - at.precision) ** 2;
  let nearest = points[0];
  for (const point of points) if (nearest && distance(point) < distance(nearest)) nearest = point;
  return nearest;
}

function atX(share: number): number {
  return PLOT.left + share * PLOT.width;
}

function atY(share: number): number {
  return PLOT.top + (1 - share) * PLOT.height;
}
