/** @file Scores of right and wrong detections, apart: their histograms, and how far a score can be believed. */
import { linspace } from "./linspace";
import type { NotebookImage } from "./notebook-image";
import { QUALITY_IOU } from "./quality-thresholds";

export interface SplitScores {
  readonly truePositives: readonly number[];
  readonly falsePositives: readonly number[];
}

/** In falling score each detection is right when the reference that it overlaps most, by more than 0.5, is still
 * free; it never turns to its second best.
 * @see notebook, section 6.2 */
export function splitScores(images: readonly NotebookImage[]): SplitScores {
  const truePositives: number[] = [];
  const falsePositives: number[] = [];
  for (const image of images) {
    const isTaken = image.references.map(() => false);
    image.scores.forEach((score, column) => {
      const best = mostOverlapped(image, column);
      if (best !== undefined && !isTaken[best]) {
        isTaken[best] = true;
        truePositives.push(score);
      } else falsePositives.push(score);
    });
  }
  return { truePositives, falsePositives };
}

/** The first of equals, as torch's `max` answers; undefined where none is overlapped enough. */
function mostOverlapped(image: NotebookImage, column: number): number | undefined {
  let best: number | undefined;
  let bestIou = QUALITY_IOU;
  image.overlaps.forEach((row, reference) => {
    const iou = Math.fround(row[column]!);
    if (iou <= bestIou) return;
    best = reference;
    bestIou = iou;
  });
  return best;
}

/** `numpy.histogram(values, bins, (0, 1))`: each bin holds its lower edge, the last one both. */
export function histogram(values: readonly number[], bins: number): readonly number[] {
  const edges = linspace(0, 1, bins + 1);
  const counts = Array.from({ length: bins }, () => 0);
  for (const value of values) {
    if (value < 0 || value > 1) continue;
    const guess = Math.min(Math.floor(value * bins), bins - 1);
    // The product may round over an edge; the edges themselves decide.
    const low = value < edges[guess]! ? guess - 1 : guess;
    const bin = low < bins - 1 && value >= edges[low + 1]! ? low + 1 : low;
    counts[bin] = counts[bin]! + 1;
  }
  return counts;
}

/** One point for each bin of scores that is not empty, in rising score. */
export interface ReliabilityCurve {
  readonly fractionTrue: readonly number[];
  readonly meanConfidence: readonly number[];
}

/** scikit-learn's `calibration_curve(strategy="uniform")`: each bin holds its upper edge, the first one both.
 * Undefined without detections.
 * @see Niculescu-Mizil and Caruana, Predicting good probabilities with supervised learning, ICML 2005 */
export function reliabilityCurve(
  { truePositives, falsePositives }: SplitScores,
  bins = 10,
): ReliabilityCurve | undefined {
  if (truePositives.length + falsePositives.length === 0) return undefined;
  const innerEdges = linspace(0, 1, bins + 1).slice(1, -1);
  const tallies = Array.from({ length: bins }, () => ({ sum: 0, right: 0, count: 0 }));
  const add = (score: number, isRight: boolean): void => {
    const tally = tallies[innerEdges.filter((edge) => edge < score).length]!;
    tally.sum += score;
    tally.count++;
    if (isRight) tally.right++;
  };
  for (const score of truePositives) add(score, true);
  for (const score of falsePositives) add(score, false);
  const filled = tallies.filter(({ count }) => count > 0);
  return {
    fractionTrue: filled.map(({ right, count }) => right / count),
    meanConfidence: filled.map(({ sum, count }) => sum / count),
  };
}
