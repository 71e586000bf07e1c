/** @file Picks the k largest values in the order in which torch's CPU kernel picks them, ties included. */
import { Failure } from "../../../src-shared/domain/failure";
import { gatherRows } from "./gather-rows";
import { partialSort } from "./heap-order";
import { introspectiveSort, selectNth } from "./introspective-order";
import { largerFirst, type Order } from "./order";
import { topDistinct } from "./top-distinct";

export interface TopK {
  /** In falling order; a value that is not a number stands before every number. */
  readonly values: Float32Array;
  /** Places of `values` in the input. */
  readonly indices: Int32Array;
}

/** Where one candidate in this many is wanted, or fewer, torch sorts with a heap. */
const HEAP_SHARE = 64;

/** The k largest of `values`. ONNX gives the lowest index among equals; torch gives whichever its sort brings up, and a
 * detector whose background scores are all alike proposes other regions by the one rule than by the other. So this
 * walks the steps of `torch.topk` on the CPU (Linux builds: GNU's C++ library), not a better algorithm.
 * @throws {Failure} `unsupported` when k is no whole number from 0 to the number of values.
 * @see https://github.com/pytorch/pytorch/blob/v1.13.1/aten/src/ATen/native/TopKImpl.h */
export function topK(values: Float32Array, k: number): TopK {
  if (!Number.isInteger(k) || k < 0 || k > values.length) {
    throw new Failure("unsupported", `The ${k} largest were asked for; 0 to ${values.length} can be had.`);
  }
  // Where no two are equal every sort gives the same, and a quicker one will do.
  const indices = k === 0 ? new Int32Array(0) : (topDistinct(values, k) ?? topIndices(values, k));
  return { values: gatherRows(values, indices, 1), indices };
}

function topIndices(values: Float32Array, k: number): Int32Array {
  const count = values.length;
  const queue = new Int32Array(count);
  for (let place = 0; place < count; place++) queue[place] = place;
  const order: Order = { queue, precedes: largerFirst(values) };
  if (k * HEAP_SHARE <= count) {
    partialSort(order, k);
  } else {
    selectNth(order, k - 1);
    // What is selected is the last of the k already, so that torch leaves it out of the sort.
    introspectiveSort(order, k - 1);
  }
  return order.queue.subarray(0, k);
}
