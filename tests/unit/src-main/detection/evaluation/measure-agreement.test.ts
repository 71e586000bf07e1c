/** @file Checks how two computations of one detector are compared. */
import { expect, test } from "vitest";
import { measureAgreement } from "../../../../../src-main/detection/evaluation/measure-agreement";

function answer(...rows: readonly (readonly [...box: number[], score: number, label: number])[]) {
  return {
    boxes: Float32Array.from(rows.flatMap((row) => row.slice(0, 4))),
    scores: Float32Array.from(rows.map((row) => row[4]!)),
    labels: rows.map((row) => row[5]!),
  };
}

test("equal answers agree to the last bit, in whatever order they come", () => {
  const left = answer([0, 0, 10, 10, 0.9, 1], [20, 20, 40, 40, 0.5, 1]);
  const right = answer([20, 20, 40, 40, 0.5, 1], [0, 0, 10, 10, 0.9, 1]);
  expect(measureAgreement([[left, right]])).toEqual({ matched: 2, unmatched: 0, boxPx: 0, score: 0 });
});

test("the largest shift of a corner and the largest change of a score are told, over all images", () => {
  const first = [answer([0, 0, 10, 10, 0.5, 1]), answer([0, 0.25, 10, 10, 0.5, 1])] as const;
  const second = [answer([0, 0, 8, 8, 0.75, 1]), answer([0, 0, 8, 8.125, 0.5, 1])] as const;
  expect(measureAgreement([first, second])).toEqual({ matched: 2, unmatched: 0, boxPx: 0.25, score: 0.25 });
});

test("a box that overlaps by less than half, or has another label, is without a partner", () => {
  const left = answer([0, 0, 10, 10, 0.9, 1], [50, 50, 60, 60, 0.9, 1]);
  const right = answer([0, 6, 10, 16, 0.9, 1], [50, 50, 60, 60, 0.9, 2]);
  expect(measureAgreement([[left, right]])).toEqual({ matched: 0, unmatched: 4, boxPx: 0, score: 0 });
});

test("of two neighbours each is joined with the one that it overlaps most", () => {
  const left = answer([0, 0, 10, 10, 0.9, 1], [0, 3, 10, 13, 0.8, 1]);
  const right = answer([0, 3, 10, 13, 0.8, 1], [0, 1, 10, 11, 0.9, 1]);
  expect(measureAgreement([[left, right]])).toMatchObject({ matched: 2, boxPx: 1 });
});

test("images without findings agree", () => {
  expect(measureAgreement([[answer(), answer()]])).toEqual({ matched: 0, unmatched: 0, boxPx: 0, score: 0 });
});
