/** @file Histograms are tested against NumPy's own (tests/builders/numpy-histograms.py). */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { numpyHistogram } from "../../../../../src-main/detection/dataset/numpy-histogram";

const file = fileURLToPath(new URL("../../../../fixtures/dataset/numpy-histograms.json", import.meta.url));
const cases = JSON.parse(readFileSync(file, "utf8")) as readonly {
  readonly values: readonly number[];
  readonly bins: number;
  readonly counts: readonly number[];
  readonly edges: readonly number[];
}[];

test.each(cases)("$values.length values in $bins bins are counted as NumPy counts them", (expected) => {
  const { counts, edges } = expected;
  expect(numpyHistogram(expected.values, expected.bins)).toEqual({ counts, edges });
});

test("every value is counted once, between edges that rise", () => {
  // Among numbers below 1e-300 a step has too few digits for edges that rise, in NumPy as here.
  const value = fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((each) => (Math.abs(each) < 1e-300 ? 0 : each));
  const values = fc.array(value, { minLength: 1 });
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 60 }), (given, bins) => {
      const { counts, edges } = numpyHistogram(given, bins)!;
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(given.length);
      expect(edges).toEqual([...edges].toSorted((a, b) => a - b));
    }),
  );
});

test("without values, or over a range that is not finite, there is no histogram", () => {
  for (const values of [[], [1, Infinity], [Infinity], [-1e308, 1e308]]) {
    expect(numpyHistogram(values, 50)).toBeUndefined();
  }
});
