/** @file The logistic function of many float32 numbers, bit for bit torch's on the CPU. */
import { exponentialFloat32 } from "./exponential-float32";

/** torch takes two vectors of eight at once; what is left over goes through the C library, which rounds correctly. */
const BATCH = 16;

/** 1 / (1 + e^−x) of each entry, each step rounded to float32, as `torch.sigmoid` gives on x86 with AVX2. */
export function sigmoidsFloat32(logits: Float32Array): Float32Array {
  const results = new Float32Array(logits.length);
  const vectorised = logits.length - (logits.length % BATCH);
  for (let index = 0; index < vectorised; index++) {
    results[index] = 1 / Math.fround(1 + exponentialFloat32(-logits[index]!));
  }
  for (let index = vectorised; index < logits.length; index++) {
    results[index] = 1 / Math.fround(1 + Math.fround(Math.exp(-logits[index]!)));
  }
  return results;
}
