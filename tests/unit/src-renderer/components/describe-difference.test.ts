/** @file Differences as tables write them. */
import { expect, test } from "vitest";
import {
  readableInterval,
  readablePValue,
  readableSigned,
  surerRun,
} from "../../../../src-renderer/components/describe-difference";

test("a difference carries its sign, and what rounds to nothing has none", () => {
  expect([0.0124, -0.034, 0, -0.0001, undefined].map((value) => readableSigned(value, 3))).toEqual([
    "+0.012",
    "−0.034",
    "0.000",
    "0.000",
    "–",
  ]);
  expect(readableInterval({ low: -0.01, high: 0.034 }, 3)).toBe("−0.010 to +0.034");
  expect(readableInterval(undefined, 3)).toBe("–");
});

test("a p value is never smaller than one resample can show", () => {
  expect([0, 0.001, 0.0421, 0.5].map((value) => readablePValue(value, 1000))).toEqual([
    "≤ 0.001",
    "≤ 0.001",
    "0.042",
    "0.50",
  ]);
  expect(readablePValue(undefined, 0)).toBe("–");
});

test("a run is surer only where the interval leaves zero out", () => {
  expect(surerRun({ interval: { low: 0.01, high: 0.02 } })).toBe("right");
  expect(surerRun({ interval: { low: -0.02, high: -0.01 } })).toBe("left");
  expect(surerRun({ interval: { low: -0.02, high: 0.01 } })).toBeUndefined();
  expect(surerRun({ interval: undefined })).toBeUndefined();
});
