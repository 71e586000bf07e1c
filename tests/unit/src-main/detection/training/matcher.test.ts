/** @file Checks what holds of every match between candidates and reference boxes. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { intersectionOverUnionFloat32 } from "../../../../../src-main/detection/boxes/intersection-over-union-float32";
import { boxAt } from "../../../../../src-main/detection/training/box-at";
import { BACKGROUND, LEFT_OUT, matchBoxes, type MatchRule } from "../../../../../src-main/detection/training/matcher";

// Eighths are exact in float32, and so are their halves and doubles.
const corner = fc.integer({ min: 0, max: 160 }).map((eighths) => eighths / 8);
const side = fc.integer({ min: 1, max: 80 }).map((eighths) => eighths / 8);
const box = fc.tuple(corner, corner, side, side).map(([x, y, width, height]) => [x, y, x + width, y + height]);
const boxes = (minLength: number): fc.Arbitrary<Float32Array> =>
  fc.array(box, { minLength, maxLength: 12 }).map((rows) => Float32Array.from(rows.flat()));
const rule: MatchRule = { foregroundIou: 0.5, backgroundIou: 0.25, keepsBestOfEach: true };

function overlapOf(candidates: Float32Array, place: number, references: Float32Array, row: number): number {
  return Math.fround(intersectionOverUnionFloat32(boxAt(references, row), boxAt(candidates, place)));
}

function overlapsOf(candidates: Float32Array, place: number, references: Float32Array): readonly number[] {
  return Array.from({ length: references.length / 4 }, (_, row) => overlapOf(candidates, place, references, row));
}

test("each candidate stands for the first of the boxes that it overlaps most, or for none where that is little", () => {
  fc.assert(
    fc.property(boxes(1), boxes(1), (candidates, references) => {
      const matches = matchBoxes(candidates, references, { ...rule, keepsBestOfEach: false });
      for (const [place, match] of matches.entries()) {
        const overlaps = overlapsOf(candidates, place, references);
        const most = Math.max(...overlaps);
        const expected = most >= 0.5 ? overlaps.indexOf(most) : most < 0.25 ? BACKGROUND : LEFT_OUT;
        expect(match).toBe(expected);
      }
    }),
  );
});

test("each box that any candidate touches keeps those that overlap it most, if not for itself", () => {
  fc.assert(
    fc.property(boxes(1), boxes(1), (candidates, references) => {
      const matches = matchBoxes(candidates, references, rule);
      const closest = Array.from({ length: references.length / 4 }, (_, row) => closestTo(candidates, references, row));
      expect(closest.flat().filter((place) => matches[place]! < 0)).toEqual([]);
    }),
  );
});

function closestTo(candidates: Float32Array, references: Float32Array, row: number): readonly number[] {
  const overlaps = Array.from({ length: candidates.length / 4 }, (_, at) => overlapOf(candidates, at, references, row));
  const most = Math.max(...overlaps);
  return overlaps.flatMap((overlap, place) => (most > 0 && overlap === most ? [place] : []));
}

test("twice the image has the same matches", () => {
  fc.assert(
    fc.property(boxes(1), boxes(0), (candidates, references) => {
      const doubled = (corners: Float32Array): Float32Array => corners.map((each) => 2 * each);
      expect(matchBoxes(doubled(candidates), doubled(references), rule)).toEqual(
        matchBoxes(candidates, references, rule),
      );
    }),
  );
});

describe("reference boxes out of the ordinary", () => {
  const candidates = Float32Array.of(0, 0, 4, 4, 10, 10, 14, 14);

  test("none: all is background", () => {
    expect(matchBoxes(candidates, new Float32Array(0), rule)).toEqual(Int32Array.of(BACKGROUND, BACKGROUND));
  });

  test("one that no candidate touches claims none", () => {
    const references = Float32Array.of(0, 0, 4, 4, 30, 30, 40, 40);
    expect(matchBoxes(candidates, references, rule)).toEqual(Int32Array.of(0, BACKGROUND));
  });

  test("one without an area is refused", () => {
    expect(() => matchBoxes(candidates, Float32Array.of(5, 5, 5, 9), rule)).toThrow(
      "A reference box has the corners 5, 5, 5, 9; one with an area was expected.",
    );
  });
});
