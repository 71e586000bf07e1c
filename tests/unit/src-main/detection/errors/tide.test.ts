/** @file Checks TIDE's costs against tidecv's own, and by what must hold of any run. */
import { existsSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { tide } from "../../../../../src-main/detection/errors/tide";
import { findTideErrors, type TideImages } from "../../../../../src-main/detection/errors/tide-errors";
import { parseEvaluationTable } from "../../../../../src-main/detection/evaluation/parse-evaluation-table";
import type { TideCosts } from "../../../../../src-shared/domain/evaluation";
import { arbitraryImages, runTableOf } from "../../../../builders/arbitrary-images";
import { differences } from "../../../../builders/differences";

const fixtures = new URL("../../../../fixtures/evaluation/", import.meta.url);
const shared = new URL("../../../../../../shared/", import.meta.url);
const SETTINGS = { iouThreshold: 0.5, backgroundIou: 0.1, images: "all" } as const;

interface LabelledAnswers {
  readonly detections: unknown;
  readonly answers: readonly {
    readonly images: TideImages;
    readonly iouThreshold: number;
    readonly backgroundIou: number;
    readonly tide: TideCosts;
  }[];
}

const labelled = readJson("tide-labelled.json", fixtures) as LabelledAnswers;

test.each(labelled.answers)(
  "costs over $images images at IoU $iouThreshold are tidecv's, with four labels, ties and a crowded image",
  ({ tide: expected, ...settings }) => {
    expect(differences(tide(parseEvaluationTable(labelled.detections), settings), expected, 1e-9)).toEqual([]);
  },
);

test("costs of twenty images are those of the reference figures", () => {
  const { tide: expected } = readJson("expected-7.json", fixtures) as { readonly tide: TideCosts };
  const found = tide(parseEvaluationTable(readJson("detections-7.json", fixtures)));
  expect(differences(found, expected, 1e-9)).toEqual([]);
});

test.skipIf(!existsSync(shared)).each([
  ["oracles/evaluation/detections-11.json", "oracles/evaluation/expected-11.json"],
  ["models/compact-frcnn/expected-evaluation-val-input.json", "models/compact-frcnn/expected-evaluation-val.json"],
])("costs of %s are those of the shared reference figures", (detections, figures) => {
  const { tide: expected } = readJson(figures, shared) as { readonly tide: TideCosts };
  const found = tide(parseEvaluationTable(readJson(detections, shared)));
  expect(differences(found, expected, 1e-9)).toEqual([]);
});

const lesion = { box: { x1: 0, y1: 0, x2: 10, y2: 10 }, label: "nodule" };
const half = { x1: 0, y1: 0, x2: 10, y2: 5 };
const found = { ...lesion, score: 0.9 };

test.each([
  ["localisation", half, "nodule"],
  ["localisation", { ...half, y2: 1 }, "nodule"],
  ["background", { ...half, y2: 0.5 }, "nodule"],
  ["duplicate", { ...half, y2: 6 }, "nodule"],
  ["classification", { ...half, y2: 6 }, "effusion"],
  ["classification-and-localisation", { ...half, y2: 4 }, "effusion"],
  ["background", { x1: 30, y1: 30, x2: 40, y2: 40 }, "effusion"],
])("beside the right one a detection is an error of %s", (verdict, box, label) => {
  const table = runTableOf([{ id: "a", references: [lesion], detections: [found, { box, label, score: 0.8 }] }]);
  expect(findTideErrors(table, SETTINGS).verdicts).toEqual(["right", verdict]);
});

test("of two misplaced boxes the surer one would find the lesion, which is then no miss", () => {
  const misplaced = { label: "nodule", box: { ...half, y2: 4 } };
  const detections = [
    { ...misplaced, score: 0.8 },
    { ...misplaced, score: 0.7 },
  ];
  const errors = findTideErrors(runTableOf([{ id: "a", references: [lesion], detections }]), SETTINGS);
  expect([...errors.mendedTo]).toEqual([0, -1]);
  expect([...errors.isMissed]).toEqual([0]);
});

test("detections on normal images cost nothing unless all images count", () => {
  const table = runTableOf([
    { id: "a", references: [lesion], detections: [{ ...lesion, score: 0.8 }] },
    { id: "b", references: [], detections: [found] },
  ]);
  expect(tide(table)?.main.Bkg).toBe(0);
  expect(tide(table, { images: "all" })).toMatchObject({ ap50: 50, main: { Bkg: 50 } });
});

test("costs are undefined without references, and without detections", () => {
  expect(tide(runTableOf([{ id: "a", references: [lesion], detections: [] }]))).toBeUndefined();
  expect(tide(runTableOf([{ id: "a", references: [], detections: [found] }]), { images: "all" })).toBeUndefined();
  expect(tide(runTableOf([]))).toBeUndefined();
});

test("thresholds out of their bounds are refused with both named", () => {
  expect(() => tide(runTableOf([]), { iouThreshold: 0.05, backgroundIou: 0.1 })).toThrow(
    "0.1 for background and 0.05 for a match",
  );
});

test("a wrong detection below all others costs nothing that was not there", () => {
  fc.assert(
    fc.property(arbitraryImages(), (images) => {
      const before = tide(runTableOf(images), { images: "all" });
      const wrong = { box: { x1: 50, y1: 50, x2: 60, y2: 60 }, label: "nodule", score: 0 };
      const isDetected = images.some(({ detections }) => detections.some(({ label }) => label === "nodule"));
      const isThere = images.some(({ references }) => references.some(({ label }) => label === "nodule"));
      fc.pre(before !== undefined && (isDetected || isThere));
      const after = tide(runTableOf([...images, { id: "last", references: [], detections: [wrong] }]), {
        images: "all",
      });
      expect(after!.ap50).toBeCloseTo(before!.ap50, 10);
      expect(after!.main.Bkg).toBeGreaterThanOrEqual(before!.main.Bkg - 1e-9);
    }),
  );
});

test("where scores tie, finding all can cost less than nothing, as in tidecv, which then ranks errors first", () => {
  const images = [
    { id: "a", references: [lesion], detections: [found, { ...found, box: { ...half, x1: 30, x2: 40 } }] },
  ];
  expect(tide(runTableOf(images))?.special.FalseNeg).toBe(-50);
});

test("all costs are numbers that AP can bear", () => {
  fc.assert(
    fc.property(arbitraryImages(), fc.constantFrom<TideImages>("all", "with-references"), (images, which) => {
      const costs = tide(runTableOf(images), { images: which });
      fc.pre(costs !== undefined);
      for (const cost of Object.values(costs!.main)) expect(costs!.ap50 + cost).toBeLessThanOrEqual(100 + 1e-9);
      expect(costs!.special.FalsePos).toBeGreaterThanOrEqual(-1e-9);
    }),
  );
});

function readJson(name: string, folder: URL): unknown {
  return JSON.parse(readFileSync(new URL(name, folder), "utf8"));
}
