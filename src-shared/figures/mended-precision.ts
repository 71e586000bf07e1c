/** @file How the average precision of one class changes when one detection is mended, for all of them in one sweep. */
import { linspace } from "./linspace";

/** COCO's recalls, at which precision is read off. */
const RECALL_POINTS = linspace(0, 1, 101);

/** Shares from 0 to 1 of the class's average precision; ranks count from 1. */
export interface MendedPrecision {
  readonly averagePrecision: number;
  /** [n + 2] rise when the wrong detection of this rank is taken away; 0 for right ones. */
  readonly whenDropped: Float64Array;
  /** [n + 2] rise when the wrong detection of this rank finds a reference that is still free; 0 for right ones. */
  readonly whenRight: Float64Array;
  /** [n + 2] rise when a right detection is put in after this rank, 0 for before all; filled where it is asked for. */
  readonly whenInserted: Float64Array;
}

/** The mean of the greatest precision at 101 recalls, or above them, as COCO reads it. `isRight` is [n] in falling
 * score; `references` is above 0 and no less than the right ones, nor, where they are asked for, than one more of them.
 * Each mended curve is the old one up to a rank and a known one from there on, so that a maximum that runs along and
 * one taken from behind give it: 101 · n steps for all n ranks together.
 * @see pycocotools, cocoeval.py, COCOeval.accumulate */
export function mendedPrecision(
  isRight: Uint8Array,
  references: number,
  { hasInsertions = false } = {},
): MendedPrecision {
  const curves = curvesOf(isRight);
  const size = isRight.length + 2;
  const mended = {
    averagePrecision: 0,
    whenDropped: new Float64Array(size),
    whenRight: new Float64Array(size),
    whenInserted: new Float64Array(size),
  };
  for (const [needed, points] of pointsByCount(references)) {
    const weight = points / RECALL_POINTS.length;
    const first = Math.max(1, curves.rankOf[needed] ?? size - 1);
    mended.averagePrecision += weight * curves.kept.best[first]!;
    addRises(isRight, curves, { needed, first, weight }, mended);
    if (hasInsertions) addInsertions(isRight.length, curves, { needed, first, weight }, mended.whenInserted);
  }
  return mended;
}

/** Average precision with fewer or more references than were found in the same ranking. */
export function averagePrecisionOf(isRight: Uint8Array, references: number): number {
  const { kept, rankOf } = curvesOf(isRight);
  let sum = 0;
  for (const [needed, points] of pointsByCount(references)) {
    sum += points * kept.best[Math.max(1, rankOf[needed] ?? isRight.length + 1)]!;
  }
  return sum / RECALL_POINTS.length;
}

interface Curve {
  /** [n + 2] precision at each rank. */
  readonly precision: Float64Array;
  /** [n + 2] the greatest precision from each rank on; 0 beyond the last. */
  readonly best: Float64Array;
}

/** `found` of the first k detections are right. */
interface Curves {
  /** found / k */
  readonly kept: Curve;
  /** found / (k − 1): one wrong detection before is gone. */
  readonly dropped: Curve;
  /** (found + 1) / k: one wrong detection at k or before is right. */
  readonly righted: Curve;
  /** (found + 1) / (k + 1), from rank 0: one right detection more stands after k or before. */
  readonly inserted: Curve;
  /** The rank of the right detection with this number, counted from 1; 0 for none. */
  readonly rankOf: readonly number[];
}

function curvesOf(isRight: Uint8Array): Curves {
  const [kept, dropped, righted, inserted] = [0, 0, 0, 0].map(() => new Float64Array(isRight.length + 2)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const rankOf = [0];
  inserted[0] = 1;
  for (let rank = 1; rank <= isRight.length; rank++) {
    if (isRight[rank - 1] === 1) rankOf.push(rank);
    const found = rankOf.length - 1;
    kept[rank] = found / rank;
    dropped[rank] = rank === 1 ? 0 : found / (rank - 1);
    righted[rank] = (found + 1) / rank;
    inserted[rank] = (found + 1) / (rank + 1);
  }
  return {
    kept: withBest(kept),
    dropped: withBest(dropped),
    righted: withBest(righted),
    inserted: withBest(inserted),
    rankOf,
  };
}

function withBest(precision: Float64Array): Curve {
  const best = precision.slice();
  for (let rank = best.length - 2; rank >= 0; rank--) best[rank] = Math.max(best[rank]!, best[rank + 1]!);
  return { precision, best };
}

/** How many of the recall points need so many references found. */
function pointsByCount(references: number): ReadonlyMap<number, number> {
  const points = new Map<number, number>();
  let needed = 0;
  for (const point of RECALL_POINTS) {
    while (needed / references < point) needed++;
    points.set(needed, (points.get(needed) ?? 0) + 1);
  }
  return points;
}

interface RecallPoint {
  /** References that must be found. */
  readonly needed: number;
  /** The rank from which they are; n + 1 where they never are. */
  readonly first: number;
  readonly weight: number;
}

function addRises(
  isRight: Uint8Array,
  { kept, dropped, righted, rankOf }: Curves,
  { needed, first, weight }: RecallPoint,
  { whenDropped, whenRight }: MendedPrecision,
): void {
  const before = kept.best[first]!;
  const firstWithOneMore = rankWithOneMore(rankOf, needed, isRight.length);
  for (let rank = 1; rank < first && rank <= isRight.length; rank++) {
    if (isRight[rank - 1] === 1) continue;
    whenDropped[rank]! += weight * (dropped.best[first]! - before);
    whenRight[rank]! += weight * (righted.best[Math.max(firstWithOneMore, rank)]! - before);
  }
  let bestSoFar = 0;
  for (let rank = first; rank <= isRight.length; rank++) {
    if (isRight[rank - 1] === 0) {
      // The first rank itself is wrong only where none need be found: what follows it is then all there is.
      whenDropped[rank]! += weight * (Math.max(bestSoFar, dropped.best[rank + 1]!) - before);
      whenRight[rank]! += weight * (Math.max(bestSoFar, righted.best[rank]!) - before);
    }
    if (kept.precision[rank]! > bestSoFar) bestSoFar = kept.precision[rank]!;
  }
}

function addInsertions(
  length: number,
  { kept, inserted, rankOf }: Curves,
  { needed, first, weight }: RecallPoint,
  whenInserted: Float64Array,
): void {
  const before = kept.best[first]!;
  const firstWithOneMore = rankWithOneMore(rankOf, needed, length);
  for (let rank = 0; rank < first && rank <= length; rank++) {
    whenInserted[rank]! += weight * (inserted.best[Math.max(firstWithOneMore, rank)]! - before);
  }
  let bestSoFar = 0;
  for (let rank = first; rank <= length; rank++) {
    if (kept.precision[rank]! > bestSoFar) bestSoFar = kept.precision[rank]!;
    whenInserted[rank]! += weight * (Math.max(bestSoFar, inserted.best[rank]!) - before);
  }
}

/** From where on enough are found if one was found beside; beyond the last rank where they never are. */
function rankWithOneMore(rankOf: readonly number[], needed: number, length: number): number {
  return needed <= 1 ? 0 : (rankOf[needed - 1] ?? length + 1);
}
