/** @file Checks proposals against torchvision's region proposal network. */
import { expect, test } from "vitest";
import { generateAnchors } from "../../../../../src-main/detection/boxes/anchors";
import { proposeRegions, type ProposalHeadAnswer } from "../../../../../src-main/detection/boxes/propose-regions";
import { readFixture, readFloats, type PackedArray } from "../../../../builders/read-arrays";

interface ProposalCase {
  readonly padded: readonly [number, number];
  readonly image: readonly [number, number];
  readonly before: number;
  readonly after: number;
  readonly floor: number;
  readonly sizes: readonly number[][];
  readonly ratios: readonly number[][];
  readonly grids: readonly (readonly [number, number])[];
  readonly objectness: readonly PackedArray[];
  readonly deltas: readonly PackedArray[];
  readonly boxes: PackedArray;
  readonly scores: PackedArray;
}
const cases = readFixture<readonly ProposalCase[]>("boxes/proposals.json");

test.each(cases)("torchvision's proposals are met to the last bit, ties included, case $#", (each) => {
  const proposals = proposeRegions(answerOf(each), settingsOf(each));
  expect(proposals.boxes).toEqual(readFloats(each.boxes));
  expect(proposals.scores).toEqual(readFloats(each.scores));
  expect(proposals.levels).toHaveLength(each.scores.shape[0]!);
});

test("the cases hold both of torchvision's ways to suppress, and full and cut lists", () => {
  const isCut = cases.map((each) => each.scores.shape[0] === each.after);
  expect(new Set(isCut)).toEqual(new Set([true, false]));
  const candidates = cases.map(({ grids, before }) =>
    grids.reduce((sum, [height, width]) => sum + Math.min(3 * height * width, before), 0),
  );
  expect(Math.min(...candidates)).toBeLessThan(1000);
  expect(Math.max(...candidates)).toBeGreaterThan(1000);
});

test("an answer that does not fit its grid is refused", () => {
  const answer = answerOf(cases[0]!);
  const objectness = answer.objectness.map((logits) => logits.subarray(1));
  expect(() => proposeRegions({ ...answer, objectness }, settingsOf(cases[0]!))).toThrow(
    "The network answered 767 logits and 3072 deltas for level 0 with its 768 anchors on 16 × 16 cells.",
  );
});

function answerOf(each: ProposalCase): ProposalHeadAnswer {
  const grids = each.grids.map(([gridHeight, gridWidth]) => ({ gridHeight, gridWidth }));
  const anchors = each.sizes.map((sizesPx, level) => ({ sizesPx, aspectRatios: each.ratios[level]! }));
  return {
    objectness: each.objectness.map(readFloats),
    deltas: each.deltas.map(readFloats),
    grids,
    anchors: generateAnchors(grids, { imageHeight: each.padded[0], imageWidth: each.padded[1], anchors }),
    imageHeight: each.image[0],
    imageWidth: each.image[1],
  };
}

function settingsOf(each: ProposalCase) {
  return { candidatesPerLevel: each.before, proposals: each.after, iouThreshold: 0.7, scoreFloor: each.floor };
}
