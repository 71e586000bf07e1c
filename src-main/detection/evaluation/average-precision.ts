/** @file COCO's precision, recall and average precision of a ranking, with images counted as often as one likes. */
import { linspace } from "../../../src-shared/figures/linspace";
import { COCO_IOU_THRESHOLDS } from "./match-as-coco";
import type { CocoClassRanking, CocoRanking } from "./coco-ranking";

/** How often each image counts, [images]; whole numbers give exactly the figures of a data set that holds each image
 * so many times. */
export type ImageWeights = Uint16Array | Uint32Array | Float64Array;

const RECALL_POINTS = linspace(0, 1, 101);
const THRESHOLDS = COCO_IOU_THRESHOLDS.length;

/** Mean over the classes that have references on the weighted images; over all ten IoU thresholds, or at
 * `COCO_IOU_THRESHOLDS[iouIndex]`. Undefined where there is no such class. */
export function averagePrecisionOf(ranking: CocoRanking, weights: ImageWeights, iouIndex?: number): number | undefined {
  const precisions = averagePrecisionsOf(ranking, weights);
  if (!precisions) return undefined;
  if (iouIndex !== undefined) return precisions[iouIndex];
  return precisions.reduce((sum, precision) => sum + precision, 0) / THRESHOLDS;
}

/** [10] average precision at each of `COCO_IOU_THRESHOLDS`, in one pass: about 1 ms for 200,000 detections. */
export function averagePrecisionsOf(ranking: CocoRanking, weights: ImageWeights): Float64Array | undefined {
  const precision = precisionAtRecalls(ranking, weights);
  if (!precision) return undefined;
  const means = new Float64Array(THRESHOLDS);
  precision.forEach((value, index) => (means[Math.floor(index / RECALL_POINTS.length)]! += value));
  return means.map((sum) => sum / RECALL_POINTS.length);
}

/** [10, 101] greatest precision at recalls from 0 to 1, or above them, for each IoU threshold; 0 where a recall is
 * never reached. Mean over classes; undefined where none has references.
 * @see pycocotools, cocoeval.py, COCOeval.accumulate */
export function precisionAtRecalls(ranking: CocoRanking, weights: ImageWeights): Float64Array | undefined {
  const sums = new Float64Array(THRESHOLDS * RECALL_POINTS.length);
  let classes = 0;
  for (const each of ranking.classes) {
    const references = weightedSum(each.references, weights);
    if (references === 0) continue;
    classes++;
    addPrecisionTo(each, { weights, references }, sums);
  }
  return classes === 0 ? undefined : sums.map((sum) => sum / classes);
}

/** Share of references that the first `detectionsMax` detections of each image find, mean over classes and IoU
 * thresholds. */
export function averageRecallOf(
  ranking: CocoRanking,
  weights: ImageWeights,
  detectionsMax: number,
): number | undefined {
  let sum = 0;
  let classes = 0;
  for (const each of ranking.classes) {
    const references = weightedSum(each.references, weights);
    if (references === 0) continue;
    classes++;
    sum += countFound(each, weights, detectionsMax) / (references * THRESHOLDS);
  }
  return classes === 0 ? undefined : sum / classes;
}

/** At all IoU thresholds together. */
function countFound({ image, place, right }: CocoClassRanking, weights: ImageWeights, detectionsMax: number): number {
  let found = 0;
  for (let k = 0; k < right.length; k++) {
    if (place[k]! < detectionsMax) found += countBits(right[k]!) * weights[image[k]!]!;
  }
  return found;
}

function countBits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}

function weightedSum(counts: Int32Array, weights: ImageWeights): number {
  let sum = 0;
  for (let image = 0; image < counts.length; image++) sum += counts[image]! * weights[image]!;
  return sum;
}

interface Weighing {
  readonly weights: ImageWeights;
  /** Of the class on the weighted images, above 0. */
  readonly references: number;
}

function addPrecisionTo(ranking: CocoClassRanking, { weights, references }: Weighing, target: Float64Array): void {
  const steps = stepsOf(ranking, weights);
  for (let threshold = 0; threshold < THRESHOLDS; threshold++) {
    const row = target.subarray(threshold * RECALL_POINTS.length, (threshold + 1) * RECALL_POINTS.length);
    addCurveTo(steps, { begin: ranking.hits[threshold]!, end: steps.ends[threshold]!, references }, row);
  }
}

/** The detections that are right at each IoU threshold, in falling score; those of a threshold stand together, from
 * `ranking.hits[threshold]` to `ends[threshold]`. */
interface Steps {
  /** [10] */
  readonly ends: Int32Array;
  /** Weight of the detections from the highest score down to this one: of those that are right, and of all but the
   * ignored ones. */
  readonly right: Float64Array;
  readonly counted: Float64Array;
  /** Of this detection. */
  readonly weight: Float64Array;
}

function stepsOf({ image, right, ignored, hits }: CocoClassRanking, weights: ImageWeights): Steps {
  const most = hits[THRESHOLDS]!;
  const steps = { right: new Float64Array(most), counted: new Float64Array(most), weight: new Float64Array(most) };
  const ends = hits.slice(0, THRESHOLDS);
  const rightSoFar = new Float64Array(THRESHOLDS);
  const ignoredSoFar = new Float64Array(THRESHOLDS);
  let seen = 0;
  for (let k = 0; k < right.length; k++) {
    const weight = weights[image[k]!]!;
    seen += weight;
    for (let mask = ignored[k]!; mask !== 0; mask &= mask - 1) ignoredSoFar[lowestBit(mask)]! += weight;
    if (right[k] === 0 || weight === 0) continue;
    for (let mask = right[k]!; mask !== 0; mask &= mask - 1) {
      const threshold = lowestBit(mask);
      const step = ends[threshold]!++;
      rightSoFar[threshold]! += weight;
      steps.right[step] = rightSoFar[threshold]!;
      steps.counted[step] = seen - ignoredSoFar[threshold]!;
      steps.weight[step] = weight;
    }
  }
  return { ...steps, ends };
}

interface CurveSteps {
  readonly begin: number;
  readonly end: number;
  readonly references: number;
}

/** From the lowest score up: the greatest precision so far is then the one at this recall or above. Precision can only
 * be greatest where a detection is right, so that images that count twice need no second step. */
function addCurveTo(
  { right, counted, weight }: Steps,
  { begin, end, references }: CurveSteps,
  row: Float64Array,
): void {
  if (end === begin) return;
  let point = lastPointReached(right[end - 1]! / references);
  let best = 0;
  for (let step = end - 1; step >= begin; step--) {
    best = Math.max(best, right[step]! / (counted[step]! + Number.EPSILON));
    const recallBelow = (right[step]! - weight[step]!) / references;
    for (; point >= 0 && RECALL_POINTS[point]! > recallBelow; point--) row[point]! += best;
  }
  // A recall of 0 is reached by every detection.
  if (point === 0) row[0]! += best;
}

function lowestBit(mask: number): number {
  return 31 - Math.clz32(mask & -mask);
}

function lastPointReached(recall: number): number {
  return RECALL_POINTS.findLastIndex((point) => point <= recall);
}
