/** @file Checks anchors against torchvision's generator. */
import { expect, test } from "vitest";
import { anchorsPerCell, generateAnchors } from "../../../../../src-main/detection/boxes/anchors";
import { readFixture, readFloats, type PackedArray } from "../../../../builders/read-arrays";

interface AnchorCase {
  readonly sizes: readonly number[][];
  readonly ratios: readonly number[][];
  readonly image: readonly [number, number];
  readonly grids: readonly (readonly [number, number])[];
  readonly answer: PackedArray;
}

test.each(readFixture<readonly AnchorCase[]>("boxes/anchors.json"))(
  "torchvision's anchors are met, case $#",
  (each) => {
    const anchors = each.sizes.map((sizesPx, level) => ({ sizesPx, aspectRatios: each.ratios[level]! }));
    const grids = each.grids.map(([gridHeight, gridWidth]) => ({ gridHeight, gridWidth }));
    const levels = generateAnchors(grids, { imageHeight: each.image[0], imageWidth: each.image[1], anchors });
    expect(levels.map((level) => level.length)).toEqual(
      grids.map(({ gridHeight, gridWidth }, level) => 4 * gridHeight * gridWidth * anchorsPerCell(anchors[level]!)),
    );
    expect(levels.flatMap((level) => [...level])).toEqual([...readFloats(each.answer)]);
  },
);

test("as many kinds of anchors as levels are needed", () => {
  const level = { gridHeight: 1, gridWidth: 1 };
  const anchors = [{ sizesPx: [32], aspectRatios: [1] }];
  expect(() => generateAnchors([level, level], { imageHeight: 32, imageWidth: 32, anchors })).toThrow(
    "The network has 2 levels of features, its card anchors for 1; one entry for each level was expected.",
  );
});
