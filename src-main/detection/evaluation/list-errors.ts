/** @file The notebook's lists of confident mistakes and of misses. */
import type { Box } from "../../../src-shared/domain/box";
import type { NotebookImage } from "./notebook-image";
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

/** All detections that overlap every reference by less than 0.5, in falling score; ties stand image by image.
 * @see notebook, section 6.3 */
export function listFalsePositives(images: readonly NotebookImage[]): readonly ListedFalsePositive[] {
  return images
    .flatMap((image) =>
      image.detections.flatMap((box, column) =>
        image.overlaps.every((row) => Math.fround(row[column]!) < QUALITY_IOU)
          ? [{ image: image.id, box: cornersOf(box), score: image.scores[column]! }]
          : [],
      ),
    )
    .toSorted((a, b) => b.score - a.score);
}

/** All references that every detection above a score of 0.5 overlaps by less than 0.5, image by image.
 * @see notebook, section 6.3 */
export function listFalseNegatives(images: readonly NotebookImage[]): readonly ListedFalseNegative[] {
  return images.flatMap((image) =>
    image.references.flatMap((box, row) => {
      const confident = image.overlaps[row]!.filter((_, column) => image.scores[column]! > QUALITY_SCORE);
      const isMissed = confident.every((iou) => Math.fround(iou) < QUALITY_IOU);
      return isMissed ? [{ image: image.id, box: cornersOf(box) }] : [];
    }),
  );
}

function cornersOf({ x1, y1, x2, y2 }: Box): Corners {
  return [x1, y1, x2, y2];
}
