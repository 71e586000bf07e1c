/** @file The errors of a matched run in the order in which they deserve a reader's eye. */
import { DETECTION_STRIDE, REFERENCE_STRIDE } from "../contract/run-table";
import { UNMATCHED, type MatchableRun, type RunMatches } from "./match-run";
import { rowsInFallingScore } from "./rows-in-falling-score";

/** Kinds of false positives by TIDE's rules (Bolya et al., ECCV 2020, arXiv:2008.08115, section 2.2), without its
 * weighing: `duplicate` overlaps a reference that a higher score found already, `localisation` overlaps one too
 * little, `classification` overlaps one of another label, `classification-and-localisation` overlaps one of another
 * label too little, `background` overlaps none. */
export const FALSE_POSITIVE_KINDS = [
  "duplicate",
  "localisation",
  "classification",
  "classification-and-localisation",
  "background",
] as const;
export type FalsePositiveKind = (typeof FALSE_POSITIVE_KINDS)[number];

/** An overlap below this is none: TIDE's background threshold. */
export const BACKGROUND_IOU = 0.1;

export interface FalsePositive {
  readonly kind: "false-positive";
  readonly falsePositiveKind: FalsePositiveKind;
  /** Index into the table's images. */
  readonly image: number;
  /** Row of the table's detections. */
  readonly detection: number;
  readonly score: number;
  /** Greatest IoU with any reference of the same label. */
  readonly bestIou: number;
  /** Square pixels of the table's frame. */
  readonly areaPx2: number;
}

export interface Miss {
  readonly kind: "miss";
  /** Index into the table's images. */
  readonly image: number;
  /** Row of the table's references. */
  readonly reference: number;
  /** Greatest IoU with any detection of the same label from the score threshold up. */
  readonly bestIou: number;
  /** Square pixels of the table's frame. */
  readonly areaPx2: number;
}

export type DetectionError = FalsePositive | Miss;

export interface RankedErrors {
  /** In falling score, then in the table's order. */
  readonly falsePositives: readonly FalsePositive[];
  /** In falling area, since a large finding is the graver one to miss; equal areas by rising best IoU. */
  readonly misses: readonly Miss[];
}

export function rankErrors(run: MatchableRun, matches: RunMatches): RankedErrors {
  const falsePositives: FalsePositive[] = [];
  const imageOf = imagesOfFalsePositives(run, matches);
  for (const detection of rowsInFallingScore(run)) {
    const image = imageOf[detection]!;
    if (image >= 0) falsePositives.push(falsePositiveOf(run, matches, { image, detection }));
  }
  const misses = listMisses(run, matches).toSorted((a, b) => b.areaPx2 - a.areaPx2 || a.bestIou - b.bestIou);
  return { falsePositives, misses };
}

/** [D] index into the table's images, -1 for a detection that is right or not shown. */
function imagesOfFalsePositives({ head }: MatchableRun, { referenceOf }: RunMatches): Int32Array {
  const imageOf = new Int32Array(referenceOf.length).fill(-1);
  let detection = 0;
  head.images.forEach(({ detections }, image) => {
    for (const end = detection + detections; detection < end; detection++) {
      if (referenceOf[detection] === UNMATCHED) imageOf[detection] = image;
    }
  });
  return imageOf;
}

function listMisses(run: MatchableRun, matches: RunMatches): readonly Miss[] {
  const misses: Miss[] = [];
  let reference = 0;
  run.head.images.forEach(({ references }, image) => {
    for (const end = reference + references; reference < end; reference++) {
      if (matches.detectionOf[reference] === UNMATCHED) misses.push(missOf(run, matches, { image, reference }));
    }
  });
  return misses;
}

function falsePositiveOf(
  run: MatchableRun,
  matches: RunMatches,
  { image, detection }: { readonly image: number; readonly detection: number },
): FalsePositive {
  return {
    kind: "false-positive",
    falsePositiveKind: classifyFalsePositive(matches, detection),
    image,
    detection,
    score: run.detections[detection * DETECTION_STRIDE + 4]!,
    bestIou: matches.bestIou[detection]!,
    areaPx2: areaAt(run.detections, detection * DETECTION_STRIDE),
  };
}

/** The kind of a detection that found nothing. `detection` is its row in the table. */
export function classifyFalsePositive(matches: RunMatches, detection: number): FalsePositiveKind {
  const { iouThreshold } = matches.thresholds;
  const bestIou = matches.bestIou[detection]!;
  const bestIouOfOtherLabel = matches.bestIouOfOtherLabel[detection]!;
  // Greedy matching would have given it a free reference, so one that it overlaps enough is taken.
  if (bestIou > 0 && bestIou >= iouThreshold) return "duplicate";
  if (bestIou >= BACKGROUND_IOU) return "localisation";
  if (bestIouOfOtherLabel > 0 && bestIouOfOtherLabel >= iouThreshold) return "classification";
  return bestIouOfOtherLabel >= BACKGROUND_IOU ? "classification-and-localisation" : "background";
}

function missOf(
  run: MatchableRun,
  matches: RunMatches,
  { image, reference }: { readonly image: number; readonly reference: number },
): Miss {
  const areaPx2 = areaAt(run.references, reference * REFERENCE_STRIDE);
  return { kind: "miss", image, reference, bestIou: matches.bestIouOfReference[reference]!, areaPx2 };
}

function areaAt(boxes: Float32Array | Float64Array, offset: number): number {
  return (boxes[offset + 2]! - boxes[offset]!) * (boxes[offset + 3]! - boxes[offset + 1]!);
}
