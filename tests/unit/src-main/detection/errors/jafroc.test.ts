/** @file Checks JAFROC's figure of merit against scikit-learn's area under the curve of the same ratings. */
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { jafroc } from "../../../../../src-main/detection/errors/jafroc";
import { parseEvaluationTable } from "../../../../../src-main/detection/evaluation/parse-evaluation-table";
import { arbitraryImages, runTableOf } from "../../../../builders/arbitrary-images";

const fixtures = new URL("../../../../fixtures/evaluation/", import.meta.url);
const lesion = { box: { x1: 0, y1: 0, x2: 10, y2: 10 }, label: "nodule" };
const elsewhere = { box: { x1: 30, y1: 30, x2: 40, y2: 40 }, label: "nodule" };

interface Answer {
  readonly detections: string;
  readonly iouThreshold: number;
  readonly jafroc: number;
}

test.each(readJson("jafroc.json") as readonly Answer[])(
  "θ of $detections at IoU $iouThreshold is scikit-learn's area",
  ({ detections, iouThreshold, jafroc: expected }) => {
    const file = readJson(detections) as { readonly detections?: unknown };
    expect(jafroc(parseEvaluationTable(file.detections ?? file), { iouThreshold })).toBeCloseTo(expected, 12);
  },
);

test("false positives on images with lesions do not count", () => {
  const positive = { id: "a", references: [lesion], detections: [{ ...lesion, score: 0.5 }] };
  const withFalsePositive = { ...positive, detections: [{ ...elsewhere, score: 0.9 }, ...positive.detections] };
  const normal = { id: "b", references: [], detections: [{ ...elsewhere, score: 0.4 }] };
  expect(jafroc(runTableOf([positive, normal]))).toBe(1);
  expect(jafroc(runTableOf([withFalsePositive, normal]))).toBe(1);
});

test("a missed lesion ties with a normal image without marks, and lies below a marked one", () => {
  const missed = { id: "a", references: [lesion], detections: [] };
  const unmarked = { id: "b", references: [], detections: [] };
  const marked = { id: "c", references: [], detections: [{ ...elsewhere, score: 0 }] };
  expect(jafroc(runTableOf([missed, unmarked]))).toBe(0.5);
  expect(jafroc(runTableOf([missed, marked]))).toBe(0);
  expect(jafroc(runTableOf([missed, unmarked, marked]))).toBe(0.25);
});

test("θ is undefined without lesions, and without normal images", () => {
  expect(jafroc(runTableOf([{ id: "a", references: [lesion], detections: [] }]))).toBeUndefined();
  expect(jafroc(runTableOf([{ id: "a", references: [], detections: [] }]))).toBeUndefined();
  expect(jafroc(runTableOf([]))).toBeUndefined();
});

test("the order of the images changes nothing, and θ is a share", () => {
  fc.assert(
    fc.property(arbitraryImages(), (images) => {
      const theta = jafroc(runTableOf(images));
      expect(jafroc(runTableOf(images.toReversed()))).toBe(theta);
      fc.pre(theta !== undefined);
      expect(theta).toBeGreaterThanOrEqual(0);
      expect(theta).toBeLessThanOrEqual(1);
    }),
  );
});

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, fixtures), "utf8"));
}
