/** @file The area below the ROC curve by image, with images counted as often as one likes. */
import { highestScores } from "../../../src-shared/figures/highest-scores";
import type { MatchableRun } from "../../../src-shared/matching/match-run";
import type { ImageWeights } from "./average-precision";

/** Answers the `auc` of `imageRoc` of the run that holds each image as often as its weight says: the share of pairs of a
 * positive and a negative image that are ranked right, ties counting half. Undefined unless images of both kinds have
 * weight. */
export function weighImageRoc(run: MatchableRun): (weights: ImageWeights) => number | undefined {
  const scores = highestScores(run);
  const order = Int32Array.from(scores.keys()).toSorted((a, b) => scores[b]! - scores[a]!);
  const isPositive = Uint8Array.from(run.head.images, ({ references }) => Number(references > 0));
  const endsTie = Uint8Array.from(order, (image, rank) => Number(scores[order[rank + 1]!] !== scores[image]));
  return (weights) => {
    let pairs = 0;
    let above = 0;
    let negatives = 0;
    let tiedPositives = 0;
    let tiedNegatives = 0;
    for (let rank = 0; rank < order.length; rank++) {
      const image = order[rank]!;
      if (isPositive[image]! > 0) tiedPositives += weights[image]!;
      else tiedNegatives += weights[image]!;
      if (endsTie[rank] === 0) continue;
      pairs += tiedNegatives * (above + tiedPositives / 2);
      above += tiedPositives;
      negatives += tiedNegatives;
      tiedPositives = 0;
      tiedNegatives = 0;
    }
    return above === 0 || negatives === 0 ? undefined : pairs / (above * negatives);
  };
}
