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
 * the given one but where many boxes stand in groups. `boxes` [N, 4] are (x1, y1, x2, y2); overlaps are rounded to
 * float32, and compared with the threshold in double precision.
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
  const inOrder = order.filter((place) => isKept[place] === 1);
  if (!hasEqualNeighbours(inOrder, scores)) return inOrder;
  // torch sorts what the groups left with a sort that is not stable; so all of it must go in, whatever the limit.
  const kept = inOrder.toSorted();
  introspectiveSort({ queue: kept, precedes: largerFirst(scores) }, kept.length);
  return kept;
}

/** Where no two scores are equal, every sort gives the same. What is not a number is taken for equal. */
function hasEqualNeighbours(places: Int32Array, scores: Float32Array): boolean {
  return places.some((place, rank) => rank > 0 && !(scores[place]! < scores[places[rank - 1]!]!));
}

/** Sides and areas of the boxes from right to left, each in an array of its own, so that only neighbours need be
 * compared. */
interface Columns {
  readonly x1: Float32Array;
  readonly y1: Float32Array;
  readonly x2: Float32Array;
  readonly y2: Float32Array;
  /** `SUPPRESSED` once a better box lies upon it. */
  readonly area: Float32Array;
  /** Twice the middle between left and right; falling. */
  readonly middle: Float32Array;
}

const SUPPRESSED = -Infinity;

function suppressInOrder(boxes: Float32Array, order: Int32Array, { iouThreshold, limit }: Settings): Int32Array {
  const { columns, ranks } = columnsOf(boxes, order);
  const places = new Int32Array(order.length);
  for (let place = 0; place < ranks.length; place++) places[ranks[place]!] = place;
  const kept = new Int32Array(Math.min(limit, order.length));
  let count = 0;
  for (let rank = 0; rank < order.length && count < kept.length; rank++) {
    if (columns.area[places[rank]!] === SUPPRESSED) continue;
    kept[count++] = order[rank]!;
    if (count < kept.length) suppressAround(places[rank]!, iouThreshold, columns);
  }
  return kept.subarray(0, count);
}

/** The columns, and for each of their places the rank in `order`. */
function columnsOf(boxes: Float32Array, order: Int32Array): { readonly columns: Columns; readonly ranks: Int32Array } {
  const column = (): Float32Array => new Float32Array(order.length);
  const unordered = column();
  for (let rank = 0; rank < order.length; rank++) {
    unordered[rank] = boxes[4 * order[rank]!]! + boxes[4 * order[rank]! + 2]!;
  }
  const ranks = fallingOrder(unordered);
  const columns = { x1: column(), y1: column(), x2: column(), y2: column(), area: column(), middle: column() };
  const { x1, y1, x2, y2, area, middle } = columns;
  for (let place = 0; place < ranks.length; place++) {
    const at = 4 * order[ranks[place]!]!;
    x1[place] = boxes[at]!;
    y1[place] = boxes[at + 1]!;
    x2[place] = boxes[at + 2]!;
    y2[place] = boxes[at + 3]!;
    area[place] = Math.fround(x2[place]! - x1[place]!) * Math.fround(y2[place]! - y1[place]!);
    middle[place] = unordered[ranks[place]!]!;
  }
  return { columns, ranks };
}

/** Suppresses those that overlap the box at `place` by more than the threshold. None that was kept before is among
 * them, or it would have suppressed this one. Boxes that overlap by a share have at least that share of each other's
 * width in common, so that their middles are not far apart, and at least that share of each other's height and area. */
function suppressAround(place: number, iouThreshold: number, columns: Columns): void {
  const { x1, x2, area, middle } = columns;
  const share = iouThreshold * ROOM_FOR_ROUNDING;
  const reach = (2 * (x2[place]! - x1[place]!) * (1 - share)) / share + Math.abs(middle[place]!) * MIDDLE_ROUNDING;
  const lowest = middle[place]! - reach;
  const highest = middle[place]! + reach;
  const ownArea = area[place]!;
  const leastHeight = (columns.y2[place]! - columns.y1[place]!) * share;
  const bounds = { iouThreshold, smallestArea: ownArea * share, largestArea: ownArea / share, leastHeight };
  const first = firstPlace({ first: 0, last: place }, (other) => middle[other]! <= highest);
  const last = firstPlace({ first: place + 1, last: middle.length }, (other) => !(middle[other]! >= lowest));
  suppressBetween({ first, last: place }, { place, ...bounds }, columns);
  suppressBetween({ first: place + 1, last }, { place, ...bounds }, columns);
}

interface Places {
  readonly first: number;
  /** Behind the last. */
  readonly last: number;
}

/** Of places from which on the condition holds, the first; `last` where it holds for none. */
function firstPlace({ first, last }: Places, holds: (place: number) => boolean): number {
  let [low, high] = [first, last];
  while (low < high) {
    const between = (low + high) >> 1;
    if (holds(between)) high = between;
    else low = between + 1;
  }
  return low;
}

/** Float32 areas and overlaps are off by a few units in the seventh digit, middles by one. */
const ROOM_FOR_ROUNDING = 1 - 1e-5;
const MIDDLE_ROUNDING = 1e-6;

interface Suppressor {
  readonly place: number;
  readonly iouThreshold: number;
  readonly smallestArea: number;
  readonly largestArea: number;
  readonly leastHeight: number;
}

function suppressBetween(
  { first, last }: Places,
  { place, iouThreshold, smallestArea, largestArea, leastHeight }: Suppressor,
  { x1, y1, x2, y2, area }: Columns,
): void {
  const left = x1[place]!;
  const top = y1[place]!;
  const right = x2[place]!;
  const bottom = y2[place]!;
  const ownArea = area[place]!;
  for (let other = first; other < last; other++) {
    const common = Math.min(bottom, y2[other]!) - Math.max(top, y1[other]!);
    if (common < leastHeight) continue;
    const otherArea = area[other]!;
    if (otherArea < smallestArea || otherArea > largestArea) continue;
    const height = Math.fround(common);
    const width = Math.fround(Math.min(right, x2[other]!) - Math.max(left, x1[other]!));
    if (!(width > 0 && height > 0)) continue;
    const intersection = Math.fround(width * height);
    const union = Math.fround(Math.fround(ownArea + otherArea) - intersection);
    if (Math.fround(intersection / union) > iouThreshold) area[other] = SUPPRESSED;
  }
}
