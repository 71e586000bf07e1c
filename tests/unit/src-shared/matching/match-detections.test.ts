/** @file Checks the pairing of detections with reference boxes on one image. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { matchDetections } from "../../../../src-shared/matching/match-detections";
import { arbitraryImage, arbitraryThresholds } from "../../../builders/arbitrary-images";

const lesion = { box: { x1: 0, y1: 0, x2: 10, y2: 10 } };

test("a second detection of the same lesion finds nothing", () => {
  const matches = matchDetections(
    [
      { ...lesion, score: 0.4 },
      { ...lesion, score: 0.9 },
    ],
    [lesion],
    0.5,
  );
  expect(matches.referenceOf).toEqual([undefined, 0]);
  expect(matches.detectionOf).toEqual([1]);
  expect(matches.bestIou).toEqual([1, 1]);
});

test("a detection takes its second best lesion when the best one is taken", () => {
  const neighbour = { box: { x1: 2, y1: 0, x2: 12, y2: 10 } };
  const matches = matchDetections(
    [
      { ...lesion, score: 0.9 },
      { ...lesion, score: 0.8 },
    ],
    [lesion, neighbour],
    0.5,
  );
  expect(matches.referenceOf).toEqual([0, 1]);
});

test("an overlap that equals the threshold is enough", () => {
  const half = { box: { x1: 0, y1: 0, x2: 10, y2: 5 }, score: 0.9 };
  expect(matchDetections([half], [lesion], 0.5).referenceOf).toEqual([0]);
  expect(matchDetections([half], [lesion], 0.500001).referenceOf).toEqual([undefined]);
});

test("a detection of another label does not find a lesion", () => {
  const matches = matchDetections(
    [{ ...lesion, score: 0.9, label: "nodule" }],
    [{ ...lesion, label: "effusion" }],
    0.5,
  );
  expect(matches.referenceOf).toEqual([undefined]);
  expect(matches.bestIouOfReference).toEqual([0]);
});

test("leaving out low scores leaves the pairs of the higher ones as they are", () => {
  fc.assert(
    fc.property(arbitraryImage(), arbitraryThresholds, fc.nat(8), (image, { iouThreshold }, kept) => {
      const all = matchDetections(image.detections, image.references, iouThreshold);
      const some = matchDetections(image.detections.slice(0, kept), image.references, iouThreshold);
      expect(some.referenceOf).toEqual(all.referenceOf.slice(0, kept));
    }),
  );
});

test("each lesion and each detection stands in one pair at most, of one label and enough overlap", () => {
  fc.assert(
    fc.property(arbitraryImage(), arbitraryThresholds, (image, { iouThreshold }) => {
      const { referenceOf, detectionOf, bestIou } = matchDetections(image.detections, image.references, iouThreshold);
      referenceOf.forEach((reference, detection) => {
        if (reference === undefined) return;
        expect(detectionOf[reference]).toBe(detection);
        expect(image.references[reference]!.label).toBe(image.detections[detection]!.label);
        expect(bestIou[detection]).toBeGreaterThanOrEqual(iouThreshold);
      });
      const found = detectionOf.filter((detection) => detection !== undefined);
      expect(referenceOf.filter((reference) => reference !== undefined)).toHaveLength(found.length);
    }),
  );
});
