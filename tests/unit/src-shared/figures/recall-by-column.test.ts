/** @file Recall by columns of the images and by zones of the boxes. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { CASE_COLUMNS } from "../../../../src-shared/domain/case-filter";
import type { RunTable } from "../../../../src-shared/contract/run-table";
import { casesBehind } from "../../../../src-shared/figures/cases-behind";
import { recallByColumn, tellingColumns } from "../../../../src-shared/figures/recall-by-column";
import { matchRun } from "../../../../src-shared/matching/match-run";
import { arbitraryImages, arbitraryThresholds, runTableOf } from "../../../builders/arbitrary-images";

type Columns = Partial<RunTable["head"]["images"][number]>;

const AT = { scoreThreshold: 0.5, iouThreshold: 0.5 };
const label = "nodule";
const upperLeft = { x1: 0, y1: 0, x2: 10, y2: 10 };
const lowerRight = { x1: 40, y1: 50, x2: 60, y2: 64 };

/** One found, one missed; one false positive in the lower right; an empty image. */
const RUN = withColumns(
  runTableOf([
    {
      id: "a",
      references: [
        { box: upperLeft, label },
        { box: lowerRight, label },
      ],
      detections: [{ box: upperLeft, label, score: 0.75 }],
    },
    { id: "b", references: [], detections: [{ box: lowerRight, label, score: 0.625 }] },
    { id: "c", references: [], detections: [] },
  ]),
  [
    { sex: "F", ageYears: 62, splitNames: ["test", "fold 1"] },
    { sex: "M", ageYears: 7, splitNames: ["test"] },
    { sex: "M" },
  ],
);

test("a row counts the images of a value with their findings and false positives", () => {
  expect(recallByColumn(RUN, matchRun(RUN, AT), "sex")).toEqual([
    {
      label: "M",
      cases: { kind: "column", column: "sex", value: "M", ...AT },
      images: 2,
      references: 0,
      found: 0,
      falsePositives: 1,
      precision: 0,
    },
    {
      label: "F",
      cases: { kind: "column", column: "sex", value: "F", ...AT },
      images: 1,
      references: 2,
      found: 1,
      falsePositives: 0,
      recall: 0.5,
      precision: 1,
    },
  ]);
});

test.each([
  ["ageBand", ["0–19", "60–79", "unknown"]],
  ["split", ["test", "fold 1", "unknown"]],
  ["view", ["unknown"]],
  ["zone", ["upper left", "upper right", "middle left", "middle right", "lower left", "lower right"]],
] as const)("the values of %s stand in an order that a reader expects", (column, labels) => {
  expect(recallByColumn(RUN, matchRun(RUN, AT), column).map((row) => row.label)).toEqual(labels);
});

test("a zone counts the boxes whose centres lie in it, false positives too", () => {
  const rows = recallByColumn(RUN, matchRun(RUN, AT), "zone");
  expect(rows[0]).toMatchObject({ images: 1, references: 1, found: 1, falsePositives: 0, recall: 1, precision: 1 });
  expect(rows[5]).toMatchObject({ images: 1, references: 1, found: 0, falsePositives: 1, recall: 0, precision: 0 });
  expect(rows[1]).not.toHaveProperty("recall");
});

test("only columns with several values tell images apart", () => {
  expect(tellingColumns(RUN)).toEqual(["sex", "ageBand", "zone", "split"]);
});

test("the cases behind each row are those that it counts", () => {
  const columns = fc.record(
    {
      sex: fc.constantFrom("M", "F"),
      ageYears: fc.integer({ min: 0, max: 100 }),
      viewPosition: fc.constantFrom("AP", "PA"),
      splitNames: fc.uniqueArray(fc.constantFrom("train", "test")),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(arbitraryImages(), fc.infiniteStream(columns), arbitraryThresholds, (images, stream, thresholds) => {
      const run = withColumns(runTableOf(images), [...stream.take(images.length)]);
      const matches = matchRun(run, thresholds);
      for (const row of CASE_COLUMNS.flatMap((column) => recallByColumn(run, matches, column))) {
        expect(casesBehind(run, row.cases).imageCount).toBe(row.images);
        expect(countOnes(casesBehind(run, { ...row.cases, isFound: true }).references)).toBe(row.found);
        const missed = casesBehind(run, { ...row.cases, isFound: false });
        expect(countOnes(missed.references)).toBe(row.references - row.found);
      }
    }),
  );
});

function withColumns(run: RunTable, columns: readonly Columns[]): RunTable {
  const images = run.head.images.map((image, index) => ({ ...image, ...columns[index] }));
  return { ...run, head: { ...run.head, images } };
}

function countOnes(mask: Uint8Array): number {
  return mask.reduce((sum, value) => sum + value, 0);
}
