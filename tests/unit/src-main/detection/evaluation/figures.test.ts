/** @file Checks every figure against files made by the teaching notebook's code, pycocotools and scikit-learn. */
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { evaluateDetections, type EvaluationFigures } from "../../../../../src-main/detection/evaluation/figures";
import { parseEvaluationTable } from "../../../../../src-main/detection/evaluation/parse-evaluation-table";
import { arbitraryImages, evaluationTableOf } from "../../../../builders/arbitrary-images";
import { differences } from "../../../../builders/differences";

const { tide: _, ...expected } = readFixture("expected-7.json") as Record<string, unknown>;
const figures = evaluateDetections(parseEvaluationTable(readFixture("detections-7.json")));

test("there are exactly the figures of the reference, but for TIDE's", () => {
  expect(Object.keys(figures).toSorted()).toEqual(Object.keys(expected).toSorted());
});

test.each(Object.entries(expected))("%s is the reference's", (name, value) => {
  // Sums are rounded in another order than numpy's; nothing else differs.
  expect(differences(figures[name as keyof EvaluationFigures], value, 1e-9)).toEqual([]);
});

test("detections without references have no precision-recall curve and COCO's −1 for every figure", () => {
  const box = [1, 1, 9, 9];
  const file = { boxFormat: "xyxy", images: [{ id: "a", width: 9, height: 9 }], groundTruth: [] };
  const { coco, ...rest } = evaluateDetections(
    parseEvaluationTable({ ...file, predictions: [{ image: "a", box, score: 0.6 }] }),
  );
  expect(new Set(Object.values(coco))).toEqual(new Set([-1]));
  expect(rest).not.toHaveProperty("cocoPrecision50");
  expect(rest).toMatchObject({ falsePositiveCount: 1, falseNegativeCount: 0, scores: { falsePositives: 1 } });
  expect(rest.notebookEvaluate["iou0.5_conf0.5"]).toEqual({ precision: 0, recall: 0, mean_iou: 0 });
});

test("references without detections have no reliability curve, and an average precision of 0", () => {
  const file = { boxFormat: "xyxy", images: [{ id: "a", width: 9, height: 9 }], predictions: [] };
  const answer = evaluateDetections(
    parseEvaluationTable({ ...file, groundTruth: [{ image: "a", box: [1, 1, 9, 9] }] }),
  );
  expect(answer).not.toHaveProperty("reliability");
  expect(answer.coco).toMatchObject({ AP: 0, AR100: 0, APlarge: -1 });
  expect(answer).toMatchObject({ falsePositiveCount: 0, falseNegativeCount: 1 });
});

test("no image at all leaves only counts of 0", () => {
  const answer = evaluateDetections(evaluationTableOf([]));
  expect(answer.notebookEvaluate["iou0.4_conf0.7"]).toEqual({});
  expect(answer).toMatchObject({ images: 0, groundTruth: 0, predictions: 0, falsePositives: [], falseNegatives: [] });
  expect(JSON.stringify(answer)).not.toContain("null");
});

test("the order of the images changes no figure where no two scores are equal", () => {
  const score = fc.double({ min: 0, max: 1, noNaN: true }).map(Math.fround);
  fc.assert(
    fc.property(arbitraryImages(score), (images) => {
      const scores = images.flatMap(({ detections }) => detections.map((detection) => detection.score));
      fc.pre(new Set(scores).size === scores.length);
      const { falseNegatives, ...figuresInOrder } = evaluateDetections(evaluationTableOf(images));
      const { falseNegatives: turned, ...figuresTurned } = evaluateDetections(evaluationTableOf(images.toReversed()));
      // Sums are rounded in another order.
      expect(differences(figuresTurned, figuresInOrder, 1e-12)).toEqual([]);
      expect(new Set(turned.map(({ image }) => image))).toEqual(new Set(falseNegatives.map(({ image }) => image)));
    }),
  );
});

function readFixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../../../fixtures/evaluation/${name}`, import.meta.url), "utf8"));
}
