/** @file Selection and sorting with a heap, step by step as GNU's C++ library does them.
 *
 * Not stable: what becomes of equal entries follows from the steps alone, so that none may be changed. */
import type { Order } from "./order";

/** Brings the first `count` entries of the sorted order to the front, sorted. */
export function partialSort(order: Order, count: number): void {
  heapSelect(order, count);
  for (let last = count - 1; last > 0; last--) exchangeTop(order, last, last);
}

/** Brings the first `count` entries of the sorted order to the front, as a heap whose top is the last of them. */
export function heapSelect(order: Order, count: number): void {
  const { queue, precedes } = order;
  for (let parent = (count >> 1) - 1; parent >= 0; parent--) settle(order, { hole: parent, count }, queue[parent]!);
  for (let place = count; place < queue.length; place++) {
    if (precedes(queue[place]!, queue[0]!)) exchangeTop(order, count, place);
  }
}

/** Puts the top of the heap of `count` entries at `place`, and what stood there into the heap. */
function exchangeTop(order: Order, count: number, place: number): void {
  const entry = order.queue[place]!;
  order.queue[place] = order.queue[0]!;
  settle(order, { hole: 0, count }, entry);
}

/** Sinks a hole to the bottom of the heap, always to the later child, and lets `entry` rise from there. */
function settle(
  { queue, precedes }: Order,
  { hole: top, count }: { readonly hole: number; readonly count: number },
  entry: number,
): void {
  let hole = top;
  for (let child = 2 * hole + 2; child <= count; child = 2 * hole + 2) {
    const isLeft = child === count || precedes(queue[child]!, queue[child - 1]!);
    const later = isLeft ? child - 1 : child;
    queue[hole] = queue[later]!;
    hole = later;
  }
  for (let parent = (hole - 1) >> 1; hole > top && precedes(queue[parent]!, entry); parent = (hole - 1) >> 1) {
    queue[hole] = queue[parent]!;
    hole = parent;
  }
  queue[hole] = entry;
}
