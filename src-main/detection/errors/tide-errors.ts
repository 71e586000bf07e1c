/** @file Says of each detection and each reference which of TIDE's errors it is, and what mending it would find. */
import { DETECTION_STRIDE, REFERENCE_STRIDE } from "../../../src-shared/contract/run-table";
import type { ErrorKind } from "../../../src-shared/domain/case-filter";
import { Failure } from "../../../src-shared/domain/failure";
import { UNMATCHED, type MatchableRun } from "../../../src-shared/matching/match-run";

export interface TideThresholds {
  /** A detection finds a reference from this IoU up; above 0. */
  readonly iouThreshold: number;
  /** An overlap up to this one is none; above 0, `iouThreshold` at most. */
  readonly backgroundIou: number;
}

/** TIDE knows the images that its reference boxes stand on, so that detections on normal images cost nothing, unless
 * all images are named to it, as its loader of COCO's files does. */
export type TideImages = "with-references" | "all";

export interface TideSettings extends TideThresholds {
  readonly images: TideImages;
}

/** `left-out` lies beyond the hundred detections of an image that TIDE looks at, or on an image that it does not. */
export type TideVerdict = "right" | "left-out" | Exclude<ErrorKind, "miss">;

export interface TideErrors {
  /** [D] */
  readonly verdicts: TideVerdict[];
  /** [D] the reference that a detection of the wrong place or class would find if it were mended; UNMATCHED where
   * mending takes it away. Of several that would find one reference, the highest score does. */
  readonly mendedTo: Int32Array;
  /** [R] the detection that found each reference, or UNMATCHED. */
  readonly detectionOf: Int32Array;
  /** [R] 1 where a reference was found by none, and would be found by none if errors of place and class were mended. */
  readonly isMissed: Uint8Array;
}

/** So many detections of an image are looked at, all classes together. */
const TIDE_DETECTIONS_MAX = 100;

/** Pairs each detection in falling score with the free reference of its label that it overlaps most, then names the
 * wrong ones in TIDE's order: place, class, duplicate, background, both. That order is not the one of `rankErrors`: an
 * overlap of exactly `iouThreshold` with a taken reference is an error of place here, and one of class comes before a
 * duplicate. The rows are a run's table, in pixels of any one frame.
 * @throws {Failure} `invalid-input` where the thresholds do not keep to their bounds.
 * @see Bolya et al., TIDE, ECCV 2020, arXiv:2008.08115, section 2.2; tidecv 1.0.1, quantify.py, TIDERun._eval_image */
export function findTideErrors(table: MatchableRun, { images, ...thresholds }: TideSettings): TideErrors {
  requireThresholds(thresholds);
  const { detectionLabels, referenceLabels } = table.head;
  const verdicts = Array.from(detectionLabels, (): TideVerdict => "left-out");
  const mendedTo = new Int32Array(detectionLabels.length).fill(UNMATCHED);
  const detectionOf = new Int32Array(referenceLabels.length).fill(UNMATCHED);
  const isMissed = new Uint8Array(referenceLabels.length);
  const errors = { verdicts, mendedTo, detectionOf, isMissed };
  let firstDetection = 0;
  let firstReference = 0;
  for (const image of table.head.images) {
    const counted = images === "all" || image.references > 0 ? Math.min(image.detections, TIDE_DETECTIONS_MAX) : 0;
    const endDetection = firstDetection + counted;
    const rows = { firstDetection, endDetection, firstReference, endReference: firstReference + image.references };
    matchImageInto(table, rows, thresholds, errors);
    judgeImageInto(table, rows, thresholds, errors);
    firstDetection += image.detections;
    firstReference += image.references;
  }
  return errors;
}

function requireThresholds({ iouThreshold, backgroundIou }: TideThresholds): void {
  if (0 < backgroundIou && backgroundIou <= iouThreshold && iouThreshold <= 1) return;
  const found = `The IoU thresholds of TIDE are ${backgroundIou} for background and ${iouThreshold} for a match`;
  throw new Failure("invalid-input", `${found}; 0 < background ≤ match ≤ 1 was expected.`);
}

interface ImageRows {
  readonly firstDetection: number;
  readonly endDetection: number;
  readonly firstReference: number;
  readonly endReference: number;
}

