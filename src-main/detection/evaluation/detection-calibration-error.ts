/** @file How far scores can be believed in each part of the image and at each size of box. */
import { DETECTION_STRIDE } from "../../../src-shared/contract/run-table";
import { linspace } from "../../../src-shared/figures/linspace";
import { scoresOf } from "../../../src-shared/figures/scores-of";
import type { EvaluationTable } from "./evaluation-table";

/** Bins of each dimension: 3,125 over all five. */
const BINS = 5;
/** Thinner bins say nothing; netcal's `sample_threshold`. */
const FEWEST_IN_BIN = 8;

interface Binning {
  readonly bins?: number;
  readonly fewestInBin?: number;
}

/** D-ECE over score, box centre and box size, in shares of the image. `verdicts` (1 right, 0 wrong) are [D]. Undefined
 * where no bin holds enough detections.
 * @see Küppers et al., Multivariate confidence calibration for object detection, CVPRW 2020, section 3.2 */
export function detectionCalibrationError(
  table: EvaluationTable,
  verdicts: ArrayLike<number>,
  binning: Binning = {},
): number | undefined {
  return multivariateCalibrationError([scoresOf(table), ...boxShares(table)], verdicts, binning);
}

/** Detections are binned evenly in every dimension; the distances between mean score and share of right ones are
 * weighed by the bins' detections over all detections, those of thin bins with 0: where detections spread thinly this
 * is too low, as in the paper's package netcal, `ECE(bins, detection=True, sample_threshold)`. Each bin holds its lower
 * edge. `dimensions` are [D] each, scores first; values outside of 0 to 1 fall into the outer bins. */
export function multivariateCalibrationError(
  dimensions: readonly [Float64Array, ...Float64Array[]],
  verdicts: ArrayLike<number>,
  { bins = BINS, fewestInBin = FEWEST_IN_BIN }: Binning = {},
): number | undefined {
  const [scores] = dimensions;
  const edges = linspace(0, 1, bins + 1);
  const tallies = new Map<number, { detections: number; surplus: number }>();
  scores.forEach((score, row) => {
    const bin = dimensions.reduce((place, values) => place * bins + binOf(values[row]!, edges), 0);
    const tally = tallies.get(bin) ?? { detections: 0, surplus: 0 };
    tally.detections++;
    tally.surplus += score - verdicts[row]!;
    tallies.set(bin, tally);
  });
  const filled = [...tallies.values()].filter(({ detections }) => detections >= fewestInBin);
  if (filled.length === 0) return undefined;
  // A bin's detections times the distance of its means is the distance of its sums.
  return filled.reduce((sum, { surplus }) => sum + Math.abs(surplus), 0) / scores.length;
}

/** [D] each: the boxes' centres and sizes in shares of their image's width and height. */
function boxShares({ head, detections }: EvaluationTable): readonly Float64Array[] {
  const shares = Array.from({ length: 4 }, () => new Float64Array(head.detectionLabels.length));
  const [centreX, centreY, width, height] = shares as [Float64Array, Float64Array, Float64Array, Float64Array];
  let row = 0;
  for (const image of head.images) {
    for (const end = row + image.detections; row < end; row++) {
      const at = row * DETECTION_STRIDE;
      const [x1, y1, x2, y2] = [detections[at]!, detections[at + 1]!, detections[at + 2]!, detections[at + 3]!];
      centreX[row] = (x1 + x2) / 2 / image.widthPx;
      centreY[row] = (y1 + y2) / 2 / image.heightPx;
      width[row] = (x2 - x1) / image.widthPx;
      height[row] = (y2 - y1) / image.heightPx;
    }
  }
  return shares;
}

function binOf(value: number, edges: readonly number[]): number {
  const last = edges.length - 2;
  const guess = Math.min(Math.max(Math.floor(value * (last + 1)), 0), last);
  // The product may round over an edge; the edges themselves decide.
  if (guess > 0 && value < edges[guess]!) return guess - 1;
  return guess < last && value >= edges[guess + 1]! ? guess + 1 : guess;
}
