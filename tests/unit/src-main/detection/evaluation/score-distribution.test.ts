/** @file Checks histograms and reliability against numpy and scikit-learn on scores that lie on the bins' edges. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { notebookImage } from "../../../../../src-main/detection/evaluation/notebook-image";
import {
  histogram,
  reliabilityCurve,
  splitScores,
} from "../../../../../src-main/detection/evaluation/score-distribution";

const fixture = new URL("../../../../fixtures/evaluation/bins.json", import.meta.url);
const expected = JSON.parse(readFileSync(fixture, "utf8")) as {
  scores: number[];
  isTrue: boolean[];
  histogram50: number[];
  reliability: { fractionTrue: number[]; meanConfidence: number[] };
};

test("scores on and beside the edges fall into numpy's bins", () => {
  expect(histogram(expected.scores, 50)).toEqual(expected.histogram50);
});

test("scores on and beside the edges fall into scikit-learn's bins", () => {
  const curve = reliabilityCurve({
    truePositives: expected.scores.filter((_, index) => expected.isTrue[index]),
    falsePositives: expected.scores.filter((_, index) => !expected.isTrue[index]),
  });
  expect(curve?.fractionTrue).toEqual(expected.reliability.fractionTrue);
  // Scores are summed in another order.
  curve!.meanConfidence.forEach((value, bin) =>
    expect(value).toBeCloseTo(expected.reliability.meanConfidence[bin]!, 12),
  );
});

test("a detection whose best reference is taken is wrong, even where a second one would do", () => {
  const left = { box: { x1: 0, y1: 0, x2: 10, y2: 10 } };
  const right = { box: { x1: 2, y1: 0, x2: 12, y2: 10 } };
  const detections = [
    { ...left, score: 0.75 },
    { ...left, score: 0.5 },
  ];
  const image = notebookImage({ id: "a", references: [left, right], detections });
  expect(splitScores([image])).toEqual({ truePositives: [0.75], falsePositives: [0.5] });
});
