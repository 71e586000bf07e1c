/** @file Class probabilities from logits, bit for bit torch's on the CPU. */
import { Failure } from "../../../src-shared/domain/failure";
import { exponentialFloat32 } from "./exponential-float32";

/** float32 numbers in one AVX2 register: torch keeps this many partial sums, then adds them up pairwise. */
const LANES = 8;

/** Softmax over each row of `logits` [N, classes], as `torch.softmax(logits, -1)` gives on x86 with AVX2.
 * @throws {Failure} `internal` when the logits are no whole number of rows. */
export function softmaxFloat32(logits: Float32Array, classes: number): Float32Array {
  if (logits.length % classes !== 0) {
    throw new Failure("internal", `${logits.length} logits are no rows of ${classes} classes.`);
  }
  const results = new Float32Array(logits.length);
  const lanes = new Float32Array(LANES);
  for (let start = 0; start < logits.length; start += classes) {
    const row = results.subarray(start, start + classes);
    exponentialsInto(logits.subarray(start, start + classes), row);
    const scale = Math.fround(1 / sumInLanes(row, lanes));
    for (let column = 0; column < classes; column++) row[column] = row[column]! * scale;
  }
  return results;
}

/** The largest becomes 1, so that none overflows. */
function exponentialsInto(logits: Float32Array, target: Float32Array): void {
  let largest = -Infinity;
  for (let column = 0; column < logits.length; column++) largest = Math.max(largest, logits[column]!);
  for (let column = 0; column < logits.length; column++) {
    target[column] = exponentialFloat32(Math.fround(logits[column]! - largest));
  }
}

function sumInLanes(values: Float32Array, lanes: Float32Array): number {
  if (values.length < LANES) return values.reduce((sum, value) => Math.fround(sum + value), 0);
  lanes.fill(0);
  for (let index = 0; index < values.length; index++) lanes[index % LANES]! += values[index]!;
  for (let half = LANES / 2; half >= 1; half /= 2) {
    for (let lane = 0; lane < half; lane++) lanes[lane]! += lanes[lane + half]!;
  }
  return lanes[0]!;
}
