/** @file Checks COCO's figures against pycocotools where one class, few detections and plain areas do not suffice. */
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { cocoFigures } from "../../../../../src-main/detection/evaluation/coco-figures";
import { parseEvaluationTable } from "../../../../../src-main/detection/evaluation/parse-evaluation-table";
import { CocoFigures } from "../../../../../src-shared/domain/evaluation";
import { arbitraryImages, evaluationTableOf } from "../../../../builders/arbitrary-images";

const fixture = new URL("../../../../fixtures/evaluation/labelled.json", import.meta.url);

test("two classes, a third that is only drawn, 130 detections on an image and areas on an edge agree with pycocotools", () => {
  const expected = JSON.parse(readFileSync(fixture, "utf8")) as {
    detections: unknown;
    coco: Record<keyof CocoFigures, number>;
    cocoPrecision50: number[];
  };
  const { figures, precision50 } = cocoFigures(parseEvaluationTable(expected.detections));
  expect(Object.keys(figures)).toEqual(Object.keys(expected.coco));
  for (const [name, value] of Object.entries(expected.coco)) {
    // Means are summed in another order than numpy's.
    expect(figures[name as keyof CocoFigures]).toBeCloseTo(value, 12);
  }
  expect(precision50).toHaveLength(101);
  precision50!.forEach((value, index) => expect(value).toBeCloseTo(expected.cocoPrecision50[index]!, 12));
});

test("every figure is a share from 0 to 1 or absent", () => {
  fc.assert(
    fc.property(arbitraryImages(), (images) => {
      const { figures } = cocoFigures(evaluationTableOf(images));
      expect(CocoFigures.parse(figures)).toEqual(figures);
      expect("AP" in figures).toBe(images.some(({ references }) => references.length > 0));
    }),
  );
});

test("the order of the images changes nothing where no two scores are equal", () => {
  fc.assert(
    fc.property(arbitraryImages(fc.double({ min: 0, max: 1, noNaN: true })), (images) => {
      const scores = images.flatMap(({ detections }) => detections.map(({ score }) => score));
      fc.pre(new Set(scores).size === scores.length);
      const turned = cocoFigures(evaluationTableOf(images.toReversed())).figures;
      for (const [name, value] of Object.entries(cocoFigures(evaluationTableOf(images)).figures)) {
        // Classes are met in another order, so that their mean may be rounded otherwise.
        expect(turned[name as keyof CocoFigures]).toBeCloseTo(value!, 12);
      }
    }),
  );
});

test("detections that are the references have an average precision of 1", () => {
  fc.assert(
    fc.property(arbitraryImages(), (images) => {
      const perfect = images.map((image) => ({
        ...image,
        detections: image.references.map((reference) => Object.assign({ score: 0.9 }, reference)),
      }));
      const { AP = 1, AR100 = 1 } = cocoFigures(evaluationTableOf(perfect)).figures;
      expect(AP).toBeCloseTo(1, 12);
      expect(AR100).toBe(1);
    }),
  );
});
