/** @file Counts values in bins of one width as NumPy does. */
import type { Histogram } from "../../../src-shared/domain/overview";
import { linspace } from "../../../src-shared/figures/linspace";

/** `numpy.histogram(values, bins)`: from the lowest to the highest value, each bin with its lower edge, the last one with
 * both; where all values are one, half a unit to each side of it. Undefined without values, and where the range is not
 * finite, which NumPy refuses. */
export function numpyHistogram(values: readonly number[], bins: number): Histogram | undefined {
  if (values.length === 0) return undefined;
  let [first, last] = [Infinity, -Infinity];
  for (const value of values) {
    first = Math.min(first, value);
    last = Math.max(last, value);
  }
  if (!Number.isFinite(last - first)) return undefined;
  if (first === last) [first, last] = [first - 0.5, last + 0.5];
  const edges = linspace(first, last, bins + 1);
  const counts = Array.from({ length: bins }, () => 0);
  for (const value of values) counts[binOf(value, edges)]!++;
  return { counts, edges: [...edges] };
}

/** The quotient may round over an edge; the edges themselves decide. */
function binOf(value: number, edges: readonly number[]): number {
  const bins = edges.length - 1;
  const [first, last] = [edges[0]!, edges[bins]!];
  const guess = Math.min(Math.floor(((value - first) / (last - first)) * bins), bins - 1);
  if (value < edges[guess]!) return guess - 1;
  return guess < bins - 1 && value >= edges[guess + 1]! ? guess + 1 : guess;
}
