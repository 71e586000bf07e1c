/** @file Leaves the best of boxes of one class that lie upon one another, for models that answer many of each. */
import type { Suppression } from "../../../src-shared/domain/model";
import { fallingOrder } from "./falling-order";
import type { FoundBoxes } from "./found-boxes";
import { gatherRows } from "./gather-rows";
import { suppressNonMaxima } from "./suppress-non-maxima";

/** More are not looked at; the limit of Ultralytics (max_nms). */
const MOST_CANDIDATES = 30_000;

/** The detections that remain, in falling score, equal ones in the given order. Each class by itself, whereas Ultralytics
 * moves classes apart by 7,680 pixels: the same but for what that rounds. */
export function suppressEachClass(found: FoundBoxes, { iouThreshold, detectionsPerImage }: Suppression): FoundBoxes {
  const order = fallingOrder(found.scores).subarray(0, MOST_CANDIDATES);
  const isKept = new Uint8Array(found.scores.length);
  for (const label of new Set(found.labels)) {
    const members = order.filter((place) => found.labels[place] === label);
    const boxes = gatherRows(found.boxes, members, 4);
    const scores = gatherRows(found.scores, members, 1);
    const limit = detectionsPerImage;
    for (const member of suppressNonMaxima(boxes, scores, { iouThreshold, limit })) isKept[members[member]!] = 1;
  }
  return pickFound(found, order.filter((place) => isKept[place] === 1).subarray(0, detectionsPerImage));
}

/** In falling score, equal ones in the given order. */
export function sortFound(found: FoundBoxes): FoundBoxes {
  return pickFound(found, fallingOrder(found.scores));
}

function pickFound({ boxes, scores, labels }: FoundBoxes, places: Int32Array): FoundBoxes {
  return {
    boxes: gatherRows(boxes, places, 4),
    scores: gatherRows(scores, places, 1),
    labels: places.map((place) => labels[place]!),
  };
}
