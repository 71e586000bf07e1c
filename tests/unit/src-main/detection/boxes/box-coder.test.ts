/** @file Checks the box coder against torchvision's. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { decodeBoxes, encodeBoxes, type BoxWeights } from "../../../../../src-main/detection/boxes/box-coder";
import { readFixture, readFloats, type PackedArray } from "../../../../builders/read-arrays";

const fixture = readFixture<{
  readonly references: PackedArray;
  readonly deltas: PackedArray;
  readonly boxes: PackedArray;
  readonly kinds: readonly {
    readonly weights: BoxWeights;
    readonly decoded: PackedArray;
    readonly encoded: PackedArray;
  }[];
}>("boxes/coder.json");
const references = readFloats(fixture.references);

test.each(fixture.kinds)("boxes decoded with weights $weights are torchvision's to the last bit", (kind) => {
  expect(decodeBoxes(readFloats(fixture.deltas), references, kind.weights)).toEqual(readFloats(kind.decoded));
});

test.each(fixture.kinds)("deltas encoded with weights $weights are torchvision's to the last bit", (kind) => {
  expect(encodeBoxes(readFloats(fixture.boxes), references, kind.weights)).toEqual(readFloats(kind.encoded));
});

const side = fc.float({ min: 1, max: 400, noNaN: true });
const box = fc.tuple(side, side, side, side).map(([x, y, width, height]) => [x, y, x + width, y + height]);

test("decoding undoes encoding, whatever the boxes", () => {
  fc.assert(
    fc.property(box, box, (target, reference) => {
      const [from, boxes] = [Float32Array.from(reference), Float32Array.from(target)];
      fc.pre((boxes[2]! - boxes[0]!) / (from[2]! - from[0]!) < 60);
      fc.pre((boxes[3]! - boxes[1]!) / (from[3]! - from[1]!) < 60);
      const weights = [10, 10, 5, 5] as const;
      const again = decodeBoxes(encodeBoxes(boxes, from, weights), from, weights);
      // Corners up to 800 in float32, after a dozen roundings.
      expect(Math.max(...again.map((corner, at) => Math.abs(corner - boxes[at]!)))).toBeLessThan(2e-3);
    }),
  );
});

test("unequal counts are refused", () => {
  expect(() => decodeBoxes(new Float32Array(4), new Float32Array(8), [1, 1, 1, 1])).toThrow(
    "1 rows were given for 2 reference boxes.",
  );
});
