/** @file The precision-recall curve against pycocotools' own. */
import { existsSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  type PrecisionRecallPoint,
  precisionRecallPoints,
} from "../../../../src-shared/figures/precision-recall-points";
import { DetectionsFile } from "../../../../src-shared/contract/detections-file";
import { matchRun } from "../../../../src-shared/matching/match-run";
import { arbitraryImages, runTableOf } from "../../../builders/arbitrary-images";

const ORACLES = new URL("../../../../../shared/models/compact-frcnn/", import.meta.url);

test.skipIf(!existsSync(ORACLES))("the curve is the one that pycocotools interpolates at 101 recalls", () => {
  const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, ORACLES), "utf8"));
  const file = DetectionsFile.parse(read("expected-evaluation-val-input.json"));
  const { cocoPrecision50 } = read("expected-evaluation-val.json") as { readonly cocoPrecision50: readonly number[] };
  const images = file.images.map(({ id }) => ({
    id,
    references: file.groundTruth.filter(({ image }) => image === id).map(({ box }) => labelled(box)),
    detections: file.predictions
      .filter(({ image }) => image === id)
      .map(({ box, score }) => ({ ...labelled(box), score }))
      .toSorted((a, b) => b.score - a.score),
  }));
  const points = precisionRecallPoints(runTableOf(images), 0.5);
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

test("without references there is no curve", () => {
  const detections = [{ box: { x1: 0, y1: 0, x2: 4, y2: 4 }, score: 0.5, label: "nodule" }];
  expect(precisionRecallPoints(runTableOf([{ id: "image", references: [], detections }]), 0.5)).toEqual([]);
});

function labelled([x1, y1, x2, y2]: readonly [number, number, number, number]) {
  return { box: { x1, y1, x2, y2 }, label: "nodule" };
}

/** Greatest precision at a recall or beyond, 0 where it is never reached. */
function precisionFrom(points: readonly PrecisionRecallPoint[], recall: number): number {
  return Math.max(0, ...points.filter((point) => point.recall >= recall).map(({ precision }) => precision));
}
