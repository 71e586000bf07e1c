/** @file COCO's matching on one image and class, at all ten IoU thresholds. */
import type { Box } from "../../../src-shared/domain/box";
import type { MatchableDetection } from "./evaluation-input";
import { linspace } from "./linspace";

export const COCO_IOU_THRESHOLDS = linspace(0.5, 0.95, 10);

/** Square pixels, both ends included. */
export interface AreaRange {
  readonly from: number;
  readonly to: number;
}

/** The boxes of one class on one image. */
export interface CocoImage {
  readonly references: readonly CocoBox[];
  /** In falling score, a hundred at most. */
  readonly detections: readonly (CocoBox & { readonly score: number })[];
  /** [D][R] */
  readonly overlaps: readonly (readonly number[])[];
}

/** Corner and size, as COCO's files hold a box: their rounding is not that of two corners. */
interface CocoBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly area: number;
}

/** Ignored is neither right nor wrong: it found a reference outside the range of areas, or found none and lies
 * outside the range itself. */
export type CocoVerdict = "right" | "wrong" | "ignored";

export interface CocoMatches {
  /** [D], falling. */
  readonly scores: readonly number[];
  /** [threshold][D] */
  readonly verdicts: readonly (readonly CocoVerdict[])[];
  /** How many references lie within the range of areas. */
  readonly references: number;
}

/** COCO looks at so many detections of a class on an image. */
export const COCO_DETECTIONS_MAX = 100;

/** Boxes in pixels, detections in falling score; those after the hundredth are left out. */
export function cocoImage(references: readonly Box[], detections: readonly MatchableDetection[]): CocoImage {
  const referenceBoxes = references.map(cocoBox);
  const scored = detections
    .slice(0, COCO_DETECTIONS_MAX)
    .map(({ box, score }) => Object.assign(cocoBox(box), { score }));
  const overlaps = scored.map((detection) => referenceBoxes.map((reference) => overlapOf(detection, reference)));
  return { references: referenceBoxes, detections: scored, overlaps };
}

function cocoBox({ x1, y1, x2, y2 }: Box): CocoBox {
  const width = x2 - x1;
  const height = y2 - y1;
  return { x: x1, y: y1, width, height, area: width * height };
}

/** @see pycocotools, maskApi.c, bbIou */
function overlapOf(a: CocoBox, b: CocoBox): number {
  const width = Math.min(a.width + a.x, b.width + b.x) - Math.max(a.x, b.x);
  const height = Math.min(a.height + a.y, b.height + b.y) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const intersection = width * height;
  return intersection / (a.area + b.area - intersection);
}

/** In falling score each detection takes the free reference that it overlaps most; of equals the last; one outside the
 * range of areas only where it finds none inside.
 * @see pycocotools, cocoeval.py, COCOeval.evaluateImg */
export function matchAsCoco(image: CocoImage, range: AreaRange): CocoMatches {
  const isOutside = image.references.map(({ area }) => area < range.from || area > range.to);
  const order = image.references
    .map((_, index) => index)
    .toSorted((a, b) => Number(isOutside[a]) - Number(isOutside[b]));
  return {
    scores: image.detections.map(({ score }) => score),
    verdicts: COCO_IOU_THRESHOLDS.map((threshold) => judgeDetections(image, range, { threshold, order, isOutside })),
    references: isOutside.filter((outside) => !outside).length,
  };
}

interface CocoSearch {
  readonly threshold: number;
  /** References inside the range of areas first. */
  readonly order: readonly number[];
  readonly isOutside: readonly boolean[];
}

function judgeDetections(image: CocoImage, range: AreaRange, search: CocoSearch): readonly CocoVerdict[] {
  const taken = new Set<number>();
  return image.detections.map(({ area }, index) => {
    const reference = findReference(image.overlaps[index]!, taken, search);
    if (reference === undefined) return area < range.from || area > range.to ? "ignored" : "wrong";
    taken.add(reference);
    return search.isOutside[reference] ? "ignored" : "right";
  });
}

function findReference(
  overlaps: readonly number[],
  taken: ReadonlySet<number>,
  search: CocoSearch,
): number | undefined {
  let bestIou = search.threshold;
  let best: number | undefined;
  for (const reference of search.order) {
    if (taken.has(reference)) continue;
    if (best !== undefined && !search.isOutside[best] && search.isOutside[reference]) break;
    if (overlaps[reference]! < bestIou) continue;
    best = reference;
    bestIou = overlaps[reference]!;
  }
  return best;
}
