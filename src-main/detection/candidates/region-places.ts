/** @file The places of Faster R-CNN's second half: each class of each region that was proposed. */
import { BOX_HEAD_WEIGHTS, decodeBoxes } from "../boxes/box-coder";
import { clipBoxesInto } from "../boxes/clip-boxes";
import { gatherRows } from "../boxes/gather-rows";
import type { BoxHeadAnswer } from "../boxes/select-detections";
import { softmaxFloat32 } from "../boxes/softmax-float32";
import type { BoxCorners, ScoredPlaces } from "./scored-places";

/** Region after region, in each the classes from 1: background is no place. Boxes are in pixels of the network's image
 * and clipped to it; slopes are by `classLogits` [R, classes]. */
export function placesOfRegions(answer: BoxHeadAnswer): ScoredPlaces {
  const { classes, boxDeltas, proposals } = answer;
  const shares = softmaxFloat32(answer.classLogits, classes);
  const kinds = classes - 1;
  const rowOf = (place: number): number => regionOfPlace(place, classes);
  const logitOf = (place: number): number => rowOf(place) * classes + (place % kinds) + 1;
  return {
    scores: Float32Array.from({ length: rowsIn(answer) * kinds }, (_, place) => shares[logitOf(place)]!),
    labelOf: (place) => (place % kinds) + 1,
    boxOf: (place) => {
      const deltas = gatherRows(boxDeltas, Int32Array.of(logitOf(place)), 4);
      const box = decodeBoxes(deltas, gatherRows(proposals, Int32Array.of(rowOf(place)), 4), BOX_HEAD_WEIGHTS);
      clipBoxesInto(answer, box);
      return box as unknown as BoxCorners;
    },
    slopesOf: (place) => {
      const first = rowOf(place) * classes;
      const own = logitOf(place);
      return Array.from({ length: classes }, (_, label) => {
        const at = first + label;
        return {
          output: "classLogits",
          at,
          slope: at === own ? ownSlope(shares, own, { first, classes }) : -shares[own]! * shares[at]!,
        };
      });
    },
  };
}

/** The place of a class, from 1, of a region. */
export function placeOfRegion(region: number, label: number, classes: number): number {
  return region * (classes - 1) + label - 1;
}

/** The other way round. */
export function regionOfPlace(place: number, classes: number): number {
  return Math.floor(place / (classes - 1));
}

function rowsIn({ proposals }: BoxHeadAnswer): number {
  return proposals.length / 4;
}

/** p (1 − p), where 1 − p is added up: subtracting would lose the digits of a p near 1. */
function ownSlope(
  shares: Float32Array,
  own: number,
  { first, classes }: { readonly first: number; readonly classes: number },
): number {
  let others = 0;
  for (let at = first; at < first + classes; at++) if (at !== own) others += shares[at]!;
  return shares[own]! * others;
}
