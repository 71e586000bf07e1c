/** @file Finds on a screenshot where a bright rectangle begins and ends, to a fraction of a pixel. */
import type { Screen } from "./viewer-page";

export interface Edges {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** In device pixels, along the row and the column through `inside`, a point of the rectangle. An edge lies where the grey
 * crosses the middle between `dark` and `bright`, interpolated between the centres of two pixels. */
export function findEdges(screen: Screen, inside: { x: number; y: number }, threshold: number): Edges {
  const column = Math.floor(inside.x);
  const row = Math.floor(inside.y);
  const alongRow = (x: number): number => screen.grey(x, row);
  const alongColumn = (y: number): number => screen.grey(column, y);
  return {
    left: crossing(alongRow, { from: column, step: -1, end: -1 }, threshold),
    right: crossing(alongRow, { from: column, step: 1, end: screen.width }, threshold),
    top: crossing(alongColumn, { from: row, step: -1, end: -1 }, threshold),
    bottom: crossing(alongColumn, { from: row, step: 1, end: screen.height }, threshold),
  };
}

function crossing(
  grey: (position: number) => number,
  { from, step, end }: { from: number; step: 1 | -1; end: number },
  threshold: number,
): number {
  for (let position = from; position + step !== end; position += step) {
    const here = grey(position);
    const there = grey(position + step);
    if (here >= threshold && there < threshold) {
      return position + 0.5 + (step * (here - threshold)) / (here - there);
    }
  }
  throw new Error(`No edge was found from pixel ${from} in steps of ${step}.`);
}
