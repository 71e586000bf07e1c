/** @file Checks the order in which the largest values are taken, equal ones included, against torch. */
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { topDistinct } from "../../../../../src-main/detection/boxes/top-distinct";
import { topK } from "../../../../../src-main/detection/boxes/top-k";

type Entry = number | null | readonly [number | null, number];
const fixture = new URL("../../../../fixtures/top-k/top-k.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(fixture, "utf8")) as {
  readonly cases: readonly { readonly values: readonly Entry[]; readonly answers: readonly (readonly number[])[] }[];
};

test("torch's choice and order are met to the last index", () => {
  expect(cases.length).toBeGreaterThan(70);
  for (const { values, answers } of cases) {
    const numbers = unpack(values);
    for (const answer of answers) expect([...topK(numbers, answer.length).indices]).toEqual(answer);
  }
});

test("the reference breaks ties otherwise than by index, or it would prove nothing", () => {
  const byIndex = cases.filter(({ values, answers }) => {
    const numbers = unpack(values);
    return answers.every((answer) => answer.join() === stableTop(numbers, answer.length).join());
  });
  expect(byIndex.length).toBeLessThan(cases.length / 2);
});

const manyTies = fc.array(fc.oneof({ weight: 9, arbitrary: fc.integer({ min: -3, max: 3 }) }, fc.constant(NaN)), {
  maxLength: 400,
});

test("whatever the ties, different entries are taken, and their values are those that any sort would take", () => {
  fc.assert(
    fc.property(manyTies, fc.nat(), (list, seed) => {
      const numbers = Float32Array.from(list);
      const count = seed % (list.length + 1);
      const { values, indices } = topK(numbers, count);
      expect(new Set(indices).size).toBe(count);
      expect([...values]).toEqual(Array.from(indices, (index) => numbers[index]));
      expect([...values]).toEqual(stableTop(numbers, count).map((index) => numbers[index]));
    }),
  );
});

test("values that all differ come in falling order", () => {
  const { values, indices } = topK(Float32Array.of(2, -1, 9, 4), 3);
  expect([...values]).toEqual([9, 4, 2]);
  expect([...indices]).toEqual([2, 3, 0]);
});

const wildNumbers = fc.array(
  fc.oneof(fc.float({ noNaN: true, noDefaultInfinity: true }), fc.float({ min: -8, max: 4, noNaN: true })),
  {
    minLength: 1,
    maxLength: 300,
  },
);

test("numbers that all differ are taken the quick way, few or many, and never where the sort would decide", () => {
  fc.assert(
    fc.property(wildNumbers, fc.nat(), (list, seed) => {
      // Past the length below which all are sorted; −9 to −8 are smaller than nearly all that were drawn.
      const filling = Array.from({ length: 5000 }, (_, place) => -9 + place / 5000);
      for (const numbers of [Float32Array.from(list), Float32Array.from([...filling, ...list])]) {
        const count = 1 + (seed % list.length);
        const sorted = numbers.toSorted().toReversed();
        const isDistinct = new Set(sorted.subarray(0, count + 1)).size === Math.min(count + 1, sorted.length);
        const top = topDistinct(numbers, count);
        expect(top && [...top]).toEqual(isDistinct ? stableTop(numbers, count) : undefined);
      }
    }),
  );
});

test("what is no number is left to the sort, with either sign", () => {
  const many = Float32Array.from({ length: 5000 }, (_, place) => place);
  for (const bits of [0x7fc00000, 0xffc00000, 0xff800001]) {
    new Uint32Array(many.buffer)[17] = bits;
    expect(topDistinct(many, 3)).toBeUndefined();
    expect(topK(many, 3).indices[0]).toBe(17);
  }
});

test("none can be asked for, but no more than there are", () => {
  expect(topK(new Float32Array(0), 0).indices).toHaveLength(0);
  expect(() => topK(Float32Array.of(1, 2), 3)).toThrow("The 3 largest were asked for; 0 to 2 can be had.");
  expect(() => topK(Float32Array.of(1, 2), 0.5)).toThrow("0 to 2");
});

function unpack(entries: readonly Entry[]): Float32Array {
  const runs = entries.map((entry) => (Array.isArray(entry) ? entry : [entry, 1]) as readonly [number | null, number]);
  return Float32Array.from(runs.flatMap(([value, count]) => Array<number>(count).fill(value ?? NaN)));
}

/** Places of the largest, not-a-number first, the lowest index first among equals. */
function stableTop(numbers: Float32Array, count: number): readonly number[] {
  const rank = (place: number): number => (Number.isNaN(numbers[place]) ? Infinity : numbers[place]!);
  const places = Array.from(numbers, (_, place) => place);
  return places.toSorted((a, b) => (rank(a) === rank(b) ? a - b : rank(b) - rank(a))).slice(0, count);
}
