/** @file Precision and recall at one pair of thresholds, with images counted as often as one likes. */
import { imageOfRows } from "../../../src-shared/figures/image-of-rows";
import { matchRun, UNMATCHED, type MatchableRun, type MatchThresholds } from "../../../src-shared/matching/match-run";
import type { ImageWeights } from "./average-precision";

export interface PrecisionAndRecall {
  /** Undefined where nothing is shown. */
  readonly precision: number | undefined;
  /** Undefined without references. */
  readonly recall: number | undefined;
}

/** Answers the operating point of the run that holds each image as often as its weight says. */
export function weighOperatingPoint(
  run: MatchableRun,
  thresholds: MatchThresholds,
): (weights: ImageWeights) => PrecisionAndRecall {
  const { referenceOf } = matchRun(run, thresholds);
  const { images } = run.head;
  const found = new Int32Array(images.length);
  const shown = new Int32Array(images.length);
  imageOfRows(images, "detections").forEach((image, row) => {
    if (referenceOf[row]! >= UNMATCHED) shown[image]!++;
    if (referenceOf[row]! >= 0) found[image]!++;
  });
  return (weights) => {
    const sums = { found: 0, shown: 0, references: 0 };
    for (let image = 0; image < images.length; image++) {
      const weight = weights[image]!;
      sums.found += weight * found[image]!;
      sums.shown += weight * shown[image]!;
      sums.references += weight * images[image]!.references;
    }
    return {
      precision: sums.shown > 0 ? sums.found / sums.shown : undefined,
      recall: sums.references > 0 ? sums.found / sums.references : undefined,
    };
  };
}
