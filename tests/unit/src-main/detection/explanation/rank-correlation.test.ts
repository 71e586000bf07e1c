/** @file Checks the rank correlation against SciPy's. */
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { rankCorrelation } from "../../../../../src-main/detection/explanation/rank-correlation";

interface CorrelationCase {
  readonly one: readonly number[];
  readonly other: readonly number[];
  readonly correlation: number;
}

const fixture = new URL("../../../../fixtures/explanation/measures.json", import.meta.url);
const { correlations } = JSON.parse(readFileSync(fixture, "utf8")) as { readonly correlations: CorrelationCase[] };

test.each(correlations)(
  "ranks of $one.length values with ties correlate as SciPy says",
  ({ one, other, correlation }) => {
    expect(rankCorrelation(Float32Array.from(one), Float32Array.from(other))).toBeCloseTo(correlation, 12);
  },
);

const values = fc.float32Array({ minLength: 2, maxLength: 40, min: 0, max: 1, noNaN: true });

test("a map orders places as itself, also when its values are stretched, and contrary to its opposite", () => {
  fc.assert(
    fc.property(values, (map) => {
      fc.pre(new Set(map).size > 1);
      expect(rankCorrelation(map, map)).toBeCloseTo(1, 12);
      expect(
        rankCorrelation(
          map,
          map.map((value) => 4 * value),
        ),
      ).toBeCloseTo(1, 12);
      expect(
        rankCorrelation(
          map,
          map.map((value) => -value),
        ),
      ).toBeCloseTo(-1, 12);
    }),
  );
});

test("a map that is the same throughout orders nothing", () => {
  expect(rankCorrelation(Float32Array.of(2, 2, 2), Float32Array.of(1, 2, 3))).toBeUndefined();
});
