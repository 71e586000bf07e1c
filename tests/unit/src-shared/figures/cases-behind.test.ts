/** @file Checks which images and boxes stand behind a mark of a chart. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { RunTable } from "../../../../src-shared/contract/run-table";
import type { CaseFilter } from "../../../../src-shared/domain/case-filter";
import type { InstanceId } from "../../../../src-shared/domain/identifiers";
import { type Cases, casesBehind, casesBehindAll } from "../../../../src-shared/figures/cases-behind";
import { scoreHistogram } from "../../../../src-shared/figures/score-histogram";
import { matchRun } from "../../../../src-shared/matching/match-run";
import { rankErrors } from "../../../../src-shared/matching/rank-errors";
import { arbitraryImages, arbitraryThresholds, runTableOf } from "../../../builders/arbitrary-images";

const label = "nodule";
/** In the upper left of 64 × 64 pixels: 100 px². */
const small = { x1: 0, y1: 0, x2: 10, y2: 10 };
/** In the lower right: 400 px², twice as wide as the other is high. */
const large = { x1: 40, y1: 44, x2: 60, y2: 64 };
const AT = { scoreThreshold: 0.5, iouThreshold: 0.5 };

/** Finds `small` and misses `large`; draws on nothing; nothing at all. */
const RUN = withColumns(
  runTableOf([
    {
      id: "a",
      references: [
        { box: small, label },
        { box: large, label },
      ],
      detections: [
        { box: small, label, score: 0.75 },
        { box: small, label, score: 0.625 },
        { box: large, label, score: 0.25 },
      ],
    },
    { id: "b", references: [], detections: [{ box: large, label, score: 0.625 }] },
    { id: "c", references: [{ box: large, label }], detections: [] },
  ]),
  [
    { sex: "F", ageYears: 59, splitNames: ["train", "fold 1"] },
    { sex: "M", ageYears: 80, viewPosition: "AP" },
    { className: "Lung Opacity" },
  ],
);

test.each<[string, CaseFilter, { images: string; detections: string; references: string }]>([
  [
    "a range of scores holds the edge that it says",
    { kind: "score", from: 0.625, to: 0.75, holds: "lower-edge", iouThreshold: 0.5 },
    { images: "110", detections: "0101", references: "000" },
  ],
  [
    "the same range with its upper edge",
    { kind: "score", from: 0.625, to: 0.75, holds: "upper-edge", iouThreshold: 0.5 },
    { images: "100", detections: "1000", references: "000" },
  ],
  [
    "the same range with both edges",
    { kind: "score", from: 0.625, to: 0.75, holds: "both-edges", iouThreshold: 0.5 },
    { images: "110", detections: "1101", references: "000" },
  ],
  [
    "right detections count whatever the threshold",
    { kind: "score", from: 0, holds: "lower-edge", verdict: "right", iouThreshold: 0.5 },
    { images: "100", detections: "1010", references: "000" },
  ],
  [
    "wrong detections",
    { kind: "score", from: 0, holds: "lower-edge", verdict: "wrong", iouThreshold: 0.5 },
    { images: "110", detections: "0101", references: "000" },
  ],
  [
    "duplicates",
    { kind: "error", error: "duplicate", ...AT },
    { images: "100", detections: "0100", references: "000" },
  ],
  [
    "background",
    { kind: "error", error: "background", ...AT },
    { images: "010", detections: "0001", references: "000" },
  ],
  ["misses", { kind: "error", error: "miss", ...AT }, { images: "101", detections: "0000", references: "011" }],
  [
    "sizes in another frame",
    { kind: "reference-area", from: 25, to: 100, holds: "lower-edge", frame: { widthPx: 32, heightPx: 32 }, ...AT },
    { images: "100", detections: "0000", references: "100" },
  ],
  [
    "missed ones of a size",
    { kind: "reference-area", from: 0, holds: "lower-edge", isFound: false, ...AT },
    { images: "101", detections: "0000", references: "011" },
  ],
  [
    "a column of images keeps all their boxes",
    { kind: "column", column: "sex", value: "F", ...AT },
    { images: "100", detections: "1110", references: "110" },
  ],
  [
    "found boxes of images with a value",
    { kind: "column", column: "ageBand", value: "40–59", isFound: true, ...AT },
    { images: "100", detections: "0000", references: "100" },
  ],
  [
    "an image that does not say is unknown",
    { kind: "column", column: "view", value: "unknown", ...AT },
    { images: "101", detections: "1110", references: "111" },
  ],
  [
    "one of several splits",
    { kind: "column", column: "split", value: "fold 1", ...AT },
    { images: "100", detections: "1110", references: "110" },
  ],
  [
    "a zone keeps its reference boxes",
    { kind: "column", column: "zone", value: "lower right", ...AT },
    { images: "101", detections: "0000", references: "011" },
  ],
  [
    "an image without detections scores 0",
    { kind: "image-score", from: 0, to: 0.7, holds: "both-edges" },
    { images: "011", detections: "0001", references: "001" },
  ],
  [
    "positive images of a score",
    { kind: "image-score", from: 0, to: 0.7, holds: "both-edges", isPositive: true },
    { images: "001", detections: "0000", references: "001" },
  ],
  [
    "images with so many boxes",
    { kind: "reference-count", from: 1, to: 2, holds: "lower-edge" },
    { images: "001", detections: "0000", references: "001" },
  ],
  [
    "boxes of a shape",
    { kind: "box-shape", measure: "aspect", from: 1, to: 1, holds: "both-edges" },
    { images: "101", detections: "0000", references: "111" },
  ],
  [
    "boxes that cover a place",
    { kind: "position", boxes: "covering", area: { x1: 0, y1: 0, x2: 1, y2: 1 } },
    { images: "101", detections: "0000", references: "111" },
  ],
  [
    "boxes centred at a place",
    { kind: "position", boxes: "centred", area: { x1: 0.5, y1: 0.5, x2: 1, y2: 1 } },
    { images: "101", detections: "0000", references: "011" },
  ],
  [
    "a named list",
    { kind: "images", title: "changed cases", instanceIds: ["b", "not here"] as InstanceId[] },
    { images: "010", detections: "0001", references: "000" },
  ],
])("%s", (_, filter, expected) => {
  expect(written(casesBehind(RUN, filter))).toEqual(expected);
});

