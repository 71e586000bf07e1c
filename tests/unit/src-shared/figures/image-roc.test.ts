/** @file The ROC by image against scikit-learn's. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { imageRoc } from "../../../../src-shared/figures/image-roc";
import { arbitraryImages, runTableOf } from "../../../builders/arbitrary-images";
import { readLiveFigures } from "../../../builders/live-figures";

test.each(readLiveFigures())("the area of %s is that of roc_auc_score", (_, run, expected) => {
  expect(imageRoc(run)?.auc).toBeCloseTo(expected.auc, 12);
});

test("the area is the share of pairs of images that are ranked right, ties counting half", () => {
  fc.assert(
    fc.property(arbitraryImages(), (images) => {
      const scored = images.map(({ references, detections }) => ({
        isPositive: references.length > 0,
        score: detections[0]?.score ?? 0,
      }));
      const pairs = scored
        .filter(({ isPositive }) => isPositive)
        .flatMap((positive) =>
          scored.flatMap(({ isPositive, score }) => (isPositive ? [] : [Math.sign(positive.score - score) / 2 + 0.5])),
        );
      const roc = imageRoc(runTableOf(images));
      if (pairs.length === 0) expect(roc).toBeUndefined();
      else expect(roc?.auc).toBeCloseTo(pairs.reduce((sum, value) => sum + value, 0) / pairs.length, 12);
    }),
  );
});

test("the curve rises to (1, 1) at the lowest score", () => {
  const box = { x1: 0, y1: 0, x2: 4, y2: 4 };
  const finding = { box, label: "nodule" };
  const run = runTableOf([
    { id: "a", references: [finding], detections: [{ ...finding, score: 0.75 }] },
    { id: "b", references: [], detections: [{ ...finding, score: 0.75 }] },
    { id: "c", references: [finding], detections: [] },
  ]);
  expect(imageRoc(run)).toEqual({
    points: [
      { score: 0.75, falsePositiveRate: 1, truePositiveRate: 0.5 },
      { score: 0, falsePositiveRate: 1, truePositiveRate: 1 },
    ],
    auc: 0.25,
    positives: 2,
    negatives: 1,
  });
});

test("a curve that runs straight has no points between", () => {
  const finding = { box: { x1: 0, y1: 0, x2: 4, y2: 4 }, label: "nodule" };
  const image = (score: number, isPositive: boolean) => ({
    id: String(score),
    references: isPositive ? [finding] : [],
    detections: [{ ...finding, score }],
  });
  const positives = [0.9, 0.8, 0.7].map((score) => image(score, true));
  const negatives = [0.6, 0.5, 0.4].map((score) => image(score, false));
  const { points, auc } = imageRoc(runTableOf([...positives, ...negatives]))!;
  expect(points.map(({ falsePositiveRate, truePositiveRate }) => [falsePositiveRate, truePositiveRate])).toEqual([
    [0, 1 / 3],
    [0, 1],
    [1, 1],
  ]);
  expect(auc).toBe(1);
});
