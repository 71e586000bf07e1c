/** @file Checks histograms against numpy on scores that lie on the bins' edges. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { notebookTable } from "../../../../../src-main/detection/evaluation/notebook-table";
import { histogram, judgeScores } from "../../../../../src-main/detection/evaluation/score-distribution";
import { evaluationTableOf } from "../../../../builders/arbitrary-images";

const fixture = new URL("../../../../fixtures/evaluation/bins.json", import.meta.url);
const expected = JSON.parse(readFileSync(fixture, "utf8")) as {
  scores: number[];
  histogram50: number[];
};

test("scores on and beside the edges fall into numpy's bins", () => {
  expect(histogram(expected.scores, 50)).toEqual(expected.histogram50);
});

test("a detection whose best reference is taken is wrong, even where a second one would do", () => {
  const left = { box: { x1: 0, y1: 0, x2: 10, y2: 10 } };
  const right = { box: { x1: 2, y1: 0, x2: 12, y2: 10 } };
  const detections = [
    { ...left, score: 0.75 },
    { ...left, score: 0.5 },
  ];
  const table = notebookTable(evaluationTableOf([{ id: "a", references: [left, right], detections }]));
  expect(judgeScores(table)).toEqual({ scores: Float32Array.of(0.75, 0.5), verdicts: Uint8Array.of(1, 0) });
});
