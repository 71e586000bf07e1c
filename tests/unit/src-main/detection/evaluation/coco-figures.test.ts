/** @file Checks COCO's figures against pycocotools where one class, few detections and plain areas do not suffice. */
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { cocoFigures } from "../../../../../src-main/detection/evaluation/coco-figures";
import { parseEvaluationTable } from "../../../../../src-main/detection/evaluation/parse-evaluation-table";
import { CocoFigures } from "../../../../../src-shared/domain/evaluation";
import { arbitraryImages, evaluationTableOf } from "../../../../builders/arbitrary-images";
import { differences } from "../../../../builders/differences";

const COCO_FIGURES = CocoFigures.keyof().options;

interface Expected {
  readonly detections: unknown;
  /** −1 stands for undefined. */
  readonly coco: Readonly<Record<keyof CocoFigures, number>>;
  readonly cocoPrecision50: readonly number[];
}

test("two classes, a third that is only drawn, 130 detections on an image and areas on an edge agree with pycocotools", () => {
  const { detections, coco, cocoPrecision50 } = readFixture("labelled.json") as Expected;
  // Means are summed in another order than numpy's.
  expect(differences(figuresOf(detections), { coco, cocoPrecision50 }, 1e-12)).toEqual([]);
});

test.each((readFixture("crowds.json") as { readonly cases: readonly Expected[] }).cases)(
  "crowd regions of three classes, with overlaps and scores that tie, agree with pycocotools (case %#)",
  ({ detections, coco, cocoPrecision50 }) => {
    expect(differences(figuresOf(detections), { coco, cocoPrecision50 }, 1e-12)).toEqual([]);
  },
);

test("any number of detections in a crowd region are ignored, yet a reference in it is to be found", () => {
  const image = "a";
  const inside = [20, 20, 30, 30];
  const { figures } = cocoFigures(
    parseEvaluationTable({
      boxFormat: "xyxy",
      images: [{ id: image, width: 100, height: 100 }],
      groundTruth: [
        { image, box: [0, 0, 100, 100], iscrowd: 1 },
        { image, box: inside, iscrowd: 0 },
      ],
      predictions: [
        ...[40, 50, 60].map((x1) => ({ image, box: [x1, 0, x1 + 10, 10], score: 0.9 })),
        { image, box: inside, score: 0.2 },
      ],
    }),
  );
  expect(figures).toMatchObject({ AP: expect.closeTo(1, 12), AR100: 1 });
});

test("crowd regions alone are no references, so that no figure is defined", () => {
  const groundTruth = [{ image: "a", box: [0, 0, 9, 9], iscrowd: 1 }];
  const predictions = [{ image: "a", box: [0, 0, 9, 9], score: 0.9 }];
  const images = [{ id: "a", width: 100, height: 100 }];
  const { figures, precision50 } = cocoFigures(
    parseEvaluationTable({ boxFormat: "xyxy", images, groundTruth, predictions }),
  );
  expect(figures).toEqual({});
  expect(precision50).toBeUndefined();
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

/** As the fixtures write them. */
function figuresOf(detections: unknown): Omit<Expected, "detections"> {
  const { figures, precision50 = [] } = cocoFigures(parseEvaluationTable(detections));
  const coco = Object.fromEntries(COCO_FIGURES.map((name) => [name, figures[name] ?? -1]));
  return { coco: coco as Expected["coco"], cocoPrecision50: precision50 };
}

function readFixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../../../fixtures/evaluation/${name}`, import.meta.url), "utf8"));
}
