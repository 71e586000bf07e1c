/** @file The exponential function in float32 with the last bit of torch's, so that scores tie where torch's tie. */

/** Where float32's exponential ends; beyond, the result is 0 or infinite. */
const LOWEST = -104;
const HIGHEST = 104;
const LOG2_E = Math.fround(Math.LOG2E);
/** ln 2 in two parts, of which the first leaves room for exact multiples. */
const LN2_UPPER = 0.693145751953125;
const LN2_LOWER = Math.fround(1.428606765330187e-6);
/** Adding it and taking it off rounds to a whole number, halves to the even one. */
const ROUNDING_SHIFT = 6755399441055744;
/** Of the remainder, from the highest power down to the second. */
const C6 = Math.fround(0.00019852761761285365);
const C5 = Math.fround(0.0013930435525253415);
const C4 = Math.fround(0.008333360776305199);
const C3 = Math.fround(0.041666485369205475);
const C2 = Math.fround(0.1666666716337204);
/** 2 to the power of `index + LOWEST_POWER`. */
const LOWEST_POWER = -152;
const POWERS_OF_TWO = Float64Array.from({ length: 304 }, (_, index) => 2 ** (index + LOWEST_POWER));

/** e to the power of a float32 number, rounded as torch's vectorised kernels round it, at most one unit in the last
 * place from the exact value. Each product is added before it is rounded, as a fused instruction does.
 * @see SLEEF 3.6, `expf` with an error of 1.0 units in the last place, which torch.exp calls on x86 and Arm */
export function exponentialFloat32(value: number): number {
  if (value < LOWEST) return 0;
  if (value > HIGHEST) return Infinity;
  const power = Math.fround(value * LOG2_E) + ROUNDING_SHIFT - ROUNDING_SHIFT;
  const most = Math.fround(value - power * LN2_UPPER);
  const rest = Math.fround(most - power * LN2_LOWER);
  let sum = Math.fround(C6 * rest + C5);
  sum = Math.fround(sum * rest + C4);
  sum = Math.fround(sum * rest + C3);
  sum = Math.fround(sum * rest + C2);
  sum = Math.fround(sum * rest + 0.5);
  sum = Math.fround(1 + Math.fround(Math.fround(rest * rest) * sum + rest));
  // Not a number has no entry in the table, and stays one.
  return Math.fround(sum * POWERS_OF_TWO[power - LOWEST_POWER]!);
}
