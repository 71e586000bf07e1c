/** @file Quantiles of sorted values, between which NumPy draws a straight line. */

/** The value below which a share of `rising` lies: `numpy.quantile(rising, share)` with its method "linear", to the
 * last bit. `rising` is sorted, `share` from 0 to 1. Undefined without values.
 * @see Hyndman and Fan, The American Statistician 50(4), 1996, definition 7 */
export function quantile(rising: ArrayLike<number>, share: number): number | undefined {
  if (rising.length === 0) return undefined;
  const place = share * (rising.length - 1);
  const below = Math.floor(place);
  const low = rising[below]!;
  const high = rising[Math.min(below + 1, rising.length - 1)]!;
  const weight = place - below;
  // NumPy counts from the nearer end, so that the last value is met exactly.
  return weight < 0.5 ? low + (high - low) * weight : high - (high - low) * (1 - weight);
}
