/** @file Checks what must hold of average precision on whatever images: chosen, repeated, stretched, spoilt. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  averagePrecisionOf,
  averagePrecisionsOf,
  averageRecallOf,
  precisionAtRecalls,
} from "../../../../../src-main/detection/evaluation/average-precision";
import { cocoFigures } from "../../../../../src-main/detection/evaluation/coco-figures";
import { cocoRanking } from "../../../../../src-main/detection/evaluation/coco-ranking";
import type { Box } from "../../../../../src-shared/domain/box";
import {
  arbitraryBox,
  arbitraryImages,
  evaluationTableOf,
  type PlainImage,
} from "../../../../builders/arbitrary-images";
import { differences } from "../../../../builders/differences";

const AP75 = 5;

/** Images, and how often each is drawn. */
const resample = arbitraryImages().chain((images) =>
  fc.tuple(
    fc.constant(images),
    fc.array(fc.integer({ min: 0, max: 3 }), { minLength: images.length, maxLength: images.length }),
  ),
);

test("images that count several times, or not at all, give the figures of a data set that holds them so often", () => {
  fc.assert(
    fc.property(resample, ([images, times]) => {
      const ranking = cocoRanking(evaluationTableOf(images));
      const weights = Uint16Array.from(times);
      const found = {
        AP: averagePrecisionOf(ranking, weights),
        AP50: averagePrecisionOf(ranking, weights, 0),
        AP75: averagePrecisionOf(ranking, weights, AP75),
        AR1: averageRecallOf(ranking, weights, 1),
        AR10: averageRecallOf(ranking, weights, 10),
        AR100: averageRecallOf(ranking, weights, 100),
      };
      expect(differences(found, figuresOf(repeat(images, times)), 1e-12)).toEqual([]);
    }),
  );
});

test("weights that are twice as large, whole or not, change nothing", () => {
  fc.assert(
    fc.property(resample, ([images, times]) => {
      const ranking = cocoRanking(evaluationTableOf(images));
      const once = averagePrecisionsOf(ranking, Uint16Array.from(times));
      const half = averagePrecisionsOf(
        ranking,
        Float64Array.from(times, (count) => count / 2),
      );
      expect(half === undefined).toBe(once === undefined);
      once?.forEach((precision, threshold) => expect(half![threshold]).toBeCloseTo(precision, 12));
    }),
  );
});

test("precision falls as recall rises, and no higher IoU threshold finds more", () => {
  fc.assert(
    fc.property(arbitraryImages(), (images) => {
      const precision = precisionAtRecalls(cocoRanking(evaluationTableOf(images)), ones(images));
      precision?.forEach((value, index) => {
        if (index % 101 > 0) expect(value).toBeLessThanOrEqual(precision[index - 1]!);
      });
      const recalls =
        precision && Array.from({ length: 10 }, (_, at) => reached(precision.subarray(at * 101, (at + 1) * 101)));
      expect(recalls).toEqual(recalls?.toSorted((a, b) => b - a));
    }),
  );
});

test("a false positive below the lowest score never changes the average precision", () => {
  fc.assert(
    fc.property(arbitraryImages(), arbitraryBox, fc.nat(), (images, box, place) => {
      fc.pre(images.length > 0);
      const raised = images.map((image) => withScores(image, (score) => score / 2 + 0.5));
      const spoilt = raised.map((image, index) => {
        if (index !== place % images.length) return image;
        const label = image.references[0]?.label ?? "nodule";
        return { ...image, detections: [...image.detections, { box: farFrom(box), label, score: 0.25 }] };
      });
      expect(figuresOf(spoilt)).toEqual(figuresOf(raised));
    }),
  );
});

