/** @file The notebook's lists of confident mistakes and of misses. */
import type { Box } from "../../../src-shared/domain/box";
import { detectionBox, overlapOf, referenceBox, scoreOf, type ImageRows, type NotebookTable } from "./notebook-table";
import { QUALITY_IOU, QUALITY_SCORE } from "./quality-thresholds";

/** x1, y1, x2, y2. */
type Corners = readonly [x1: number, y1: number, x2: number, y2: number];

export interface ListedFalsePositive {
  readonly image: string;
  readonly box: Corners;
  readonly score: number;
}

export interface ListedFalseNegative {
  readonly image: string;
  readonly box: Corners;
}

/** The first of a list, and how many there are altogether. */
export interface ErrorList<Listed> {
  readonly count: number;
  readonly listed: readonly Listed[];
}

/** All detections that overlap every reference by less than 0.5, in falling score; ties stand image by image.
 * @see notebook, section 6.3 */
export function listFalsePositives(table: NotebookTable, listedMax: number): ErrorList<ListedFalsePositive> {
  const rows: { readonly image: string; readonly detection: number }[] = [];
  for (const image of table.images) {
    for (let detection = image.firstDetection; detection < image.endDetection; detection++) {
      if (overlapsNone(table, image, detection)) rows.push({ image: image.id, detection });
    }
  }
  const ranked = rows.toSorted((a, b) => scoreOf(table, b.detection) - scoreOf(table, a.detection));
  const listed = ranked.slice(0, listedMax).map(({ image, detection }) => ({
    image,
    box: cornersOf(detectionBox(table, detection)),
    score: scoreOf(table, detection),
  }));
  return { count: rows.length, listed };
}

function overlapsNone(table: NotebookTable, rows: ImageRows, detection: number): boolean {
  for (let reference = rows.firstReference; reference < rows.endReference; reference++) {
    if (isOverlapping(table, detection, reference)) return false;
  }
  return true;
}

/** All references that every detection above a score of 0.5 overlaps by less than 0.5, image by image.
 * @see notebook, section 6.3 */
export function listFalseNegatives(table: NotebookTable, listedMax: number): ErrorList<ListedFalseNegative> {
  const listed: ListedFalseNegative[] = [];
  let count = 0;
  for (const image of table.images) {
    for (let reference = image.firstReference; reference < image.endReference; reference++) {
      if (!isMissed(table, image, reference)) continue;
      count++;
      if (count <= listedMax) listed.push({ image: image.id, box: cornersOf(referenceBox(table, reference)) });
    }
  }
  return { count, listed };
}

function isMissed(table: NotebookTable, rows: ImageRows, reference: number): boolean {
  for (let detection = rows.firstDetection; detection < rows.endDetection; detection++) {
    if (scoreOf(table, detection) <= QUALITY_SCORE) return true;
    if (isOverlapping(table, detection, reference)) return false;
  }
  return true;
}

function isOverlapping(table: NotebookTable, detection: number, reference: number): boolean {
  return Math.fround(overlapOf(table, detection, reference)) >= QUALITY_IOU;
}

function cornersOf({ x1, y1, x2, y2 }: Box): Corners {
  return [x1, y1, x2, y2];
}
