/** @file The receiver operating characteristic by image: does the highest score tell images with findings apart? */
import type { MatchableRun } from "../matching/match-run";
import { highestScores } from "./highest-scores";

export interface RocPoint {
  /** Images from this score up are called positive. */
  readonly score: number;
  /** Share of the images without references: 1 − specificity. */
  readonly falsePositiveRate: number;
  /** Share of the images with references: sensitivity by image. */
  readonly truePositiveRate: number;
}

export interface ImageRoc {
  /** In falling score, images that tie joined, without points between which the curve runs on straight up or straight
   * to the right (scikit-learn's `drop_intermediate`); the curve starts at (0, 0), which no score stands for, and ends at
   * (1, 1) with the lowest score. */
  readonly points: readonly RocPoint[];
  /** Area below the curve by trapezoids, which is the share of pairs that are ranked right, ties counting half. */
  readonly auc: number;
  readonly positives: number;
  readonly negatives: number;
}

/** An image's score is the highest of its detections, whatever their labels and places, and 0 where nothing was drawn;
 * an image with references is positive. Equals scikit-learn's roc_auc_score. Undefined unless there are images of both
 * kinds.
 * @see Hanley and McNeil, Radiology 143, 1982 */
export function imageRoc(run: MatchableRun): ImageRoc | undefined {
  const scores = highestScores(run);
  const isPositive = run.head.images.map(({ references }) => references > 0);
  const positives = isPositive.filter(Boolean).length;
  const negatives = isPositive.length - positives;
  if (positives === 0 || negatives === 0) return undefined;
  const order = Uint32Array.from(scores.keys()).toSorted((a, b) => scores[b]! - scores[a]!);
  const points: RocPoint[] = [];
  let truePositives = 0;
  order.forEach((image, rank) => {
    if (isPositive[image]) truePositives++;
    if (rank + 1 < order.length && scores[order[rank + 1]!] === scores[image]) return;
    const falsePositiveRate = (rank + 1 - truePositives) / negatives;
    pushBentInto({ score: scores[image]!, falsePositiveRate, truePositiveRate: truePositives / positives }, points);
  });
  return { points, auc: areaBelow(points), positives, negatives };
}

function pushBentInto(point: RocPoint, points: RocPoint[]): void {
  const [before, last] = points.slice(-2);
  const isStraight = (rate: "falsePositiveRate" | "truePositiveRate"): boolean =>
    before?.[rate] === point[rate] && last?.[rate] === point[rate];
  if (isStraight("falsePositiveRate") || isStraight("truePositiveRate")) points.pop();
  points.push(point);
}

function areaBelow(points: readonly RocPoint[]): number {
  let area = 0;
  let before = { falsePositiveRate: 0, truePositiveRate: 0 };
  for (const point of points) {
    const width = point.falsePositiveRate - before.falsePositiveRate;
    area += (width * (point.truePositiveRate + before.truePositiveRate)) / 2;
    before = point;
  }
  return Math.min(area, 1);
}
