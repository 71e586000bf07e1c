/** @file Checks that numbers at anchors lie where heads answer them. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { gatherDeltas } from "../../../../../src-main/detection/boxes/gather-deltas";
import {
  AnchorPlanes,
  layOutAnchors,
  type AnchorLevels,
} from "../../../../../src-main/detection/training/anchor-planes";

const grid = fc.record({ gridHeight: fc.integer({ min: 1, max: 4 }), gridWidth: fc.integer({ min: 1, max: 4 }) });
/** With any number of anchors at each cell, and corners that tell every anchor from the others. */
const levels = fc
  .array(fc.tuple(grid, fc.integer({ min: 1, max: 3 })), { minLength: 1, maxLength: 3 })
  .map((kinds): AnchorLevels => ({
    grids: kinds.map(([each]) => each),
    anchors: kinds.map(([{ gridHeight, gridWidth }, kind], level) =>
      Float32Array.from({ length: 4 * kind * gridHeight * gridWidth }, (_, place) => 1000 * level + place),
    ),
  }));

test("what is laid out as planes is gathered again as rows", () => {
  fc.assert(
    fc.property(levels, (given) => {
      for (const [level, planes] of layOutAnchors(given).entries()) {
        const { gridHeight, gridWidth } = given.grids[level]!;
        const places = Int32Array.from({ length: planes.length / 4 }, (_, place) => place);
        expect(gatherDeltas(planes, places, gridHeight * gridWidth)).toEqual(given.anchors[level]);
      }
    }),
  );
});

test("an image's rows stay within the image", () => {
  fc.assert(
    fc.property(levels, fc.nat(2), (given, image) => {
      const [written, filled] = [new AnchorPlanes(given, 3, 2), new AnchorPlanes(given, 3, 2)];
      const anchors = given.anchors.reduce((sum, each) => sum + each.length / 4, 0);
      for (let anchor = 0; anchor < anchors; anchor++) written.set(image, anchor, [5, 5]);
      filled.fill(image, 5);
      expect(written.levels).toEqual(filled.levels);
      for (const planes of written.levels) {
        const third = planes.length / 3;
        expect(planes.every((value, place) => (Math.floor(place / third) === image ? value === 5 : value === 0))).toBe(
          true,
        );
      }
    }),
  );
});
