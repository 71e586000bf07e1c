/** @file Checks the recall of findings of three sizes. */
import { expect, test } from "vitest";
import { notebookTable } from "../../../../../src-main/detection/evaluation/notebook-table";
import { recallBySize } from "../../../../../src-main/detection/evaluation/recall-by-size";
import { evaluationTableOf, type PlainImage } from "../../../../builders/arbitrary-images";

const square = (sidePx: number) => ({ box: { x1: 0, y1: 0, x2: sidePx, y2: sidePx } });

test("a finding of 64 × 64 pixels is medium, of 96 × 96 large", () => {
  const references = [square(63), square(64), square(95), square(96)];
  const sizes = recallOf({ id: "a", references, detections: [] });
  expect(sizes).toMatchObject({ small: { count: 1 }, medium: { count: 2 }, large: { count: 1 } });
});

test("a finding is found by a score above 0.5 with an overlap above 0.5, not by either at 0.5", () => {
  expect(recallOfOne(0.51, 5.1)).toBe(1);
  expect(recallOfOne(0.5, 5.1)).toBe(0);
  expect(recallOfOne(0.51, 5)).toBe(0);
});

function recallOfOne(score: number, heightPx: number): number {
  const detection = { box: { x1: 0, y1: 0, x2: 10, y2: heightPx }, score };
  return recallOf({ id: "a", references: [square(10)], detections: [detection] }).small.recall;
}

function recallOf(image: PlainImage) {
  return recallBySize(notebookTable(evaluationTableOf([image])));
}
