/** @file Checks RetinaNet's last step against torchvision's. */
import { expect, test } from "vitest";
import { generateAnchors } from "../../../../../src-main/detection/boxes/anchors";
import {
  selectRetinaNetDetections,
  type RetinaNetAnswer,
} from "../../../../../src-main/detection/boxes/select-retinanet-detections";
import { readFixture, readFloats, readIntegers, type PackedArray } from "../../../../builders/read-arrays";

interface RetinaNetCase {
  readonly classes: number;
  readonly padded: readonly [number, number];
  readonly image: readonly [number, number];
  readonly scoreFloor: number;
  readonly candidates: number;
  readonly most: number;
  readonly sizes: readonly number[][];
  readonly grids: readonly (readonly [number, number])[];
  readonly logits: readonly PackedArray[];
  readonly deltas: readonly PackedArray[];
  readonly boxes: PackedArray;
  readonly scores: PackedArray;
  readonly labels: PackedArray;
}
const cases = readFixture<readonly RetinaNetCase[]>("boxes/retinanet.json");

test.each(cases)("torchvision's detections are met to the last bit, $classes classes above $scoreFloor", (each) => {
  const found = selectRetinaNetDetections(answerOf(each), settingsOf(each));
  expect(found.scores).toEqual(readFloats(each.scores));
  expect(found.boxes).toEqual(readFloats(each.boxes));
  expect([...found.labels]).toEqual([...readIntegers(each.labels)]);
});

test("an answer that does not fit its grid is refused", () => {
  expect(() => selectRetinaNetDetections({ ...answerOf(cases[0]!), classes: 3 }, settingsOf(cases[0]!))).toThrow(
    "The network answered 3456 logits and 6912 deltas for level 0 with its 1728 anchors on 16 × 12 cells and 3 classes.",
  );
});

function answerOf(each: RetinaNetCase): RetinaNetAnswer {
  const grids = each.grids.map(([gridHeight, gridWidth]) => ({ gridHeight, gridWidth }));
  const anchors = each.sizes.map((sizesPx) => ({ sizesPx, aspectRatios: [0.5, 1, 2] }));
  return {
    classLogits: each.logits.map(readFloats),
    boxDeltas: each.deltas.map(readFloats),
    grids,
    anchors: generateAnchors(grids, { imageHeight: each.padded[0], imageWidth: each.padded[1], anchors }),
    classes: each.classes,
    imageHeight: each.image[0],
    imageWidth: each.image[1],
  };
}

function settingsOf(each: RetinaNetCase) {
  const { scoreFloor, candidates: candidatesPerLevel, most: detectionsPerImage } = each;
  return { scoreFloor, candidatesPerLevel, iouThreshold: 0.5, detectionsPerImage };
}
