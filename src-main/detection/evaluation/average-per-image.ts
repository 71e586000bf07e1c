/** @file The teaching notebook's `evaluate`: precision and recall averaged over images. */
import type { PerImageAverages } from "../../../src-shared/domain/evaluation";
import { overlapOf, scoreOf, type ImageRows, type NotebookTable } from "./notebook-table";

export interface NotebookThresholds {
  /** Above 0. */
  readonly iouThreshold: number;
  readonly scoreThreshold: number;
}

/** Each reference, in its order, takes the free detection above the score threshold that it overlaps most. An image
 * without detections has precision 0, one without references recall 0, and a mean IoU without any match is 0: the
 * notebook's conventions, kept so that its figures can be compared. Absent where there is no image.
 * @see notebook, section 5.1, `evaluate(iou_threshold, conf_threshold)` */
export function averagePerImage(table: NotebookTable, thresholds: NotebookThresholds): PerImageAverages {
  const images = table.images.length;
  if (images === 0) return { ...thresholds };
  const sums = { precision: 0, recall: 0, iou: 0, found: 0 };
  for (const rows of table.images) {
    const shown = countShown(table, rows, thresholds);
    const { found, sumOfIou } = matchImage(table, { ...rows, endDetection: rows.firstDetection + shown }, thresholds);
    sums.precision += share(found, shown);
    sums.recall += share(found, rows.endReference - rows.firstReference);
    sums.iou += sumOfIou;
    sums.found += found;
  }
  return {
    ...thresholds,
    precision: sums.precision / images,
    recall: sums.recall / images,
    meanIou: share(sums.iou, sums.found),
  };
}

function countShown(
  table: NotebookTable,
  { firstDetection, endDetection }: ImageRows,
  { scoreThreshold }: NotebookThresholds,
): number {
  const threshold = Math.fround(scoreThreshold);
  let end = firstDetection;
  while (end < endDetection && scoreOf(table, end) > threshold) end++;
  return end - firstDetection;
}

function matchImage(
  table: NotebookTable,
  rows: ImageRows,
  { iouThreshold }: NotebookThresholds,
): { readonly found: number; readonly sumOfIou: number } {
  const taken = new Set<number>();
  let sumOfIou = 0;
  for (let reference = rows.firstReference; reference < rows.endReference; reference++) {
    const best = bestFree(table, { rows, reference }, taken);
    if (best.detection === undefined || best.iou < iouThreshold) continue;
    taken.add(best.detection);
    sumOfIou += best.iou;
  }
  return { found: taken.size, sumOfIou };
}

/** The first of equals, as the notebook's strict comparison keeps it. */
function bestFree(
  table: NotebookTable,
  { rows, reference }: { readonly rows: ImageRows; readonly reference: number },
  taken: ReadonlySet<number>,
): { readonly detection: number | undefined; readonly iou: number } {
  let best: number | undefined;
  let bestIou = 0;
  for (let detection = rows.firstDetection; detection < rows.endDetection; detection++) {
    const iou = overlapOf(table, detection, reference);
    if (iou <= bestIou || taken.has(detection)) continue;
    best = detection;
    bestIou = iou;
  }
  return { detection: best, iou: bestIou };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