test("several filters keep images that answer all, and of their boxes those that each kind of filter asks for", () => {
  const cases = casesBehindAll(RUN, [
    { kind: "column", column: "sex", value: "F", ...AT },
    { kind: "error", error: "miss", ...AT },
    { kind: "score", from: 0.5, holds: "lower-edge", iouThreshold: 0.5 },
  ]);
  expect(written(cases)).toEqual({ images: "100", detections: "1100", references: "010" });
  expect(cases.imageCount).toBe(1);
});

test("filters about the same boxes must be answered by the same box", () => {
  const score = { kind: "score", holds: "both-edges", iouThreshold: 0.5 } as const;
  const both = [
    { ...score, from: 0.75, to: 1 },
    { ...score, from: 0, to: 0.3 },
  ] as const;
  expect(written(casesBehindAll(RUN, both))).toEqual({ images: "000", detections: "0000", references: "000" });
});

test("without filters everything is behind", () => {
  const all = { images: "111", detections: "1111", references: "111" };
  expect(written(casesBehindAll(RUN, []))).toEqual(all);
});

test("behind the errors of each kind stand exactly those that the error list names", () => {
  fc.assert(
    fc.property(arbitraryImages(), arbitraryThresholds, (images, thresholds) => {
      const run = runTableOf(images);
      const { falsePositives, misses } = rankErrors(run, matchRun(run, thresholds));
      for (const error of ["duplicate", "localisation", "classification", "background"] as const) {
        const { detections } = casesBehind(run, { kind: "error", error, ...thresholds });
        const listed = falsePositives.filter(({ falsePositiveKind }) => falsePositiveKind === error);
        expect(rowsOf(detections)).toEqual(listed.map(({ detection }) => detection).toSorted((a, b) => a - b));
      }
      const { references } = casesBehind(run, { kind: "error", error: "miss", ...thresholds });
      expect(rowsOf(references)).toEqual(misses.map(({ reference }) => reference).toSorted((a, b) => a - b));
    }),
  );
});

test("the bins of the score histogram count the detections behind them", () => {
  fc.assert(
    fc.property(arbitraryImages(), (images) => {
      const run = runTableOf(images);
      for (const { right, wrong, ...range } of scoreHistogram(run, { iouThreshold: 0.5, bins: 20 })) {
        const behind = (verdict: "right" | "wrong"): number =>
          rowsOf(casesBehind(run, { kind: "score", ...range, verdict, iouThreshold: 0.5 }).detections).length;
        expect([behind("right"), behind("wrong")]).toEqual([right, wrong]);
      }
    }),
  );
});

function withColumns(run: RunTable, columns: readonly Partial<RunTable["head"]["images"][number]>[]): RunTable {
  return {
    ...run,
    head: { ...run.head, images: run.head.images.map((image, index) => ({ ...image, ...columns[index] })) },
  };
}

function written({ images, detections, references }: Cases): Readonly<Record<string, string>> {
  return { images: images.join(""), detections: detections.join(""), references: references.join("") };
}

function rowsOf(mask: Uint8Array): readonly number[] {
  return [...mask.keys()].filter((row) => mask[row]);
}
