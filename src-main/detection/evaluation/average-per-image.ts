/** @file The teaching notebook's `evaluate`: precision and recall averaged over images. */
import type { PerImageAverages } from "../../../src-shared/domain/evaluation";
import type { NotebookImage } from "./notebook-image";

export interface NotebookThresholds {
  /** Above 0. */
  readonly iouThreshold: number;
  readonly scoreThreshold: number;
}

/** Each reference, in its order, takes the free detection above the score threshold that it overlaps most. An image
 * without detections has precision 0, one without references recall 0, and a mean IoU without any match is 0: the
 * notebook's conventions, kept so that its figures can be compared. Absent where there is no image.
 * @see notebook, section 5.1, `evaluate(iou_threshold, conf_threshold)` */
export function averagePerImage(images: readonly NotebookImage[], thresholds: NotebookThresholds): PerImageAverages {
  if (images.length === 0) return { ...thresholds };
  const answers = images.map((image) => evaluateImage(image, thresholds));
  const matchedIous = answers.flatMap(({ ious }) => ious);
  return {
    ...thresholds,
    precision: mean(answers.map(({ precision }) => precision)),
    recall: mean(answers.map(({ recall }) => recall)),
    meanIou: matchedIous.length === 0 ? 0 : mean(matchedIous),
  };
}

interface ImageAnswer {
  readonly precision: number;
  readonly recall: number;
  /** Of each reference that was found. */
  readonly ious: readonly number[];
}

function evaluateImage(image: NotebookImage, { iouThreshold, scoreThreshold }: NotebookThresholds): ImageAnswer {
  const threshold = Math.fround(scoreThreshold);
  const shown = image.scores.filter((score) => score > threshold).length;
  const taken = new Set<number>();
  const ious: number[] = [];
  for (const row of image.overlaps) {
    const best = bestFree(row.slice(0, shown), taken);
    if (!best || best.iou < iouThreshold) continue;
    taken.add(best.detection);
    ious.push(best.iou);
  }
  const found = ious.length;
  return { precision: share(found, shown), recall: share(found, image.references.length), ious };
}

/** The first of equals, as the notebook's strict comparison keeps it. */
function bestFree(
  overlaps: readonly number[],
  taken: ReadonlySet<number>,
): { readonly detection: number; readonly iou: number } | undefined {
  let best: { detection: number; iou: number } | undefined;
  overlaps.forEach((iou, detection) => {
    if (!taken.has(detection) && iou > (best?.iou ?? 0)) best = { detection, iou };
  });
  return best;
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
