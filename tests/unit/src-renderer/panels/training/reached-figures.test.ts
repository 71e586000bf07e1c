/** @file What trainings that are compared began with and reached. */
import { expect, test } from "vitest";
import { reachedFigures } from "../../../../../src-renderer/panels/training/reached-figures";
import type { ComparedFigure } from "../../../../../src-shared/domain/comparison";
import { type Training, TrainingOutcome } from "../../../../../src-shared/domain/training";

const GAIN: ComparedFigure = {
  figure: "AP",
  left: 0.3124,
  right: 0.3551,
  leftInterval: { low: 0.2, high: 0.4 },
  difference: 0.0427,
  interval: { low: -0.01, high: 0.09 },
};

test("trainings beside each other show start, best and gain, each with its interval once it has been drawn", () => {
  const outcome = TrainingOutcome.parse({ scoreThreshold: 0.5, iouThreshold: 0.5, figures: [GAIN], changed: [] });
  expect(reachedFigures({ bestAp: 0.3551, outcome } as unknown as Training)).toEqual({
    start: "0.312 (0.200 to 0.400)",
    best: "0.355",
    gain: "+0.043 (−0.010 to +0.090)",
  });
});

test("of a training that still runs only the best so far is known", () => {
  const running = { bestAp: 0.2 } as unknown as Training;
  expect(reachedFigures(running)).toEqual({ start: undefined, best: "0.200", gain: undefined });
});
