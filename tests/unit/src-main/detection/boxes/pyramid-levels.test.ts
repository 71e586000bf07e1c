/** @file Checks which pyramid level a region is read from against torchvision's mapper. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { assignPyramidLevels, splitByLevel } from "../../../../../src-main/detection/boxes/pyramid-levels";
import { readFixture, readFloats, readIntegers, type PackedArray } from "../../../../builders/read-arrays";

const fixture = readFixture<{
  readonly boxes: PackedArray;
  readonly answers: Readonly<Record<"2-5" | "3-7", PackedArray>>;
}>("boxes/levels.json");

test("torchvision's levels are met, sides of whole powers of two included", () => {
  const boxes = readFloats(fixture.boxes);
  const levels = (minLevel: number, maxLevel: number): number[] => [
    ...assignPyramidLevels(boxes, { minLevel, maxLevel }),
  ];
  expect(levels(2, 5)).toEqual([...readIntegers(fixture.answers["2-5"])]);
  expect(levels(3, 7)).toEqual([...readIntegers(fixture.answers["3-7"])]);
});

test("regions split by level come back in their order", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3)), (list) => {
      const boxes = Float32Array.from({ length: 4 * list.length }, (_, at) => at);
      const { regions, order } = splitByLevel(boxes, Int32Array.from(list), 4);
      expect(regions.map((level) => level.length / 4)).toEqual(
        [0, 1, 2, 3].map((level) => list.filter((entry) => entry === level).length),
      );
      const joined = regions.flatMap((level) => [...level]);
      const again = [...order].flatMap((place) => joined.slice(4 * Number(place), 4 * Number(place) + 4));
      expect(again).toEqual([...boxes]);
    }),
  );
});
