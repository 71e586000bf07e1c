/** @file How large the findings are that a detector finds: recall for three sizes of reference boxes. */
import { areaFloat32 } from "../boxes/intersection-over-union-float32";
import type { NotebookImage } from "./notebook-image";
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
export function recallBySize(images: readonly NotebookImage[]): Readonly<Record<FindingSize, RecallAtSize>> {
  const tallies = { small: { found: 0, count: 0 }, medium: { found: 0, count: 0 }, large: { found: 0, count: 0 } };
  for (const image of images) {
    image.references.forEach((reference, row) => {
      const tally = tallies[sizeOf(areaFloat32(reference))];
      tally.count++;
      if (isFound(image, row)) tally.found++;
    });
  }
  return { small: recallOf(tallies.small), medium: recallOf(tallies.medium), large: recallOf(tallies.large) };
}

function sizeOf(areaPx2: number): FindingSize {
  if (areaPx2 < 64 ** 2) return "small";
  return areaPx2 < 96 ** 2 ? "medium" : "large";
}

function isFound(image: NotebookImage, row: number): boolean {
  return image.overlaps[row]!.some(
    (iou, column) => image.scores[column]! > QUALITY_SCORE && Math.fround(iou) > QUALITY_IOU,
  );
}

function recallOf({ found, count }: { readonly found: number; readonly count: number }): RecallAtSize {
  return { recall: count === 0 ? 0 : found / count, count };
}
