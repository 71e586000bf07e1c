/** @file The notebook's lists of confident mistakes and of misses. */
import type { Box } from "../../../src-shared/domain/box";
import { rowsInFallingScore } from "../../../src-shared/matching/rows-in-falling-score";
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
  const listed: ListedFalsePositive[] = [];
  const imageOf = imagesOfFalsePositives(table);
  let count = 0;
  for (const detection of rowsInFallingScore(table)) {
    const image = table.images[imageOf[detection]!];
    if (!image) continue;
    count++;
    if (count > listedMax) continue;
    listed.push({ image: image.id, box: cornersOf(detectionBox(table, detection)), score: scoreOf(table, detection) });
  }
  return { count, listed };
}

/** [D] index into the table's images, -1 for a detection that is none. */
function imagesOfFalsePositives(table: NotebookTable): Int32Array {
  const imageOf = new Int32Array(table.head.detectionLabels.length).fill(-1);
  table.images.forEach((rows, image) => {
    for (let detection = rows.firstDetection; detection < rows.endDetection; detection++) {
      if (overlapsNone(table, rows, detection)) imageOf[detection] = image;
    }
  });
  return imageOf;
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
