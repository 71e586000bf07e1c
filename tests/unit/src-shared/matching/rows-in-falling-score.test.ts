/** @file Checks the order of detections by score against a stable sort. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { rowsInFallingScore } from "../../../../src-shared/matching/rows-in-falling-score";

const scores = fc.oneof(
  // Ties, neighbours closer than any bucket, and the ends.
  fc.constantFrom(0, 1, 0.5, 0.5 + 2 ** -40, 0.5 - 2 ** -40, Number.MIN_VALUE, 1 - Number.EPSILON),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.double({ min: 0.25, max: 0.25 + 1e-6, noNaN: true }),
);

test("rows stand in falling score, ties as they came", () => {
  fc.assert(
    fc.property(fc.array(scores, { maxLength: 400 }), (values) => {
      const expected = values.map((_, row) => row).toSorted((a, b) => values[b]! - values[a]!);
      expect([...rowsInFallingScore(runOf(values))]).toEqual(expected);
    }),
  );
});

test("more than a bucket's worth of scores that all but tie are ordered too", () => {
  const values = Array.from({ length: 500 }, (_, row) => 0.5 + ((row * 37) % 250) * 2 ** -50);
  const expected = values.map((_, row) => row).toSorted((a, b) => values[b]! - values[a]!);
  expect([...rowsInFallingScore(runOf(values))]).toEqual(expected);
});

test("a table is ordered once", () => {
  const run = runOf([0.1, 0.2]);
  expect(rowsInFallingScore(run)).toBe(rowsInFallingScore(run));
});

function runOf(values: readonly number[]) {
  const head = { images: [{ detections: values.length, references: 0 }], referenceLabels: [] };
  return {
    head: { ...head, detectionLabels: values.map(() => 0) },
    detections: Float64Array.from(values.flatMap((score) => [0, 0, 1, 1, score])),
    references: new Float64Array(),
  };
}
