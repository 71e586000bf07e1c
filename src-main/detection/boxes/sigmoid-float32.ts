/** @file The logistic function of many float32 numbers, bit for bit torch's on the CPU. */
import { exponentialFloat32 } from "./exponential-float32";

/** torch takes two vectors of eight at once; what is left over goes through the C library, which rounds correctly. */
const BATCH = 16;

/** Where the numbers stood when there were more. */
export interface FormerPlaces {
  readonly places: Int32Array;
  readonly total: number;
}

/** 1 / (1 + e^−x) of each entry, each step rounded to float32, as `torch.sigmoid` gives on x86 with AVX2 in one thread.
 * For a few out of many, `former` tells which of them torch would have had left over. */
export function sigmoidsFloat32(logits: Float32Array, former?: FormerPlaces): Float32Array {
  const total = former?.total ?? logits.length;
  const vectorised = total - (total % BATCH);
  const results = new Float32Array(logits.length);
  for (let index = 0; index < logits.length; index++) {
    const place = former ? former.places[index]! : index;
    const opposite = -logits[index]!;
    const power = place < vectorised ? exponentialFloat32(opposite) : Math.fround(Math.exp(opposite));
    results[index] = 1 / Math.fround(1 + power);
  }
  return results;
}
