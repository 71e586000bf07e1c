/** @file The twister is tested against what NumPy itself drew (tests/builders/numpy-random-state.py). */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { MersenneTwister } from "../../../../../src-main/numerics/random/mersenne-twister";
import { Failure } from "../../../../../src-shared/domain/failure";

interface Draws {
  readonly seed: number;
  readonly uint32: readonly number[];
  readonly random: readonly number[];
  readonly bounds: readonly number[];
  readonly below: readonly number[];
  readonly permutation: readonly number[];
}

const drawn = readJson("../../../../fixtures/random/numpy-random-state.json") as readonly Draws[];
const ORACLE = "../../../../../../shared/oracles/dataset/expected.json";

test.each(drawn)("the words, shares and bounded numbers of seed $seed are NumPy's", (draws) => {
  const words = new MersenneTwister(draws.seed);
  const everyHundredth = Array.from({ length: 1300 }, () => words.uint32()).filter((_, place) => place % 100 === 0);
  expect(everyHundredth).toEqual(draws.uint32);

  const shares = new MersenneTwister(draws.seed);
  expect(draws.random.map(() => shares.random())).toEqual(draws.random);

  const bounded = new MersenneTwister(draws.seed);
  expect(draws.bounds.map((bound) => bounded.below(bound))).toEqual(draws.below);
});

test.each(drawn)("the permutation of seed $seed is NumPy's", ({ seed, permutation }) => {
  expect([...new MersenneTwister(seed).permutation(permutation.length)]).toEqual(permutation);
});

test.skipIf(!existsSync(new URL(ORACLE, import.meta.url)))("the oracle's permutations in ../shared are met", () => {
  const { permutation } = readJson(ORACLE) as { permutation: Record<string, readonly number[]> };
  for (const [key, expected] of Object.entries(permutation)) {
    const seed = Number(/^seed(\d+)_/.exec(key)?.[1]);
    expect([...new MersenneTwister(seed).permutation(expected.length)], key).toEqual(expected);
  }
});

test("a permutation holds every number once", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 300 }), (seed, n) => {
      const order = new MersenneTwister(seed).permutation(n);
      expect([...order].toSorted((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, place) => place));
    }),
  );
});

test.each([-1, 1.5, 2 ** 32, Number.NaN, Number.POSITIVE_INFINITY])(
  "a seed of %s is refused with what fits",
  (seed) => {
    expect(() => new MersenneTwister(seed)).toThrow(Failure);
    expect(() => new MersenneTwister(seed)).toThrow(`The seed is ${seed}; a whole number from 0 to 4294967295`);
  },
);

test.each([0, -3, 2.5, 2 ** 32 + 1])("a number below %s cannot be drawn", (bound) => {
  expect(() => new MersenneTwister(1).below(bound)).toThrow(RangeError);
});

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(fileURLToPath(new URL(path, import.meta.url)), "utf8"));
}
