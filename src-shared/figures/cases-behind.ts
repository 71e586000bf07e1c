/** @file The cases behind marks of charts: the images that answer a list of filters, and which of their boxes do. */
import type { CaseFilter } from "../domain/case-filter";
import { type CaseAnswer, caseAnswerer } from "./case-answer";
import type { CaseTable } from "./case-table";
import { imageOfRows } from "./image-of-rows";

/** Masks over the table's images and rows: 1 stands for behind the marks, 0 for not. */
export interface Cases {
  /** [I] */
  readonly images: Uint8Array;
  /** [D] of the images above. Where filters ask for detections, those that answer all of these; none where they ask for
   * reference boxes alone; every one where they ask for images alone. */
  readonly detections: Uint8Array;
  /** [R] likewise. */
  readonly references: Uint8Array;
  /** How many images there are behind the marks. */
  readonly imageCount: number;
}

/** What one mark of a chart stands for; see `casesBehindAll`. */
export function casesBehind(table: CaseTable, filter: CaseFilter): Cases {
  return casesBehindAll(table, [filter]);
}

/** Images that answer every filter. Filters about detections ask for one detection that answers them all, filters about
 * reference boxes for one such box, so that "small boxes, missed" and "boxes upper left" together are small missed boxes
 * in the upper left. Without filters all. Takes as long as one matching for each pair of thresholds that they name. */
export function casesBehindAll(table: CaseTable, filters: readonly CaseFilter[]): Cases {
  const answers = filters.map(caseAnswerer(table));
  const { images, detectionLabels, referenceLabels } = table.head;
  const asked = {
    images: rowsThatAnswer("images", answers, images.length),
    detections: rowsThatAnswer("detections", answers, detectionLabels.length),
    references: rowsThatAnswer("references", answers, referenceLabels.length),
  };
  const imageOf = { detections: imageOfRows(images, "detections"), references: imageOfRows(images, "references") };
  const behind = asked.images ?? new Uint8Array(images.length).fill(1);
  for (const key of ["detections", "references"] as const) {
    if (asked[key]) keepInto(imagesWithRows(asked[key], imageOf[key], images.length), behind);
  }
  const isAboutBoxes = asked.detections !== undefined || asked.references !== undefined;
  return {
    images: behind,
    detections: rowsOfImages(isAboutBoxes ? asked.detections : "all", imageOf.detections, behind),
    references: rowsOfImages(isAboutBoxes ? asked.references : "all", imageOf.references, behind),
    imageCount: behind.reduce((sum, isBehind) => sum + isBehind, 0),
  };
}

/** Undefined where no filter is about them. */
function rowsThatAnswer(
  about: CaseAnswer["about"],
  answers: readonly CaseAnswer[],
  count: number,
): Uint8Array | undefined {
  const asked = answers.filter((answer) => answer.about === about);
  if (asked.length === 0) return undefined;
  const kept = new Uint8Array(count).fill(1);
  for (const { rows } of asked) keepInto(rows, kept);
  return kept;
}

function keepInto(mask: Uint8Array, target: Uint8Array): void {
  for (let index = 0; index < target.length; index++) if (!mask[index]) target[index] = 0;
}

function imagesWithRows(rows: Uint8Array, imageOf: Int32Array, count: number): Uint8Array {
  const images = new Uint8Array(count);
  for (let row = 0; row < rows.length; row++) if (rows[row]) images[imageOf[row]!] = 1;
  return images;
}

function rowsOfImages(rows: Uint8Array | "all" | undefined, imageOf: Int32Array, images: Uint8Array): Uint8Array {
  const kept = new Uint8Array(imageOf.length);
  if (!rows) return kept;
  for (let row = 0; row < kept.length; row++) kept[row] = rows === "all" || rows[row] ? images[imageOf[row]!]! : 0;
  return kept;
}
