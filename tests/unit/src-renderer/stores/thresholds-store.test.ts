/** @file The linked thresholds. */
import { beforeEach, expect, test } from "vitest";
import { DEFAULT_THRESHOLDS, useThresholds } from "../../../../src-renderer/stores/thresholds-store";

beforeEach(() => useThresholds.setState(DEFAULT_THRESHOLDS));

test("many small steps end where one large one does", () => {
  for (let step = 0; step < 40; step++) useThresholds.getState().stepScoreThreshold(1);
  expect(useThresholds.getState().scoreThreshold).toBe(0.7);
});

test("thresholds stay inside what they can mean", () => {
  const { setScoreThreshold, setIouThreshold, stepScoreThreshold } = useThresholds.getState();
  setScoreThreshold(1.4);
  setIouThreshold(0);
  expect(useThresholds.getState()).toMatchObject({ scoreThreshold: 1, iouThreshold: 0.05 });
  stepScoreThreshold(5);
  setIouThreshold(Number.NaN);
  expect(useThresholds.getState()).toMatchObject({ scoreThreshold: 1, iouThreshold: 0.05 });
});
