/** @file A comparison of two runs as a person reads it. */
import { expect, test } from "vitest";
import { formatComparison } from "../../../../../src-main/entries/commands/format-comparison";
import { Comparison } from "../../../../../src-shared/domain/comparison";

const comparison = Comparison.parse({
  leftRunId: "de95c495-01a5-4f47-85e3-eeea7bb19e81",
  rightRunId: "ccfb8ef2-79cc-43e0-a4bc-fc2be20ca6fa",
  images: 1,
  leftOut: 113,
  scoreThreshold: 0.3,
  iouThreshold: 0.5,
  resamples: 1000,
  seed: 0,
  createdAt: "2026-11-23T13:42:11.241Z",
  figures: [
    { figure: "AP", left: 0.5, right: 0.625, difference: 0.125, interval: { low: -0.05, high: 0.2 }, pValue: 0.25 },
    { figure: "rsna", left: 0.25, right: 0.25, difference: 0 },
    { figure: "auc" },
    { figure: "precision", right: 0 },
  ],
  changed: [],
});

test("a difference or an interval that is missing says why", () => {
  const lines = formatComparison(comparison).split("\n");
  expect(lines[0]).toBe("1 image that both runs cover, 113 left out, at score ≥ 0.3, IoU ≥ 0.5");
  expect(lines.slice(4, 8).map((line) => line.split(/ {2,}/u))).toEqual([
    ["AP", "0.5000", "0.6250", "+0.1250", "-0.0500 to 0.2000", "0.250"],
    ["rsna", "0.2500", "0.2500", "0.0000", "–, from too few patients", "–"],
    ["auc", "–", "–", "–", "–, the images are all positive or all negative", "–"],
    ["precision", "–", "0.0000", "–", "–, no detection reaches the score threshold", "–"],
  ]);
  expect(lines.at(-1)).toBe("No case changed.");
});

test("without resamples nobody is told of too few patients", () => {
  expect(formatComparison({ ...comparison, resamples: 0 })).toMatch(/rsna .+0\.0000 +–, without resamples/u);
});
