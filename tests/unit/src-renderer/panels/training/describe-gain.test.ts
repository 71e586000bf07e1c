/** @file What a training gained, in one sentence. */
import { expect, test } from "vitest";
import { describeGain } from "../../../../../src-renderer/panels/training/describe-gain";
import type { ComparedFigure } from "../../../../../src-shared/domain/comparison";
import { TrainingOutcome } from "../../../../../src-shared/domain/training";

const GAIN: ComparedFigure = { figure: "AP", left: 0.3124, right: 0.3551, difference: 0.0427 };

function describe(...figures: readonly ComparedFigure[]): string | undefined {
  return describeGain(TrainingOutcome.parse({ scoreThreshold: 0.5, iouThreshold: 0.5, figures, changed: [] }));
}

test("a gain is told with its interval, and whether it may be chance", () => {
  expect(describe({ ...GAIN, interval: { low: -0.01, high: 0.09 } })).toBe(
    "Average precision went from 0.312 to 0.355, by +0.043 (95 % −0.010 to +0.090), which may be chance.",
  );
  expect(describe({ ...GAIN, interval: { low: 0.01, high: 0.09 } })).toMatch(/, more than chance explains\.$/u);
  const lost = { ...GAIN, right: 0.3, difference: -0.0124, interval: { low: -0.02, high: -0.01 } };
  expect(describe(lost)).toMatch(/by −0\.012 .*, worse than before, more than chance explains\.$/u);
});

test("without an interval the figures stand alone, and without figures nothing is said", () => {
  expect(describe(GAIN)).toBe("Average precision went from 0.312 to 0.355.");
  expect(describe()).toBeUndefined();
});
