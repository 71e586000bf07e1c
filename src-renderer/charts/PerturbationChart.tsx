/** @file How a score falls while the hottest parts of a map are taken out of the image, and rises while they are put back. */
import type { JSX } from "react";
import type { PerturbationCurve } from "../../src-shared/domain/explanation";
import { ChartFrame } from "./ChartFrame";
import { curvePath } from "./curve";
import type { Plot } from "./plot";
import { FEW_SHARE_TICKS, SHARE_TICKS } from "./share-ticks";

export interface PerturbationChartProps {
  readonly deletion: PerturbationCurve | undefined;
  readonly insertion: PerturbationCurve | undefined;
}

/** The two differ by their strokes and names too, not by colour alone. */
export function PerturbationChart({ deletion, insertion }: PerturbationChartProps): JSX.Element {
  const most = Math.max(1, ...(deletion?.scores ?? []), ...(insertion?.scores ?? []));
  const yTicks = most > 1 ? [...FEW_SHARE_TICKS, { at: most, text: most.toFixed(1) }] : FEW_SHARE_TICKS;
  return (
    <ChartFrame
      label="Score while the hottest parts are removed or put back"
      xLabel="Share of the image, the hottest first"
      yLabel="Score, of the whole"
      xTicks={SHARE_TICKS}
      yTicks={yTicks.map(({ at, text }) => ({ at: at / most, text }))}
      aspect={0.5}
    >
      {(plot) => (
        <>
          {deletion && <Curve name="removed" kind="deletion" {...{ curve: deletion, plot, most }} />}
          {insertion && <Curve name="put back" kind="insertion" {...{ curve: insertion, plot, most }} />}
          {namesAt([deletion, insertion], plot, most).map(
            (y, index) =>
              y !== undefined && (
                <text key={NAMES[index]} x={plot.right - 4} y={y} textAnchor="end">
                  {NAMES[index]}
                </text>
              ),
          )}
        </>
      )}
    </ChartFrame>
  );
}

const NAMES = ["removed", "put back"] as const;
const LINE_PX = { above: -8, below: 17 } as const;
/** Two names between the ends of the curves need so much room. */
const ROOM_PX = 44;

/** Beside the ends of the curves: between them where there is room, else outside of both. */
function namesAt(
  curves: readonly (PerturbationCurve | undefined)[],
  plot: Plot,
  most: number,
): readonly (number | undefined)[] {
  const ends = curves.map((curve) => curve && plot.y((curve.scores.at(-1) ?? 0) / most));
  const [removed, putBack] = ends;
  if (removed === undefined || putBack === undefined) return ends.map((end) => end && end + LINE_PX.above);
  const isBetween = Math.abs(removed - putBack) > ROOM_PX;
  const isRemovedHigher = removed < putBack;
  const shift = (isHigher: boolean): number => (isHigher === isBetween ? LINE_PX.below : LINE_PX.above);
  return [removed + shift(isRemovedHigher), putBack + shift(!isRemovedHigher)];
}

interface CurveProps {
  readonly name: string;
  readonly kind: "deletion" | "insertion";
  readonly curve: PerturbationCurve;
  readonly plot: Plot;
  readonly most: number;
}

function Curve({ name, kind, curve: { shares, scores, area }, plot, most }: CurveProps): JSX.Element {
  const points = shares.map((x, index) => ({ x, y: scores[index]! / most }));
  return (
    <g className="chart__perturbation" data-kind={kind}>
      <title>{`${name}: area under the curve ${area.toFixed(2)}`}</title>
      <path d={curvePath(points, plot)} />
      {points.map(({ x, y }) => (
        <circle key={x} cx={plot.x(x)} cy={plot.y(y)} r={2.5} />
      ))}
    </g>
  );
}
