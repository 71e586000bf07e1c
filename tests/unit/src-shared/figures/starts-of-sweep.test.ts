/** @file What a sweep's trainings are held against. */
import { expect, test } from "vitest";
import type { SweepStart } from "../../../../src-shared/domain/sweep";
import { startsOfSweep } from "../../../../src-shared/figures/starts-of-sweep";

const learningRate = 0.1;
const UNSURE: SweepStart = { AP: 0.1 };
const SURE: SweepStart = { AP: 0.1, intervals: { AP: { low: 0.05, high: 0.2 } } };

test("each size has one start, the smallest first, with its interval where one training has ended", () => {
  const members = [
    { point: { learningRate, inputSizePx: 320 }, start: UNSURE },
    { point: { learningRate, inputSizePx: 256 }, start: UNSURE },
    { point: { learningRate, inputSizePx: 320 }, start: SURE },
    { point: { learningRate, inputSizePx: 320 }, start: UNSURE },
    { point: { learningRate, inputSizePx: 512 } },
  ];
  expect(startsOfSweep(members)).toEqual([
    { ...UNSURE, inputSizePx: 256 },
    { ...SURE, inputSizePx: 320 },
  ]);
});

test("where all are of the card's own size, the start has none, and from scratch there is none", () => {
  expect(startsOfSweep([{ point: { learningRate }, start: SURE }])).toEqual([SURE]);
  expect(startsOfSweep([{ point: { learningRate } }])).toEqual([]);
});
