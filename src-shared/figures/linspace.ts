/** @file Evenly spaced numbers with NumPy's rounding, on which edges and thresholds of the reference figures lie. */

/** `numpy.linspace(start, stop, count)`: steps are multiplied, not added up, and the last number is `stop` itself. */
export function linspace(start: number, stop: number, count: number): readonly number[] {
  const step = (stop - start) / (count - 1);
  return Array.from({ length: count }, (_, index) => (index === count - 1 ? stop : index * step + start));
}
