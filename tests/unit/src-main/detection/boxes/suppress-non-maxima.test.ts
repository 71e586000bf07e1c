/** @file Checks which boxes survive suppression, equal scores included, against torchvision's. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fallingOrder } from "../../../../../src-main/detection/boxes/falling-order";
import { intersectionOverUnionFloat32 } from "../../../../../src-main/detection/boxes/intersection-over-union-float32";
import { suppressNonMaxima } from "../../../../../src-main/detection/boxes/suppress-non-maxima";
import { readFixture, readFloats, readIntegers, type PackedArray } from "../../../../builders/read-arrays";

interface SuppressionCase {
  readonly threshold: number;
  readonly boxes: PackedArray;
  readonly scores: PackedArray;
  readonly groups: PackedArray;
  readonly whole: PackedArray;
  readonly each: PackedArray;
}
const cases = readFixture<readonly SuppressionCase[]>("boxes/suppression.json");

test.each(cases)("torchvision's nms keeps the same boxes in the same order, case $#", (each) => {
  const kept = suppressNonMaxima(readFloats(each.boxes), readFloats(each.scores), { iouThreshold: each.threshold });
  expect([...kept]).toEqual([...readIntegers(each.whole)]);
});

test.each(cases)("torchvision's batched_nms keeps the same boxes in the same order, case $#", (each) => {
  const groups = readIntegers(each.groups);
  const options = { iouThreshold: each.threshold, groups };
  const [boxes, scores] = [readFloats(each.boxes), readFloats(each.scores)];
  const expected = [...readIntegers(each.each)];
  expect([...suppressNonMaxima(boxes, scores, options)]).toEqual(expected);
  expect([...suppressNonMaxima(boxes, scores, { ...options, limit: 9 })]).toEqual(expected.slice(0, 9));
});

const someBoxes = fc.array(
  fc.record({ at: fc.tuple(fc.nat(30), fc.nat(30), fc.nat(20), fc.nat(20)), score: fc.nat(5), group: fc.nat(2) }),
  { maxLength: 60 },
);

test("no two that are kept overlap, and each that is not kept overlaps a better one", () => {
  fc.assert(
    fc.property(someBoxes, fc.constantFrom(0, 0.3, 0.5, 0.7, 1), (list, iouThreshold) => {
      const corners = list.map(({ at: [x, y, width, height] }) => ({ x1: x, y1: y, x2: x + width, y2: y + height }));
      const boxes = Float32Array.from(corners.flatMap(({ x1, y1, x2, y2 }) => [x1, y1, x2, y2]));
      const scores = Float32Array.from(list, ({ score }) => score / 5);
      const groups = Int32Array.from(list, ({ group }) => group);
      const kept = [...suppressNonMaxima(boxes, scores, { iouThreshold, groups })];
      const overlaps = (a: number, b: number): boolean =>
        groups[a] === groups[b] && Math.fround(intersectionOverUnionFloat32(corners[a]!, corners[b]!)) > iouThreshold;
      for (const place of list.keys()) {
        const rivals = kept.filter((other) => other !== place && overlaps(other, place));
        if (kept.includes(place)) expect(rivals).toEqual([]);
        else expect(rivals.some((other) => scores[other]! >= scores[place]!)).toBe(true);
      }
    }),
  );
});

test("numbers fall, equal ones keep their order, and what is no number stands first", () => {
  const values = Float32Array.of(0, -2, 5, -0, NaN, 5, -Infinity, Infinity, 1e-45, -1e-45);
  expect([...fallingOrder(values)]).toEqual([4, 7, 2, 5, 8, 0, 3, 9, 1, 6]);
});

test("unequal counts are refused", () => {
  expect(() => suppressNonMaxima(new Float32Array(8), new Float32Array(1), { iouThreshold: 0.5 })).toThrow(
    "There are 2 boxes, 1 scores and no groups; as many of each were expected.",
  );
});
