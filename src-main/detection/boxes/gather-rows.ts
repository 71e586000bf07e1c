/** @file Rows of a flat table, picked by their numbers. */

/** Row after row of `table` [N, width] at `places`, [places, width]. */
export function gatherRows(table: Float32Array, places: Int32Array, width: number): Float32Array {
  const rows = new Float32Array(places.length * width);
  for (let row = 0; row < places.length; row++) {
    const start = places[row]! * width;
    for (let column = 0; column < width; column++) rows[row * width + column] = table[start + column]!;
  }
  return rows;
}
