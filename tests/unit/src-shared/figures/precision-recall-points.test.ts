/** @file The precision-recall curve against pycocotools' own. */
import { existsSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  type PrecisionRecallPoint,
  precisionRecallPoints,
} from "../../../../src-shared/figures/precision-recall-points";
import { matchRun } from "../../../../src-shared/matching/match-run";
import { arbitraryImages, runTableOf } from "../../../builders/arbitrary-images";
import { runTableOfFile } from "../../../builders/run-table-of-file";

const ORACLES = new URL("../../../../../shared/models/compact-frcnn/", import.meta.url);

test.skipIf(!existsSync(ORACLES))("the curve is the one that pycocotools interpolates at 101 recalls", () => {
  const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, ORACLES), "utf8"));
  const { cocoPrecision50 } = read("expected-evaluation-val.json") as { readonly cocoPrecision50: readonly number[] };
  const points = precisionRecallPoints(runTableOfFile(new URL("expected-evaluation-val-input.json", ORACLES)), 0.5);
  const interpolated = cocoPrecision50.map((_, step) => precisionFrom(points, step / 100));
  // Both divide small whole numbers; 1e-9 covers the order of the divisions.
  interpolated.forEach((precision, step) => expect(Math.abs(precision - cocoPrecision50[step]!)).toBeLessThan(1e-9));
});

test("each point has the precision and recall of the run at its score", () => {
  fc.assert(
    fc.property(arbitraryImages(), (images) => {
      const run = runTableOf(images);
      for (const { score, precision, recall } of precisionRecallPoints(run, 0.5)) {
        const { counts } = matchRun(run, { scoreThreshold: score, iouThreshold: 0.5 });
        expect({ precision, recall }).toEqual({ precision: counts.precision, recall: counts.recall });
      }
    }),
  );
});

test("the curve passes the precision and recall of every score, with two points for each reference at most", () => {
  fc.assert(
    fc.property(arbitraryImages(), (images) => {
      const run = runTableOf(images);
      const points = precisionRecallPoints(run, 0.5);
      expect(points.length).toBeLessThanOrEqual(2 * run.head.referenceIds.length + 2);
      if (run.head.referenceIds.length === 0) return;
      for (const { score } of images.flatMap(({ detections }) => detections)) {
        const { precision, recall } = matchRun(run, { scoreThreshold: score, iouThreshold: 0.5 }).counts;
        const precisions = points.filter((point) => point.recall === recall).map((point) => point.precision);
        expect(precision).toBeLessThanOrEqual(Math.max(...precisions));
        expect(precision).toBeGreaterThanOrEqual(Math.min(...precisions));
      }
    }),
  );
});

test("without references there is no curve", () => {
  const detections = [{ box: { x1: 0, y1: 0, x2: 4, y2: 4 }, score: 0.5, label: "nodule" }];
  expect(precisionRecallPoints(runTableOf([{ id: "image", references: [], detections }]), 0.5)).toEqual([]);
});

/** Greatest precision at a recall or beyond, 0 where it is never reached. */
function precisionFrom(points: readonly PrecisionRecallPoint[], recall: number): number {
  return Math.max(0, ...points.filter((point) => point.recall >= recall).map(({ precision }) => precision));
}
