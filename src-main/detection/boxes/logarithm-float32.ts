/** @file The natural logarithm in float32 with the last bit of torch's, for the targets that a network learns. */

const SMALLEST_NORMAL = 2 ** -126;
const FOUR_THIRDS = Math.fround(4 / 3);
/** ln 2 as the sum of two float32 numbers. */
const LN2 = Math.fround(0.6931471824645996) + Math.fround(-1.9046542e-9);
/** Of the series' remainder, from the highest power down. */
const C7 = Math.fround(0.3027294874);
const C5 = Math.fround(0.3996108174);
const C3 = Math.fround(0.666669488);

const number = new Float32Array(1);
const bits = new Int32Array(number.buffer);

/** The natural logarithm of a float32 number, rounded as torch's vectorised kernels round it. Sums that these keep in two
 * float32 numbers are kept in a double here.
 * @see SLEEF 3.6, `logf` with an error of 1.0 units in the last place, which torch.log calls on x86 and Arm */
export function logarithmFloat32(value: number): number {
  if (!(value >= SMALLEST_NORMAL && value < Infinity)) return Math.fround(Math.log(value));
  number[0] = value * FOUR_THIRDS;
  const power = (bits[0]! >> 23) - 127;
  const rest = value / 2 ** power;
  const ratio = Math.fround(Math.fround(rest - 1) * Math.fround(1 / Math.fround(rest + 1)));
  const square = Math.fround(ratio * ratio);
  const series = Math.fround(Math.fround(C7 * square + C5) * square + C3);
  const tail = Math.fround(Math.fround(square * ratio) * series);
  return Math.fround(power * LN2 + (2 * (rest - 1)) / (rest + 1) + tail);
}