test("a false positive above the highest score never raises the average precision", () => {
  fc.assert(
    fc.property(arbitraryImages(), arbitraryBox, (images, box) => {
      fc.pre(images.some(({ references }) => references.length > 0));
      const lowered = images.map((image) => withScores(image, (score) => score / 2));
      const spoilt = lowered.map((image, index) =>
        index > 0
          ? image
          : { ...image, detections: [{ box: farFrom(box), label: "nodule", score: 0.9 }, ...image.detections] },
      );
      expect(figuresOf(spoilt).AP).toBeLessThanOrEqual(figuresOf(lowered).AP! + 1e-12);
    }),
  );
});

test("boxes that are stretched with their frame keep every figure that knows no size", () => {
  fc.assert(
    fc.property(arbitraryImages(), fc.constantFrom(0.25, 2, 8), (images, scale) => {
      // Powers of two, so that nothing is rounded otherwise.
      const stretched = images.map((image) => withBoxes(image, (box) => stretch(box, scale)));
      expect(figuresOf(stretched)).toEqual(figuresOf(images));
    }),
  );
});

test("only the order of scores matters, not how high they are", () => {
  fc.assert(
    fc.property(arbitraryImages(), (images) => {
      expect(figuresOf(images.map((image) => withScores(image, (score) => score / 4)))).toEqual(figuresOf(images));
    }),
  );
});

test("classes that are only drawn change nothing", () => {
  fc.assert(
    fc.property(arbitraryImages(), arbitraryBox, (images, box) => {
      const drawn = images.map((image) => {
        const detections = [{ box, label: "fracture", score: 1 }, ...image.detections];
        return { ...image, detections };
      });
      expect(figuresOf(drawn)).toEqual(figuresOf(images));
    }),
  );
});

test("without references there is no average precision, without detections it is 0", () => {
  const box = { x1: 0, y1: 0, x2: 9, y2: 9 };
  const drawn = evaluationTableOf([{ id: "a", references: [], detections: [{ box, score: 0.5 }] }]);
  expect(averagePrecisionOf(cocoRanking(drawn), Uint16Array.of(1))).toBeUndefined();
  const missed = evaluationTableOf([{ id: "a", references: [{ box }], detections: [] }]);
  expect(averagePrecisionOf(cocoRanking(missed), Uint16Array.of(1))).toBe(0);
  expect(averagePrecisionOf(cocoRanking(missed), Uint16Array.of(0))).toBeUndefined();
});

function figuresOf(images: readonly PlainImage[]) {
  const { AP, AP50, AP75: at75, AR1, AR10, AR100 } = cocoFigures(evaluationTableOf(images)).figures;
  return { AP, AP50, AP75: at75, AR1, AR10, AR100 };
}

/** Copies stand beside each other, since ties keep the order of the images. */
function repeat(images: readonly PlainImage[], times: readonly number[]): readonly PlainImage[] {
  return images.flatMap((image, index) =>
    Array.from({ length: times[index]! }, (_, copy) => Object.assign({}, image, { id: `${image.id}, copy ${copy}` })),
  );
}

function ones(images: readonly PlainImage[]): Uint16Array {
  return new Uint16Array(images.length).fill(1);
}

function reached(precision: Float64Array): number {
  return precision.findLastIndex((value) => value > 0);
}

function withScores(image: PlainImage, change: (score: number) => number): PlainImage {
  const detections = image.detections.map((detection) => ({ ...detection, score: change(detection.score) }));
  return { ...image, detections };
}

function withBoxes(image: PlainImage, change: (box: Box) => Box): PlainImage {
  const moved = <T extends { readonly box: Box }>(row: T): T => ({ ...row, box: change(row.box) });
  return { ...image, references: image.references.map(moved), detections: image.detections.map(moved) };
}

function stretch({ x1, y1, x2, y2 }: Box, scale: number): Box {
  return { x1: x1 * scale, y1: y1 * scale, x2: x2 * scale, y2: y2 * scale };
}

/** No reference of the builder lies there. */
function farFrom({ x1, y1, x2, y2 }: Box): Box {
  return { x1: x1 + 100, y1: y1 + 100, x2: x2 + 100, y2: y2 + 100 };
}
