/** @file Checks the RSNA challenge's metric against its rule written in Python, and in its corners. */
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseEvaluationTable } from "../../../../../src-main/detection/evaluation/parse-evaluation-table";
import { rsnaChallenge, rsnaScores } from "../../../../../src-main/detection/evaluation/rsna-challenge";
import {
  arbitraryImages,
  arbitraryThresholds,
  evaluationTableOf,
  type PlainImage,
} from "../../../../builders/arbitrary-images";

const table = parseEvaluationTable(readFixture("detections-7.json"));
const { figures } = readFixture("rsna.json") as {
  figures: { scoreThreshold: number; images: (number | null)[]; mean: number }[];
};

test.each(figures)("at the score $scoreThreshold every image scores as in Python", (expected) => {
  const { scores, counts } = rsnaScores(table, expected);
  expected.images.forEach((score, image) => {
    expect(counts[image]).toBe(score === null ? 0 : 1);
    expect(scores[image]).toBeCloseTo(score ?? 0, 12);
  });
  expect(rsnaChallenge(table, expected)).toBeCloseTo(expected.mean, 12);
});

const box = { x1: 0, y1: 0, x2: 10, y2: 10 };
const empty = { references: [], detections: [] };
const normalWithDetection = { references: [], detections: [{ box, score: 0.6 }] };

test("an image with neither references nor detections is left out; with a detection alone it scores 0", () => {
  const found = { references: [{ box }], detections: [{ box, score: 0.6 }] };
  expect(challenge([found, empty])).toBe(1);
  expect(challenge([found, normalWithDetection])).toBe(0.5);
});

test("detections below the score threshold are not submitted, one of 0.7 in float32 is at 0.7", () => {
  expect(challenge([normalWithDetection], 0.7)).toBeUndefined();
  const detections = [{ box, score: Math.fround(0.7) }];
  expect(challenge([{ references: [{ box }], detections }], 0.7)).toBe(1);
});

test("a box with IoU 0.6 counts at five of the eight thresholds", () => {
  const detections = [{ box: { ...box, y2: 6 }, score: 0.9 }];
  expect(challenge([{ references: [{ box }], detections }])).toBeCloseTo(5 / 8, 12);
});

test("it is undefined where there is neither a reference nor a detection", () => {
  expect(challenge([])).toBeUndefined();
  expect(challenge([empty])).toBeUndefined();
});

test("weights count an image as often as a data set that holds it so many times", () => {
  const weighted = fc.tuple(arbitraryImages(), fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 6 }));
  fc.assert(
    fc.property(weighted, arbitraryThresholds, ([images, times], { scoreThreshold }) => {
      const weights = Uint16Array.from(images, (_, image) => times[image]!);
      const copies = images.flatMap((image, index) => Array.from({ length: times[index]! }, () => image));
      const expected = challenge(copies, scoreThreshold);
      const found = rsnaChallenge(evaluationTableOf(images), { scoreThreshold, weights });
      expect(found === undefined).toBe(expected === undefined);
      if (found !== undefined) expect(found).toBeCloseTo(expected!, 12);
    }),
  );
});

function challenge(images: readonly Omit<PlainImage, "id">[], scoreThreshold = 0.5): number | undefined {
  const named = images.map((image, index) => Object.assign({}, image, { id: `image-${index}` }));
  return rsnaChallenge(evaluationTableOf(named), { scoreThreshold });
}

function readFixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../../../fixtures/evaluation/${name}`, import.meta.url), "utf8"));
}
