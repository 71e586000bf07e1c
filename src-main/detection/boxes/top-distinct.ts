/** @file The largest of many numbers, quickly, where no two of them are equal. */
import { fallingOrder } from "./falling-order";
import { gatherRows } from "./gather-rows";

/** float32's upper half: sign, exponent and seven bits more. */
const BINS = 2 ** 16;
/** −∞, and below it what is no number and has a sign. */
const NEGATIVE_INFINITY_BIN = 127;
/** Fewer numbers are sorted outright. */
const FEW = 4096;

/** Places of the k largest in falling order; undefined where two of them, or the next, are equal or no numbers, so that
 * their order is a matter of the sort. */
export function topDistinct(values: Float32Array, k: number): Int32Array | undefined {
  const wanted = Math.min(k + 1, values.length);
  if (values.length <= FEW) return distinctOf(values, { k, wanted });
  const lowest = lowestBin(values, wanted);
  const candidates = lowest === undefined ? undefined : placesFrom(values, lowest);
  // Many beyond those wanted stand close together, most likely because they are equal.
  if (!candidates || candidates.length > wanted + FEW) return undefined;
  return distinctOf(gatherRows(values, candidates, 1), { k, wanted })?.map((place) => candidates[place]!);
}

function distinctOf(
  values: Float32Array,
  { k, wanted }: { readonly k: number; readonly wanted: number },
): Int32Array | undefined {
  const order = fallingOrder(values);
  for (let rank = 1; rank < wanted; rank++) {
    if (!(values[order[rank - 1]!]! > values[order[rank]!]!)) return undefined;
  }
  return order.subarray(0, k);
}

/** The bin that the `wanted`-th largest falls into; undefined where there is −∞ or, perhaps, what is no number. */
function lowestBin(values: Float32Array, wanted: number): number | undefined {
  const bits = bitsOf(values);
  const counts = new Int32Array(BINS);
  for (let place = 0; place < bits.length; place++) counts[binOf(bits[place]!)]!++;
  for (let bin = 0; bin <= NEGATIVE_INFINITY_BIN; bin++) if (counts[bin]! > 0) return undefined;
  let bin = BINS - 1;
  for (let count = counts[bin]!; count < wanted; count += counts[bin]!) bin--;
  return bin;
}

function placesFrom(values: Float32Array, lowest: number): Int32Array {
  const bits = bitsOf(values);
  const places: number[] = [];
  for (let place = 0; place < bits.length; place++) if (binOf(bits[place]!) >= lowest) places.push(place);
  return Int32Array.from(places);
}

function bitsOf(values: Float32Array): Int32Array {
  return new Int32Array(values.buffer, values.byteOffset, values.length);
}

/** Grows with the number; what is no number goes to either end, by its sign. */
function binOf(bits: number): number {
  const upper = bits >> 16;
  return upper < 0 ? -upper - 1 : upper + BINS / 2;
}
