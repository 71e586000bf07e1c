/** @file Leaves the best of boxes that lie upon one another. */
import { Failure } from "../../../src-shared/domain/failure";
import { fallingOrder } from "./falling-order";
import { introspectiveSort } from "./introspective-order";
import { largerFirst } from "./order";

export interface SuppressionOptions {
  /** Of two boxes with a larger intersection over union, only the one with the higher score is kept. */
  readonly iouThreshold: number;
  /** [N] class or level of each box; only boxes of one group suppress each other. Absent: all are of one group. */
  readonly groups?: Int32Array;
  /** No more than so many are kept, the best. */
  readonly limit?: number;
}

/** Up to so many boxes torchvision moves each group to a place of its own and treats them all at once, which rounds
 * their coordinates; with more it takes the groups one after the other. */
const MOST_BOXES_MOVED = 1000;

/** Places of the boxes that are kept, in falling order of `scores` [N], equal ones in torchvision's order, which is
 * the given one but where many boxes stand in groups. `boxes` [N, 4] are (x1, y1, x2, y2); overlaps are rounded to float32, and compared with the threshold in double precision.
 * @throws {Failure} `internal` when boxes, scores and groups are not equally many.
 * @see torchvision 0.14, nms_kernel.cpp and batched_nms on the CPU */
export function suppressNonMaxima(boxes: Float32Array, scores: Float32Array, options: SuppressionOptions): Int32Array {
  const { groups, iouThreshold, limit = scores.length } = options;
  if (boxes.length !== 4 * scores.length || (groups && groups.length !== scores.length)) {
    const found = `${boxes.length / 4} boxes, ${scores.length} scores and ${groups?.length ?? "no"} groups`;
    throw new Failure("internal", `There are ${found}; as many of each were expected.`);
  }
  const order = fallingOrder(scores);
  const settings = { iouThreshold, limit };
  if (!groups) return suppressInOrder(boxes, order, settings);
  if (scores.length <= MOST_BOXES_MOVED) return suppressInOrder(movedApart(boxes, groups), order, settings);
  return suppressEachGroup(boxes, scores, { order, groups, iouThreshold }).slice(0, limit);
}

interface Settings {
  readonly iouThreshold: number;
  readonly limit: number;
}

/** Boxes of different groups so far apart that they cannot overlap. */
function movedApart(boxes: Float32Array, groups: Int32Array): Float32Array {
  let largest = -Infinity;
  for (let at = 0; at < boxes.length; at++) largest = Math.max(largest, boxes[at]!);
  const distance = Math.fround(largest + 1);
  return boxes.map((side, at) => side + Math.fround(groups[at >> 2]! * distance));
}

function suppressEachGroup(
  boxes: Float32Array,
  scores: Float32Array,
  {
    order,
    groups,
    iouThreshold,
  }: { readonly order: Int32Array; readonly groups: Int32Array; readonly iouThreshold: number },
): Int32Array {
  const isKept = new Uint8Array(groups.length);
  for (const group of new Set(groups)) {
    const members = order.filter((place) => groups[place] === group);
    for (const place of suppressInOrder(boxes, members, { iouThreshold, limit: members.length })) isKept[place] = 1;
  }
  // torch sorts what the groups left with a sort that is not stable; so all of it must go in, whatever the limit.
  const kept = Int32Array.from(isKept.keys()).filter((place) => isKept[place] === 1);
  introspectiveSort({ queue: kept, precedes: largerFirst(scores) }, kept.length);
  return kept;
}

/** Sides and areas of the boxes in falling order of their scores, each in an array of its own. */
interface Columns {
  readonly x1: Float32Array;
  readonly y1: Float32Array;
  readonly x2: Float32Array;
  readonly y2: Float32Array;
  readonly area: Float32Array;
}

function suppressInOrder(boxes: Float32Array, order: Int32Array, { iouThreshold, limit }: Settings): Int32Array {
  const columns = columnsOf(boxes, order);
  const isSuppressed = new Uint8Array(order.length);
  const kept = new Int32Array(Math.min(limit, order.length));
  let count = 0;
  for (let rank = 0; rank < order.length && count < kept.length; rank++) {
    if (isSuppressed[rank] === 1) continue;
    kept[count++] = order[rank]!;
    if (count < kept.length) markOverlapping(columns, { rank, iouThreshold }, isSuppressed);
  }
  return kept.subarray(0, count);
}

function columnsOf(boxes: Float32Array, order: Int32Array): Columns {
  const column = (side: number): Float32Array => Float32Array.from(order, (place) => boxes[4 * place + side]!);
  const [x1, y1, x2, y2] = [column(0), column(1), column(2), column(3)];
  const area = x1.map((left, rank) => Math.fround(x2[rank]! - left) * Math.fround(y2[rank]! - y1[rank]!));
  return { x1, y1, x2, y2, area };
}

/** Marks those behind `rank` that overlap it by more than the threshold. */
function markOverlapping(
  { x1, y1, x2, y2, area }: Columns,
  { rank, iouThreshold }: { readonly rank: number; readonly iouThreshold: number },
  isSuppressed: Uint8Array,
): void {
  const left = x1[rank]!;
  const top = y1[rank]!;
  const right = x2[rank]!;
  const bottom = y2[rank]!;
  const ownArea = area[rank]!;
  for (let other = rank + 1; other < isSuppressed.length; other++) {
    if (isSuppressed[other] === 1) continue;
    const width = Math.fround(Math.min(right, x2[other]!) - Math.max(left, x1[other]!));
    if (!(width > 0)) continue;
    const height = Math.fround(Math.min(bottom, y2[other]!) - Math.max(top, y1[other]!));
    if (!(height > 0)) continue;
    const intersection = Math.fround(width * height);
    const union = Math.fround(Math.fround(ownArea + area[other]!) - intersection);
    if (Math.fround(intersection / union) > iouThreshold) isSuppressed[other] = 1;
  }
}
