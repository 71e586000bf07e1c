/** @file What the panels read from a run at two thresholds. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { analyseRun, detectionBox, referenceBox, rowsByInstance } from "../../../../src-renderer/stores/run-analysis";
import { arbitraryImages, arbitraryThresholds, runTableOf } from "../../../builders/arbitrary-images";

test("the tallies of the images add up to the counts of the run", () => {
  fc.assert(
    fc.property(arbitraryImages(), arbitraryThresholds, (images, thresholds) => {
      const { tallies, matches } = analyseRun(runTableOf(images), thresholds);
      const sum = (key: "truePositives" | "falsePositives" | "misses"): number =>
        [...tallies.values()].reduce((total, tally) => total + tally[key], 0);
      expect([sum("truePositives"), sum("falsePositives"), sum("misses")]).toEqual([
        matches.counts.truePositives,
        matches.counts.falsePositives,
        matches.counts.misses,
      ]);
    }),
  );
});

test("each image knows its own rows of the table", () => {
  fc.assert(
    fc.property(arbitraryImages(), (images) => {
      const table = runTableOf(images);
      for (const { id, detections, references } of images) {
        const rows = [...rowsByInstance(table).entries()].find(([instanceId]) => instanceId === id)![1];
        const read = {
          detections: detections.map((_, index) => detectionBox(table, rows.firstDetection + index)),
          references: references.map((_, index) => referenceBox(table, rows.firstReference + index)),
        };
        expect(read).toEqual({
          detections: detections.map(({ box }) => box),
          references: references.map(({ box }) => box),
        });
        expect(rows.endDetection - rows.firstDetection).toBe(detections.length);
      }
    }),
  );
});

test("the same thresholds are computed once, and again after two others", () => {
  const table = runTableOf([]);
  const first = analyseRun(table, { scoreThreshold: 0.3, iouThreshold: 0.5 });
  analyseRun(table, { scoreThreshold: 0.4, iouThreshold: 0.5 });
  expect(analyseRun(table, { scoreThreshold: 0.3, iouThreshold: 0.5 })).toBe(first);
  analyseRun(table, { scoreThreshold: 0.5, iouThreshold: 0.5 });
  analyseRun(table, { scoreThreshold: 0.6, iouThreshold: 0.5 });
  expect(analyseRun(table, { scoreThreshold: 0.3, iouThreshold: 0.5 })).not.toBe(first);
});
