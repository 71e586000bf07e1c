/** @file Checks what errors cost in average precision against runs that were mended by hand. */
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseEvaluationTable } from "../../../../src-main/detection/evaluation/parse-evaluation-table";
import { apLossOfErrors } from "../../../../src-shared/figures/ap-loss";
import { mendedPrecision } from "../../../../src-shared/figures/mended-precision";
import { rowsInFallingScore } from "../../../../src-shared/matching/rows-in-falling-score";
import { verdictsOf } from "../../../../src-shared/figures/verdicts-of";
import { matchRun, type MatchThresholds } from "../../../../src-shared/matching/match-run";
import { classifyFalsePositive } from "../../../../src-shared/matching/rank-errors";
import { arbitraryImages, arbitraryThresholds, runTableOf } from "../../../builders/arbitrary-images";
import { intersectionOverUnion } from "../../../builders/match-plainly";

type EvaluationImage = Parameters<typeof runTableOf>[0][number];

const fixtures = new URL("../../../fixtures/evaluation/", import.meta.url);
const lesion = { box: { x1: 0, y1: 0, x2: 10, y2: 10 }, label: "nodule" };
const misplaced = { box: { x1: 0, y1: 0, x2: 10, y2: 4 }, label: "nodule" };
const elsewhere = { box: { x1: 30, y1: 30, x2: 40, y2: 40 }, label: "nodule" };
const ALL = { scoreThreshold: 0, iouThreshold: 0.5 };

test("average precision is pycocotools' AP50 of the same detections", () => {
  const table = parseEvaluationTable(readJson("detections-7.json"));
  const { coco } = readJson("expected-7.json") as { readonly coco: { readonly AP50: number } };
  const verdicts = verdictsOf(table, 0.5);
  const isRight = Uint8Array.from(rowsInFallingScore(table), (row) => verdicts[row]!);
  const { averagePrecision } = mendedPrecision(isRight, table.head.referenceLabels.length);
  expect(averagePrecision).toBeCloseTo(coco.AP50, 12);
});

test("a false positive above the right one costs half of the precision, one below costs nothing", () => {
  const detections = [
    { ...elsewhere, score: 0.9 },
    { ...lesion, score: 0.8 },
    { ...elsewhere, score: 0.7 },
  ];
  expect(lossOf([{ id: "a", references: [lesion], detections }]).detections).toEqual([0.5, 0, 0]);
});

test("a misplaced box and its lesion cost the same; a lesion that nothing is near costs what striking it gains", () => {
  const loss = lossOf([
    { id: "a", references: [lesion], detections: [{ ...misplaced, score: 0.9 }] },
    { id: "b", references: [lesion], detections: [{ ...lesion, score: 0.8 }] },
    { id: "c", references: [lesion], detections: [] },
  ]);
  // Before, one of three is found at precision 1/2: 34 of 101 recalls. Mended, two at precision 1: 67 of 101.
  const before = (34 * 0.5) / 101;
  expect(loss.detections[0]).toBeCloseTo(67 / 101 - before, 12);
  expect(loss.references[0]).toBe(loss.detections[0]);
  expect(loss.references[1]).toBe(0);
  // One of two found at 1/2: 51 of 101.
  expect(loss.references[2]).toBeCloseTo((51 * 0.5) / 101 - before, 12);
});

test("without references there is no average precision to lose", () => {
  expect(lossOf([{ id: "a", references: [], detections: [{ ...elsewhere, score: 0.9 }] }]).detections).toEqual([0]);
  expect(lossOf([{ id: "a", references: [lesion], detections: [] }]).references).toEqual([0]);
});

test("detections below the threshold neither cost nor count", () => {
  const detections = [
    { ...lesion, score: 0.6 },
    { ...elsewhere, score: 0.2 },
  ];
  const images = [{ id: "a", references: [lesion, elsewhere], detections }];
  expect(lossOf(images, { scoreThreshold: 0.5, iouThreshold: 0.5 }).detections).toEqual([0, 0]);
});

