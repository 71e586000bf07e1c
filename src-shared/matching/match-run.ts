/** @file Pairs all detections of a run with the reference boxes at one score and one IoU threshold, fast enough to
 * follow a slider: flat arrays, one pass. */
import { DETECTION_STRIDE, REFERENCE_STRIDE } from "../contract/run-table";
import type { OperatingPoint } from "../domain/evaluation";
import { reachesThreshold } from "./reaches-threshold";

/** What the matching needs of a RunTable (src-shared/contract/run-table.ts), in its layout: rows image by image,
 * detections of an image in falling score. */
export interface MatchableRun {
  readonly head: {
    readonly images: readonly { readonly detections: number; readonly references: number }[];
    /** A detection may only find a reference with the same number. */
    readonly detectionLabels: readonly number[];
    readonly referenceLabels: readonly number[];
  };
  /** [D, 5] x1, y1, x2, y2, score. */
  readonly detections: Float32Array | Float64Array;
  /** [R, 4] x1, y1, x2, y2. */
  readonly references: Float32Array | Float64Array;
}

export interface MatchThresholds {
  /** Detections from this score up count; compared in float32 as `reachesThreshold` does. */
  readonly scoreThreshold: number;
  /** A detection finds a reference from this IoU up. */
  readonly iouThreshold: number;
}

/** Found nothing (a false positive), or was not found (a miss). */
export const UNMATCHED = -1;
/** Neither right nor wrong: the detection's score lies below the threshold. */
export const BELOW_THRESHOLD = -2;

/** Row numbers are those of the run's table. */
export interface RunMatches {
  readonly thresholds: MatchThresholds;
  /** [D] the reference row that each detection found, UNMATCHED or BELOW_THRESHOLD. */
  readonly referenceOf: Int32Array;
  /** [D] greatest IoU with any reference of the same label, matched or not; 0 below the score threshold. */
  readonly bestIou: Float64Array;
  /** [D] greatest IoU with any reference of another label; 0 below the score threshold. */
  readonly bestIouOfOtherLabel: Float64Array;
  /** [R] the detection row that found each reference, or UNMATCHED. */
  readonly detectionOf: Int32Array;
  /** [R] greatest IoU with any detection of the same label from the score threshold up, matched or not. */
  readonly bestIouOfReference: Float64Array;
  readonly counts: OperatingPoint;
}

/** Greedy matching in falling score: each detection takes the free reference of its label that it overlaps most, from
 * the IoU threshold up. Detections that tie in score keep their order. Since a lower score never takes a reference from
 * a higher one, the pairs above a score threshold do not depend on what lies below it. About 60 ns a detection.
 * @see Lin et al., arXiv:1405.0312, section on evaluation; Everingham et al., IJCV 2010, section 4.2 */
export function matchRun(run: MatchableRun, thresholds: MatchThresholds): RunMatches {
  const { detectionLabels, referenceLabels } = run.head;
  const matches: RunMatches = {
    thresholds,
    referenceOf: new Int32Array(detectionLabels.length).fill(BELOW_THRESHOLD),
    bestIou: new Float64Array(detectionLabels.length),
    bestIouOfOtherLabel: new Float64Array(detectionLabels.length),
    detectionOf: new Int32Array(referenceLabels.length).fill(UNMATCHED),
    bestIouOfReference: new Float64Array(referenceLabels.length),
    counts: countNothing(thresholds),
  };
  const tally = { shown: 0, found: 0, sumOfIou: 0 };
  let firstDetection = 0;
  let firstReference = 0;
  for (const image of run.head.images) {
    const rows = { firstReference, endReference: firstReference + image.references };
    const endDetection = firstDetection + image.detections;
    for (let detection = firstDetection; detection < endDetection; detection++) {
      if (!reachesThreshold(run.detections[detection * DETECTION_STRIDE + 4]!, thresholds.scoreThreshold)) break;
      const iou = matchDetectionInto(run, detection, rows, matches);
      tally.shown++;
      if (matches.referenceOf[detection]! >= 0) tally.found++;
      tally.sumOfIou += iou;
    }
    firstDetection = endDetection;
    firstReference += image.references;
  }
  return { ...matches, counts: countMatches(thresholds, tally, referenceLabels.length) };
}

interface ReferenceRows {
  readonly firstReference: number;
  readonly endReference: number;
}

/** Returns the IoU of the pair that it made, 0 where it made none. */
function matchDetectionInto(run: MatchableRun, detection: number, rows: ReferenceRows, matches: RunMatches): number {
  const label = run.head.detectionLabels[detection];
  let found = UNMATCHED;
  let foundIou = 0;
  let bestIou = 0;
  let bestIouOfOtherLabel = 0;
  for (let reference = rows.firstReference; reference < rows.endReference; reference++) {
    const iou = intersectionOverUnion(run, detection, reference);
    if (run.head.referenceLabels[reference] !== label) {
      if (iou > bestIouOfOtherLabel) bestIouOfOtherLabel = iou;
      continue;
    }
    if (iou > bestIou) bestIou = iou;
    if (iou > matches.bestIouOfReference[reference]!) matches.bestIouOfReference[reference] = iou;
    if (iou <= foundIou || iou < matches.thresholds.iouThreshold || matches.detectionOf[reference]! >= 0) continue;
    found = reference;
    foundIou = iou;
  }
  matches.referenceOf[detection] = found;
  matches.bestIou[detection] = bestIou;
  matches.bestIouOfOtherLabel[detection] = bestIouOfOtherLabel;
  if (found >= 0) matches.detectionOf[found] = detection;
  return foundIou;
}

/** Intersection over union of two rows of the table, 0 to 1; 0 where both are empty. Read in place, since this runs once
 * a pair.
 * @see Everingham et al., The PASCAL Visual Object Classes Challenge, IJCV 2010, section 4.2 */
export function intersectionOverUnion(run: MatchableRun, detection: number, reference: number): number {
  const a = detection * DETECTION_STRIDE;
  const b = reference * REFERENCE_STRIDE;
  const { detections, references } = run;
  const width = Math.min(detections[a + 2]!, references[b + 2]!) - Math.max(detections[a]!, references[b]!);
  const height = Math.min(detections[a + 3]!, references[b + 3]!) - Math.max(detections[a + 1]!, references[b + 1]!);
  if (width <= 0 || height <= 0) return 0;
  const intersection = width * height;
  const detectionArea = (detections[a + 2]! - detections[a]!) * (detections[a + 3]! - detections[a + 1]!);
  const referenceArea = (references[b + 2]! - references[b]!) * (references[b + 3]! - references[b + 1]!);
  return intersection / (detectionArea + referenceArea - intersection);
}

function countNothing({ iouThreshold, scoreThreshold }: MatchThresholds): OperatingPoint {
  return { iouThreshold, scoreThreshold, truePositives: 0, falsePositives: 0, misses: 0 };
}

function countMatches(
  thresholds: MatchThresholds,
  { shown, found, sumOfIou }: { readonly shown: number; readonly found: number; readonly sumOfIou: number },
  references: number,
): OperatingPoint {
  return {
    ...countNothing(thresholds),
    truePositives: found,
    falsePositives: shown - found,
    misses: references - found,
    ...(shown > 0 && { precision: found / shown }),
    ...(references > 0 && { recall: found / references }),
    ...(found > 0 && { meanIou: sumOfIou / found }),
  };
}
