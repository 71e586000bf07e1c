/** @file How large the findings are that a detector finds: recall for three sizes of reference boxes. */
import { areaFloat32 } from "../boxes/intersection-over-union-float32";
import { overlapOf, referenceBox, scoreOf, type ImageRows, type NotebookTable } from "./notebook-table";
import { QUALITY_IOU, QUALITY_SCORE } from "./quality-thresholds";

export type FindingSize = "small" | "medium" | "large";

export interface RecallAtSize {
  /** Share of the references that a confident detection overlaps by more than 0.5; 0 where there are none, as in the
   * notebook. */
  readonly recall: number;
  readonly count: number;
}

/** Areas are those of the frame of the boxes: 256 × 256 in the notebook.
 * @see notebook, section 6.1 */
export function recallBySize(table: NotebookTable): Readonly<Record<FindingSize, RecallAtSize>> {
  const tallies = { small: { found: 0, count: 0 }, medium: { found: 0, count: 0 }, large: { found: 0, count: 0 } };
  for (const rows of table.images) {
    for (let reference = rows.firstReference; reference < rows.endReference; reference++) {
      const tally = tallies[sizeOf(areaFloat32(referenceBox(table, reference)))];
      tally.count++;
      if (isFound(table, rows, reference)) tally.found++;
    }
  }
  return { small: recallOf(tallies.small), medium: recallOf(tallies.medium), large: recallOf(tallies.large) };
}

function sizeOf(areaPx2: number): FindingSize {
  if (areaPx2 < 64 ** 2) return "small";
  return areaPx2 < 96 ** 2 ? "medium" : "large";
}

function isFound(table: NotebookTable, rows: ImageRows, reference: number): boolean {
  for (let detection = rows.firstDetection; detection < rows.endDetection; detection++) {
    if (scoreOf(table, detection) <= QUALITY_SCORE) return false;
    if (Math.fround(overlapOf(table, detection, reference)) > QUALITY_IOU) return true;
  }
  return false;
}

function recallOf({ found, count }: { readonly found: number; readonly count: number }): RecallAtSize {
  return { recall: count === 0 ? 0 : found / count, count };
}
