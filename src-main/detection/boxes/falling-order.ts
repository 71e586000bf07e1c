/** @file Puts numbers in falling order, equal ones in the order in which they came. */
import { Failure } from "../../../src-shared/domain/failure";

/** The bits of the place below those of the value, together within what a double holds exactly. */
const PLACES = 2 ** 21;
const NOT_A_NUMBER = 0x7fc00000;

/** Places of `values` from the largest to the smallest; what is not a number stands before every number, as in torch's
 * sort.
 * @throws {Failure} `unsupported` for more than two million numbers. */
export function fallingOrder(values: Float32Array): Int32Array {
  if (values.length > PLACES) {
    throw new Failure("unsupported", `${values.length} boxes are to be put in order; at most ${PLACES} can be.`);
  }
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
  // Sorting numbers without a comparison function is several times faster than with one.
  const keys = new Float64Array(values.length);
  for (let place = 0; place < keys.length; place++) {
    keys[place] = place - rankOf(values[place]!, bits[place]!) * PLACES;
  }
  keys.sort();
  const order = new Int32Array(keys.length);
  for (let rank = 0; rank < order.length; rank++) order[rank] = keys[rank]! - Math.floor(keys[rank]! / PLACES) * PLACES;
  return order;
}

/** A whole number that grows with the value; the same one for both zeros. */
function rankOf(value: number, bits: number): number {
  if (Number.isNaN(value)) return NOT_A_NUMBER;
  return bits < 0 ? -(bits & 0x7fffffff) : bits;
}
