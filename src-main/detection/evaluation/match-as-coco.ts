/** @file COCO's matching of one class over all images, at all ten IoU thresholds and in several ranges of areas. */
import { DETECTION_STRIDE, REFERENCE_STRIDE } from "../../../src-shared/contract/run-table";
import type { EvaluationTable } from "./evaluation-table";
import { linspace } from "../../../src-shared/figures/linspace";

export const COCO_IOU_THRESHOLDS = linspace(0.5, 0.95, 10);

/** COCO looks at so many detections of a class on an image. */
export const COCO_DETECTIONS_MAX = 100;

/** Square pixels, both ends included. */
export interface AreaRange {
  readonly from: number;
  readonly to: number;
}

/** The detections of one class, image by image, in falling score; an image's after the hundredth are left out. */
export interface CocoDetections {
  /** [K] rows of the table. */
  readonly rows: Int32Array;
  /** [K] index into the table's images. */
  readonly image: Int32Array;
  /** [K] place among the detections of the class on the image, from 0. */
  readonly place: Uint8Array;
}

/** Bit t of a verdict speaks of `COCO_IOU_THRESHOLDS[t]`. A detection that is neither right nor ignored is wrong. */
export interface CocoVerdicts {
  /** [K] */
  readonly right: Uint16Array;
  /** [K] found a reference outside the range of areas or a crowd region, or found nothing and lies outside the range
   * itself. */
  readonly ignored: Uint16Array;
  /** [images] references within the range of areas, crowd regions left out. */
  readonly references: Int32Array;
}

/** The first hundred of each image, whatever their area. */
export function detectionsOfClass({ head }: EvaluationTable, label: number): CocoDetections {
  const rows: number[] = [];
  const images: number[] = [];
  const places: number[] = [];
  let row = 0;
  head.images.forEach(({ detections }, image) => {
    let place = 0;
    for (const end = row + detections; row < end; row++) {
      if (head.detectionLabels[row] !== label || place === COCO_DETECTIONS_MAX) continue;
      rows.push(row);
      images.push(image);
      places.push(place++);
    }
  });
  return { rows: Int32Array.from(rows), image: Int32Array.from(images), place: Uint8Array.from(places) };
}

/** In falling score each detection takes the free reference of its class that it overlaps most; of equals the last; one
 * outside the range of areas, or a crowd region, only where it finds none inside. A crowd region is never used up. Answers
 * the verdicts in each of the ranges.
 * @see pycocotools, cocoeval.py, COCOeval.evaluateImg */
export function matchAsCoco(
  table: EvaluationTable,
  { label, detections }: { readonly label: number; readonly detections: CocoDetections },
  ranges: readonly AreaRange[],
): readonly CocoVerdicts[] {
  const verdicts = ranges.map(() => ({
    right: new Uint16Array(detections.rows.length),
    ignored: new Uint16Array(detections.rows.length),
    references: new Int32Array(table.head.images.length),
  }));
  const boxes = cocoBoxes(table);
  let begin = 0;
  let reference = 0;
  table.head.images.forEach((image, index) => {
    let end = begin;
    while (detections.image[end] === index) end++;
    const count = table.crowded?.counts[index] ?? image.references;
    const rows = referencesOfClass(boxes, { from: reference, to: reference + count, label });
    const match = { begin, end, overlaps: overlapsOf(boxes, detections.rows.subarray(begin, end), rows) };
    ranges.forEach((range, each) => {
      const search = searchIn(boxes, rows, range);
      verdicts[each]!.references[index] = search.inside;
      judgeImageInto({ table, rows: detections.rows, ...match }, search, verdicts[each]!);
    });
    begin = end;
    reference += count;
  });
  return verdicts;
}

/** Rows of references are those of the table, or of its `crowded` where there are crowd regions. */
interface CocoBoxes {
  readonly detections: Float64Array;
  readonly references: Float64Array;
  readonly labels: readonly number[];
  /** Undefined where there are no crowd regions. */
  readonly isCrowd: Uint8Array | undefined;
}

function cocoBoxes({ head, detections, references, crowded }: EvaluationTable): CocoBoxes {
  const plain = { references, labels: head.referenceLabels, isCrowd: undefined };
  const { isCrowd, labels, references: boxes } = crowded ?? plain;
  return { detections, references: boxes, labels, isCrowd };
}

function referencesOfClass(
  { labels }: CocoBoxes,
  { from, to, label }: { readonly from: number; readonly to: number; readonly label: number },
): readonly number[] {
  const rows: number[] = [];
  for (let row = from; row < to; row++) if (labels[row] === label) rows.push(row);
  return rows;
}

/** [K, R] of corner and size, as COCO's files hold a box: their rounding is not that of two corners.
 * @see pycocotools, maskApi.c, bbIou */
function overlapsOf(boxes: CocoBoxes, detections: Int32Array, references: readonly number[]): Float64Array {
  const overlaps = new Float64Array(detections.length * references.length);
  detections.forEach((detection, k) => {
    references.forEach((reference, r) => {
      overlaps[k * references.length + r] = overlapOf(boxes, detection, reference);
    });
  });
  return overlaps;
}

