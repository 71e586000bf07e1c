/** @file Checks the notebook's `evaluate` in the corners where it differs from a greedy matching by score. */
import { expect, test } from "vitest";
import { averagePerImage } from "../../../../../src-main/detection/evaluation/average-per-image";
import { notebookTable } from "../../../../../src-main/detection/evaluation/notebook-table";
import { evaluationTableOf, type PlainImage } from "../../../../builders/arbitrary-images";

const THRESHOLDS = { iouThreshold: 0.5, scoreThreshold: 0.5 };
const left = { box: { x1: 0, y1: 0, x2: 10, y2: 10 } };
const right = { box: { x1: 3, y1: 0, x2: 13, y2: 10 } };

function average(images: readonly Omit<PlainImage, "id">[], thresholds = THRESHOLDS) {
  return averagePerImage(
    notebookTable(evaluationTableOf(images.map((image, index) => ({ id: `image-${index}`, ...image })))),
    thresholds,
  );
}

test("references choose in their own order, so that the first takes the detection that fits the second better", () => {
  const between = { box: { x1: 2, y1: 0, x2: 12, y2: 10 }, score: 0.9 };
  const { recall, meanIou } = average([{ references: [left, right], detections: [between] }]);
  expect(recall).toBe(0.5);
  expect(meanIou).toBe(80 / 120);
});

test("a score that equals the threshold is left out", () => {
  expect(average([one(0.5)]).recall).toBe(0);
  expect(average([one(0.51)]).recall).toBe(1);
});

test("a score of 0.05 in float32, a little more than 0.05, is not above the threshold 0.05", () => {
  const thresholds = { iouThreshold: 0.4, scoreThreshold: 0.05 };
  const image = { references: [left], detections: [{ ...left, score: Math.fround(0.05) }] };
  expect(average([image], thresholds).recall).toBe(0);
});

test("an overlap that equals the threshold is found", () => {
  const half = { box: { x1: 0, y1: 0, x2: 10, y2: 5 }, score: 0.9 };
  expect(average([{ references: [left], detections: [half] }]).recall).toBe(1);
});

test("an image without boxes counts with precision and recall 0, as the notebook counts it", () => {
  const found = { references: [left], detections: [{ ...left, score: 0.9 }] };
  const empty = { references: [], detections: [] };
  expect(average([found, empty])).toEqual({ ...THRESHOLDS, precision: 0.5, recall: 0.5, meanIou: 1 });
});

test("nothing is averaged over no images", () => {
  expect(average([])).toEqual(THRESHOLDS);
});

function one(score: number): Omit<PlainImage, "id"> {
  return { references: [left], detections: [{ ...left, score }] };
}
