/** @file Checks the matching of a whole run against the matching of its images one by one. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { BELOW_THRESHOLD, matchRun, UNMATCHED } from "../../../../src-shared/matching/match-run";
import { reachesThreshold } from "../../../../src-shared/matching/reaches-threshold";
import { arbitraryImages, arbitraryThresholds, runTableOf } from "../../../builders/arbitrary-images";
import { matchPlainly } from "../../../builders/match-plainly";

test("a run is matched as its images are, one by one, without the detections below the score threshold", () => {
  fc.assert(
    fc.property(arbitraryImages(), arbitraryThresholds, (images, thresholds) => {
      const matches = matchRun(runTableOf(images), thresholds);
      let firstDetection = 0;
      let firstReference = 0;
      for (const { detections, references } of images) {
        const shown = detections.filter(({ score }) => reachesThreshold(score, thresholds.scoreThreshold));
        const expected = matchPlainly(shown, references, thresholds.iouThreshold);
        const endDetection = firstDetection + detections.length;
        const endReference = firstReference + references.length;
        const hidden = detections.slice(shown.length).map(() => BELOW_THRESHOLD);
        expect(Array.from(matches.referenceOf.slice(firstDetection, endDetection))).toEqual([
          ...expected.referenceOf.map(rowOf(firstReference)),
          ...hidden,
        ]);
        expect(Array.from(matches.detectionOf.slice(firstReference, endReference))).toEqual(
          expected.detectionOf.map(rowOf(firstDetection)),
        );
        expect(Array.from(matches.bestIou.slice(firstDetection, firstDetection + shown.length))).toEqual(
          expected.bestIou,
        );
        expect(Array.from(matches.bestIouOfReference.slice(firstReference, endReference))).toEqual(
          expected.bestIouOfReference,
        );
        firstDetection = endDetection;
        firstReference = endReference;
      }
    }),
  );
});

const box = { x1: 0, y1: 0, x2: 10, y2: 10 };
const lesion = { box, label: "nodule" };

test("a second detection of the same lesion finds nothing", () => {
  const detections = [0.9, 0.4].map((score) => ({ ...lesion, score }));
  const matches = matchRun(runTableOf([{ id: "a", references: [lesion], detections }]), {
    scoreThreshold: 0,
    iouThreshold: 0.5,
  });
  expect([...matches.referenceOf]).toEqual([0, UNMATCHED]);
  expect([...matches.detectionOf]).toEqual([0]);
  expect([...matches.bestIou]).toEqual([1, 1]);
});

test("a detection takes its second best lesion when the best one is taken", () => {
  const neighbour = { box: { x1: 2, y1: 0, x2: 12, y2: 10 }, label: "nodule" };
  const detections = [0.9, 0.8].map((score) => ({ ...lesion, score }));
  const table = runTableOf([{ id: "a", references: [lesion, neighbour], detections }]);
  expect([...matchRun(table, { scoreThreshold: 0, iouThreshold: 0.5 }).referenceOf]).toEqual([0, 1]);
});

test("an overlap that equals the threshold is enough", () => {
  const half = { box: { ...box, y2: 5 }, label: "nodule", score: 0.9 };
  const table = runTableOf([{ id: "a", references: [lesion], detections: [half] }]);
  expect([...matchRun(table, { scoreThreshold: 0, iouThreshold: 0.5 }).referenceOf]).toEqual([0]);
  expect([...matchRun(table, { scoreThreshold: 0, iouThreshold: 0.500001 }).referenceOf]).toEqual([UNMATCHED]);
});

test("a detection of another label does not find a lesion", () => {
  const detections = [{ box, label: "effusion", score: 0.9 }];
  const matches = matchRun(runTableOf([{ id: "a", references: [lesion], detections }]), {
    scoreThreshold: 0,
    iouThreshold: 0.5,
  });
  expect([...matches.referenceOf]).toEqual([UNMATCHED]);
  expect([...matches.bestIouOfReference]).toEqual([0]);
  expect([...matches.bestIouOfOtherLabel]).toEqual([1]);
});

test("every shown detection is right or wrong, every reference found or missed", () => {
  fc.assert(
    fc.property(arbitraryImages(), arbitraryThresholds, (images, thresholds) => {
      const { counts } = matchRun(runTableOf(images), thresholds);
      const shown = images
        .flatMap(({ detections }) => detections)
        .filter(({ score }) => reachesThreshold(score, thresholds.scoreThreshold)).length;
      const references = images.reduce((sum, image) => sum + image.references.length, 0);
      expect(counts.truePositives + counts.falsePositives).toBe(shown);
      expect(counts.truePositives + counts.misses).toBe(references);
      expect(counts.precision).toBe(shown === 0 ? undefined : counts.truePositives / shown);
      expect(counts.recall).toBe(references === 0 ? undefined : counts.truePositives / references);
      expect(counts.meanIou === undefined).toBe(counts.truePositives === 0);
      expect(counts.meanIou ?? 1).toBeGreaterThanOrEqual(thresholds.iouThreshold);
    }),
  );
});

test("a lower score threshold never finds less", () => {
  fc.assert(
    fc.property(arbitraryImages(), arbitraryThresholds, (images, thresholds) => {
      const table = runTableOf(images);
      const lower = { ...thresholds, scoreThreshold: thresholds.scoreThreshold / 2 };
      const { truePositives } = matchRun(table, thresholds).counts;
      expect(matchRun(table, lower).counts.truePositives).toBeGreaterThanOrEqual(truePositives);
    }),
  );
});

test("the order of the images changes no count", () => {
  fc.assert(
    fc.property(arbitraryImages(), arbitraryThresholds, (images, thresholds) => {
      const { meanIou, ...counts } = matchRun(runTableOf(images), thresholds).counts;
      const { meanIou: turnedMeanIou, ...turned } = matchRun(runTableOf(images.toReversed()), thresholds).counts;
      expect(turned).toEqual(counts);
      // The sum is rounded in another order.
      expect(turnedMeanIou ?? 0).toBeCloseTo(meanIou ?? 0, 12);
    }),
  );
});

test("a score of 0.7 as a network gives it counts at the threshold 0.7", () => {
  const image = { id: "a", references: [lesion], detections: [{ ...lesion, score: 0.7 }] };
  const table = runTableOf([image]);
  expect(table.detections[4]).toBeLessThan(0.7);
  expect(matchRun(table, { scoreThreshold: 0.7, iouThreshold: 0.5 }).counts.truePositives).toBe(1);
  expect(matchRun(table, { scoreThreshold: 0.71, iouThreshold: 0.5 }).counts.truePositives).toBe(0);
});

test("a run without images has no shares", () => {
  const thresholds = { scoreThreshold: 0.5, iouThreshold: 0.5 };
  expect(matchRun(runTableOf([]), thresholds).counts).toEqual({
    ...thresholds,
    truePositives: 0,
    falsePositives: 0,
    misses: 0,
  });
});

function rowOf(first: number): (row: number | undefined) => number {
  return (row) => (row === undefined ? UNMATCHED : first + row);
}