test("every loss is the rise of average precision when that error alone is mended in the run itself", () => {
  fc.assert(
    fc.property(arbitraryImages(), arbitraryThresholds, (images, thresholds) => {
      const loss = lossOf(images, thresholds);
      const before = meanPrecision(images, thresholds);
      const mended = mendEach(images, thresholds);
      expect(loss.detections).toHaveLength(mended.detections.length);
      mended.detections.forEach((run, row) => {
        expect(loss.detections[row]).toBeCloseTo(riseOf(before, run && meanPrecision(run, thresholds)), 10);
      });
      mended.references.forEach((run, row) => {
        if (run) expect(loss.references[row]).toBeCloseTo(riseOf(before, meanPrecision(run, thresholds)), 10);
      });
    }),
  );
});

function lossOf(
  images: readonly EvaluationImage[],
  thresholds: MatchThresholds = ALL,
): { readonly detections: readonly number[]; readonly references: readonly number[] } {
  const run = runTableOf(images);
  const { detections, references } = apLossOfErrors(run, matchRun(run, thresholds));
  return { detections: [...detections], references: [...references] };
}

function riseOf(before: number | undefined, after: number | undefined): number {
  return before === undefined || after === undefined ? 0 : after - before;
}

/** For each row the images with that error mended; undefined where it is none, or where a detection would mend it. */
function mendEach(
  images: readonly EvaluationImage[],
  thresholds: MatchThresholds,
): Readonly<Record<"detections" | "references", readonly (readonly EvaluationImage[] | undefined)[]>> {
  const run = runTableOf(images);
  const matches = matchRun(run, thresholds);
  const detections: (readonly EvaluationImage[] | undefined)[] = [];
  const mendable = new Set<unknown>();
  let firstReference = 0;
  for (const [index, image] of images.entries()) {
    for (const [place, detection] of image.detections.entries()) {
      const row = detections.length;
      if (matches.referenceOf[row] !== -1) {
        detections.push(undefined);
        continue;
      }
      const kind = classifyFalsePositive(matches, row);
      const isMoved = kind === "localisation" || kind === "classification";
      const candidates = image.references
        .map((reference, offset) => ({ reference, row: firstReference + offset }))
        .filter(({ reference }) => (reference.label === detection.label) === (kind === "localisation"));
      const best = candidates.reduce<(typeof candidates)[number] | undefined>((most, one) => {
        const iou = intersectionOverUnion(one.reference.box, detection.box);
        return !most || iou > intersectionOverUnion(most.reference.box, detection.box) ? one : most;
      }, undefined);
      const isFree = isMoved && best !== undefined && matches.detectionOf[best.row] === -1;
      if (isFree) mendable.add(best.reference);
      const replacement = isFree ? [{ ...detection, ...best.reference }] : [];
      detections.push(replace(images, index, { detections: image.detections.toSpliced(place, 1, ...replacement) }));
    }
    firstReference += image.references.length;
  }
  let row = 0;
  const references = images.flatMap((image, index) =>
    image.references.map((reference, place) =>
      matches.detectionOf[row++] !== -1 || mendable.has(reference)
        ? undefined
        : replace(images, index, { references: image.references.toSpliced(place, 1) }),
    ),
  );
  return { detections, references };
}

function replace(
  images: readonly EvaluationImage[],
  index: number,
  part: Partial<EvaluationImage>,
): readonly EvaluationImage[] {
  return images.with(index, { ...images[index]!, ...part });
}

/** COCO's, written to be read; undefined without references. */
function meanPrecision(images: readonly EvaluationImage[], thresholds: MatchThresholds): number | undefined {
  const run = runTableOf(images);
  const { referenceOf } = matchRun(run, thresholds);
  const labels = [...new Set(run.head.referenceLabels)];
  const precisions = labels.map((label) => {
    const ranked = [...rowsInFallingScore(run)].filter(
      (row) => run.head.detectionLabels[row] === label && referenceOf[row] !== -2,
    );
    const references = run.head.referenceLabels.filter((other) => other === label).length;
    const points = ranked.map((_, rank) => {
      const found = ranked.slice(0, rank + 1).filter((row) => referenceOf[row]! >= 0).length;
      return { recall: found / references, precision: found / (rank + 1) };
    });
    const recalls = Array.from({ length: 101 }, (_, point) => point * 0.01);
    const best = recalls.map((recall) =>
      Math.max(0, ...points.filter((point) => point.recall >= recall).map(({ precision }) => precision)),
    );
    return best.reduce((sum, value) => sum + value, 0) / 101;
  });
  return labels.length === 0 ? undefined : precisions.reduce((sum, value) => sum + value, 0) / labels.length;
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, fixtures), "utf8"));
}
