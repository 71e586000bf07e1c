/** @file Lines over steps or epochs: values that follow each other, drawn with as many points as a screen can show. */

export interface SeriesPoint {
  readonly x: number;
  readonly y: number;
}

export interface LineSeries {
  readonly id: string;
  /** In the legend, for example "sum" or the name of a training. */
  readonly name: string;
  /** In rising x; a value that is undefined has no point. */
  readonly points: readonly SeriesPoint[];
  /** Marks every point, where there are few and each says something. */
  readonly isDotted?: boolean;
}

/** Neighbours that fall into one place of the screen: their mean, and between what they lie. */
export interface ThinnedPoint extends SeriesPoint {
  readonly low: number;
  readonly high: number;
}

/** Even parts of the axis from 0 to `most`, each one point; the last point of all keeps its place, so that a line that
 * grows ends where the work is. */
export function thinSeries(points: readonly SeriesPoint[], most: number, places: number): readonly ThinnedPoint[] {
  if (points.length <= places) return points.map(({ x, y }) => ({ x, y, low: y, high: y }));
  const groups = new Map<number, SeriesPoint[]>();
  for (const point of points) {
    const place = Math.min(places - 1, Math.floor((point.x / most) * places));
    const group = groups.get(place);
    if (group) group.push(point);
    else groups.set(place, [point]);
  }
  const thinned = [...groups.values()].map(summaryOf);
  const last = points.at(-1)!;
  return [...thinned.slice(0, -1), { ...thinned.at(-1)!, x: last.x }];
}

/** Undefined for a line without points. */
export function nearestInSeries(points: readonly SeriesPoint[], x: number): SeriesPoint | undefined {
  let nearest = points[0];
  for (const point of points) if (nearest && Math.abs(point.x - x) < Math.abs(nearest.x - x)) nearest = point;
  return nearest;
}

function summaryOf(points: readonly SeriesPoint[]): ThinnedPoint {
  let [x, y, low, high] = [0, 0, Infinity, -Infinity];
  for (const point of points) {
    x += point.x / points.length;
    y += point.y / points.length;
    low = Math.min(low, point.y);
    high = Math.max(high, point.y);
  }
  return { x, y, low, high };
}