function matchImageInto(
  table: MatchableRun,
  rows: ImageRows,
  { iouThreshold }: TideThresholds,
  { verdicts, detectionOf }: TideErrors,
): void {
  for (let detection = rows.firstDetection; detection < rows.endDetection; detection++) {
    const { free } = surveyReferences(table, detection, rows, detectionOf);
    if (free.reference === UNMATCHED || free.iou < iouThreshold) continue;
    verdicts[detection] = "right";
    detectionOf[free.reference] = detection;
  }
}

function judgeImageInto(table: MatchableRun, rows: ImageRows, thresholds: TideThresholds, errors: TideErrors): void {
  const { verdicts, mendedTo, detectionOf, isMissed } = errors;
  isMissed.fill(1, rows.firstReference, rows.endReference);
  for (let reference = rows.firstReference; reference < rows.endReference; reference++) {
    if (detectionOf[reference]! >= 0) isMissed[reference] = 0;
  }
  for (let detection = rows.firstDetection; detection < rows.endDetection; detection++) {
    if (verdicts[detection] === "right") continue;
    const survey = surveyReferences(table, detection, rows, detectionOf);
    const verdict = judge(survey, thresholds);
    verdicts[detection] = verdict;
    const reference = mendedReference(verdict, survey);
    // Scores fall, so the first to ask has the highest.
    if (reference === UNMATCHED || isMissed[reference] === 0) continue;
    isMissed[reference] = 0;
    mendedTo[detection] = reference;
  }
}

function judge({ own, other, taken }: Survey, { iouThreshold, backgroundIou }: TideThresholds): TideVerdict {
  if (own.iou >= backgroundIou && own.iou <= iouThreshold) return "localisation";
  if (other.iou >= iouThreshold) return "classification";
  if (taken.iou >= iouThreshold) return "duplicate";
  return Math.max(own.iou, other.iou) <= backgroundIou ? "background" : "classification-and-localisation";
}

function mendedReference(verdict: TideVerdict, { own, other }: Survey): number {
  if (verdict === "localisation") return own.reference;
  return verdict === "classification" ? other.reference : UNMATCHED;
}

interface Overlap {
  reference: number;
  iou: number;
}

/** The greatest overlaps of one detection; of equals the first. */
interface Survey {
  /** With references of its label, of which `free` and `taken` are the parts. */
  readonly own: Overlap;
  readonly free: Overlap;
  readonly taken: Overlap;
  /** With references of other labels. */
  readonly other: Overlap;
}

function surveyReferences(table: MatchableRun, detection: number, rows: ImageRows, detectionOf: Int32Array): Survey {
  const [own, free, taken, other] = [nothing(), nothing(), nothing(), nothing()];
  const label = table.head.detectionLabels[detection];
  for (let reference = rows.firstReference; reference < rows.endReference; reference++) {
    const iou = overlapAt(table, detection, reference);
    if (table.head.referenceLabels[reference] !== label) {
      keepGreater(other, reference, iou);
      continue;
    }
    keepGreater(own, reference, iou);
    keepGreater(detectionOf[reference]! >= 0 ? taken : free, reference, iou);
  }
  return { own, free, taken, other };
}

function nothing(): Overlap {
  return { reference: UNMATCHED, iou: 0 };
}

function keepGreater(best: Overlap, reference: number, iou: number): void {
  if (iou <= best.iou) return;
  best.reference = reference;
  best.iou = iou;
}

/** Corner plus size as pycocotools adds them, whose rounding decides overlaps at a threshold.
 * @see pycocotools, maskApi.c, bbIou */
function overlapAt({ detections, references }: MatchableRun, detection: number, reference: number): number {
  const a = detection * DETECTION_STRIDE;
  const b = reference * REFERENCE_STRIDE;
  const [aX, aY, bX, bY] = [detections[a]!, detections[a + 1]!, references[b]!, references[b + 1]!];
  const [aWidth, aHeight] = [detections[a + 2]! - aX, detections[a + 3]! - aY];
  const [bWidth, bHeight] = [references[b + 2]! - bX, references[b + 3]! - bY];
  const width = Math.min(aWidth + aX, bWidth + bX) - Math.max(aX, bX);
  const height = Math.min(aHeight + aY, bHeight + bY) - Math.max(aY, bY);
  if (width <= 0 || height <= 0) return 0;
  const intersection = width * height;
  return intersection / (aWidth * aHeight + bWidth * bHeight - intersection);
}
