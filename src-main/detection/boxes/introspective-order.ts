/** @file Selection and sorting by quick partitions, step by step as GNU's C++ library does them.
 *
 * Neither is stable: what becomes of equal entries follows from the steps alone, so that none may be changed.
 * @see Musser, Introspective sorting and selection algorithms (1997) */
import { heapSelect, partialSort } from "./heap-order";
import type { Order } from "./order";

/** Ranges up to this length are left to the insertion sort at the end. */
const SHORT_RANGE = 16;
/** Selection partitions down to this length. */
const SHORTEST_RANGE = 3;

/** Brings the entry to `nth` that a full sort would, with none behind it that precedes it. */
export function selectNth(order: Order, nth: number): void {
  let first = 0;
  let last = order.queue.length;
  let depth = depthLimit(last);
  while (last - first > SHORTEST_RANGE) {
    if (depth === 0) {
      selectByHeap(order, { first, nth, last });
      return;
    }
    depth--;
    const cut = partition(order, first, last);
    if (cut <= nth) first = cut;
    else last = cut;
  }
  insertionSort(order, first, last);
}

/** Sorts the first `count` entries. */
export function introspectiveSort(order: Order, count: number): void {
  if (count === 0) return;
  sortRoughly(order, { first: 0, last: count, depth: depthLimit(count) });
  const guarded = Math.min(count, SHORT_RANGE);
  insertionSort(order, 0, guarded);
  for (let place = guarded; place < count; place++) sinkIn(order, place);
}

/** So many uneven partitions mean that the heap is quicker: twice the whole binary logarithm. */
function depthLimit(count: number): number {
  return 2 * (31 - Math.clz32(count));
}

function sortRoughly(
  order: Order,
  range: { readonly first: number; readonly last: number; readonly depth: number },
): void {
  let { last, depth } = range;
  while (last - range.first > SHORT_RANGE) {
    if (depth === 0) {
      const part = { ...order, queue: order.queue.subarray(range.first, last) };
      partialSort(part, part.queue.length);
      return;
    }
    depth--;
    const cut = partition(order, range.first, last);
    sortRoughly(order, { first: cut, last, depth });
    last = cut;
  }
}

/** Splits a range around the median of three of its entries, and says where the second part begins. */
function partition(order: Order, first: number, last: number): number {
  const { queue, precedes } = order;
  medianToFront(order, first, last);
  const pivot = queue[first]!;
  let left = first + 1;
  let right = last;
  for (;;) {
    while (precedes(queue[left]!, pivot)) left++;
    right--;
    while (precedes(pivot, queue[right]!)) right--;
    if (left >= right) return left;
    swap(queue, left, right);
    left++;
  }
}

/** Swaps the median of the second, the middle and the last entry with the first. */
function medianToFront({ queue, precedes }: Order, first: number, last: number): void {
  const a = first + 1;
  const b = first + ((last - first) >> 1);
  const c = last - 1;
  const isBefore = (left: number, right: number): boolean => precedes(queue[left]!, queue[right]!);
  const [lower, upper] = isBefore(a, b) ? [a, b] : [b, a];
  // With equal entries the choice depends on which pairs are asked for, and in which order.
  if (isBefore(upper, c)) swap(queue, first, upper);
  else swap(queue, first, isBefore(lower, c) ? c : lower);
}

function insertionSort({ queue, precedes }: Order, first: number, last: number): void {
  for (let place = first + 1; place < last; place++) {
    const entry = queue[place]!;
    if (precedes(entry, queue[first]!)) {
      queue.copyWithin(first + 1, first, place);
      queue[first] = entry;
    } else {
      sinkIn({ queue, precedes }, place);
    }
  }
}

/** Moves an entry towards the front, over those that it precedes; one that it does not precede must stand there. */
function sinkIn({ queue, precedes }: Order, from: number): void {
  const entry = queue[from]!;
  let place = from;
  while (precedes(entry, queue[place - 1]!)) {
    queue[place] = queue[place - 1]!;
    place--;
  }
  queue[place] = entry;
}

function selectByHeap(
  order: Order,
  { first, nth, last }: { readonly first: number; readonly nth: number; readonly last: number },
): void {
  heapSelect({ ...order, queue: order.queue.subarray(first, last) }, nth + 1 - first);
  swap(order.queue, first, nth);
}

function swap(queue: Int32Array, left: number, right: number): void {
  const entry = queue[left]!;
  queue[left] = queue[right]!;
  queue[right] = entry;
}