/** With a crowd region, the share of the detection that lies in it. */
function overlapOf({ detections, references, isCrowd }: CocoBoxes, detection: number, reference: number): number {
  const a = detection * DETECTION_STRIDE;
  const b = reference * REFERENCE_STRIDE;
  const aWidth = detections[a + 2]! - detections[a]!;
  const aHeight = detections[a + 3]! - detections[a + 1]!;
  const bWidth = references[b + 2]! - references[b]!;
  const bHeight = references[b + 3]! - references[b + 1]!;
  const width = Math.min(aWidth + detections[a]!, bWidth + references[b]!) - Math.max(detections[a]!, references[b]!);
  const height =
    Math.min(aHeight + detections[a + 1]!, bHeight + references[b + 1]!) -
    Math.max(detections[a + 1]!, references[b + 1]!);
  if (width <= 0 || height <= 0) return 0;
  const intersection = width * height;
  if (isCrowd?.[reference] === 1) return intersection / (aWidth * aHeight);
  return intersection / (aWidth * aHeight + bWidth * bHeight - intersection);
}

interface CocoSearch {
  readonly range: AreaRange;
  /** Places among the image's references of the class, those inside the range of areas first; a crowd region is never
   * one of them. */
  readonly order: readonly number[];
  /** How many of them lie inside. */
  readonly inside: number;
  /** Places of the crowd regions; undefined where no image has any. */
  readonly crowds: ReadonlySet<number> | undefined;
}

function searchIn({ references, isCrowd }: CocoBoxes, rows: readonly number[], range: AreaRange): CocoSearch {
  const crowds = isCrowd && new Set([...rows.keys()].filter((place) => isCrowd[rows[place]!] === 1));
  const inside: number[] = [];
  const outside: number[] = [];
  rows.forEach((row, place) => {
    const isInside = !crowds?.has(place) && !liesOutside(areaAt(references, row * REFERENCE_STRIDE), range);
    (isInside ? inside : outside).push(place);
  });
  return { range, order: [...inside, ...outside], inside: inside.length, crowds };
}

function liesOutside(areaPx2: number, { from, to }: AreaRange): boolean {
  return areaPx2 < from || areaPx2 > to;
}

function areaAt(boxes: Float64Array, start: number): number {
  return (boxes[start + 2]! - boxes[start]!) * (boxes[start + 3]! - boxes[start + 1]!);
}

interface ImageOfClass {
  readonly table: EvaluationTable;
  readonly rows: Int32Array;
  readonly begin: number;
  readonly end: number;
  /** [K, R] */
  readonly overlaps: Float64Array;
}

const ALL_THRESHOLDS = 2 ** COCO_IOU_THRESHOLDS.length - 1;

function judgeImageInto(image: ImageOfClass, search: CocoSearch, verdicts: CocoVerdicts): void {
  const { table, rows, begin, end, overlaps } = image;
  const greatest = overlaps.reduce((most, overlap) => Math.max(most, overlap), 0);
  COCO_IOU_THRESHOLDS.forEach((threshold, index) => {
    if (threshold <= greatest) judgeAtInto(image, { ...search, threshold }, { bit: 1 << index, verdicts });
  });
  for (let k = begin; k < end; k++) {
    if (!liesOutside(areaAt(table.detections, rows[k]! * DETECTION_STRIDE), search.range)) continue;
    // Those that found a reference have their verdict: right, or ignored already.
    verdicts.ignored[k] = ALL_THRESHOLDS & ~verdicts.right[k]!;
  }
}

interface ThresholdSearch extends CocoSearch {
  readonly threshold: number;
}

function judgeAtInto(
  { begin, end, overlaps }: ImageOfClass,
  search: ThresholdSearch,
  { bit, verdicts }: { readonly bit: number; readonly verdicts: CocoVerdicts },
): void {
  const isTaken = new Uint8Array(search.order.length);
  for (let k = begin; k < end; k++) {
    const row = overlaps.subarray((k - begin) * isTaken.length, (k - begin + 1) * isTaken.length);
    const rank = findRank(row, isTaken, search);
    if (rank === undefined) continue;
    if (!search.crowds?.has(search.order[rank]!)) isTaken[rank] = 1;
    const verdict = rank < search.inside ? verdicts.right : verdicts.ignored;
    verdict[k]! |= bit;
  }
}

/** Index into the search's order of the reference that is taken. */
function findRank(
  overlaps: Float64Array,
  isTaken: Uint8Array,
  { order, inside, threshold }: ThresholdSearch,
): number | undefined {
  let bestIou = threshold;
  let best: number | undefined;
  for (let rank = 0; rank < order.length; rank++) {
    if (isTaken[rank] === 1) continue;
    if (best !== undefined && best < inside && rank >= inside) break;
    if (overlaps[order[rank]!]! < bestIou) continue;
    best = rank;
    bestIou = overlaps[order[rank]!]!;
  }
  return best;
}
