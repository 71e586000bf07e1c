/** @file Box deltas of a few anchors, out of the planes in which a network answers them. */

/** Rows [k, 4] of the anchors at `indices`, counted cell by cell and in each cell anchor by anchor, out of `planes`
 * [4 · A, cells]. */
export function gatherDeltas(planes: Float32Array, indices: Int32Array, cells: number): Float32Array {
  const kinds = planes.length / (4 * cells);
  const rows = new Float32Array(4 * indices.length);
  for (let rank = 0; rank < indices.length; rank++) {
    const cell = Math.floor(indices[rank]! / kinds);
    const start = 4 * (indices[rank]! - cell * kinds) * cells + cell;
    for (let side = 0; side < 4; side++) rows[4 * rank + side] = planes[start + side * cells]!;
  }
  return rows;
}
