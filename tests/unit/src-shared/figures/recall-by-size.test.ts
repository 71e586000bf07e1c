/** @file Recall by size against NumPy's quantiles and the notebook's counts. */
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { casesBehind } from "../../../../src-shared/figures/cases-behind";
import { recallByQuantile, recallBySize } from "../../../../src-shared/figures/recall-by-size";
import { matchRun } from "../../../../src-shared/matching/match-run";
import { arbitraryImages, arbitraryThresholds, runTableOf } from "../../../builders/arbitrary-images";
import { readLiveFigures } from "../../../builders/live-figures";
import { runTableOfFile } from "../../../builders/run-table-of-file";

const FIXTURES = new URL("../../../fixtures/evaluation/", import.meta.url);
const AT = { scoreThreshold: 0.5, iouThreshold: 0.5 };

test.each(readLiveFigures())(
  "the quartiles of %s are those of numpy.quantile, as are their counts",
  (_, run, expected) => {
    const { edges, references, found } = expected.quartiles;
    const rows = recallByQuantile(run, matchRun(run, AT));
    rows.forEach(({ cases: { from, to } }, part) => {
      expect(from).toBeCloseTo(edges[part]!, 9);
      expect(to).toBeCloseTo(edges[part + 1]!, 9);
    });
    expect(rows.map((row) => row.references)).toEqual(references);
    expect(rows.map((row) => row.found)).toEqual(found);
  },
);

test("without edges of one's own the sizes are the notebook's", () => {
  const run = runTableOfFile(new URL("detections-7.json", FIXTURES));
  const { recallBySize: expected } = JSON.parse(readFileSync(new URL("expected-7.json", FIXTURES), "utf8")) as {
    readonly recallBySize: Readonly<Record<"small" | "medium" | "large", { readonly count: number }>>;
  };
  const rows = recallBySize(run, matchRun(run, AT));
  expect(rows.map(({ label }) => label)).toEqual(["under 4,096 px²", "4,096–9,216 px²", "from 9,216 px²"]);
  expect(rows.map(({ references }) => references)).toEqual(
    [expected.small, expected.medium, expected.large].map(({ count }) => count),
  );
});

test("an area is measured in the frame, and one on an edge is the larger size", () => {
  const reference = { box: { x1: 0, y1: 0, x2: 8, y2: 8 }, label: "nodule" };
  const wrong = { box: { x1: 30, y1: 30, x2: 34, y2: 34 }, label: "nodule", score: 0.9 };
  const run = runTableOf([{ id: "a", references: [reference], detections: [wrong] }]);
  // 64 × 64 pixels stretched to twice the width: 128 px² and 32 px².
  const frame = { widthPx: 128, heightPx: 64 };
  const rows = recallBySize(run, matchRun(run, AT), { edgesPx2: [128], frame });
  expect(rows).toEqual([
    {
      label: "under 128 px²",
      cases: { kind: "reference-area", from: 0, to: 128, holds: "lower-edge", frame, ...AT },
      images: 0,
      references: 0,
      found: 0,
      falsePositives: 1,
      precision: 0,
    },
    {
      label: "from 128 px²",
      cases: { kind: "reference-area", from: 128, holds: "lower-edge", frame, ...AT },
      images: 1,
      references: 1,
      found: 0,
      falsePositives: 0,
      recall: 0,
    },
  ]);
});

test("sizes that tie throughout make one row, and no boxes none", () => {
  const reference = { box: { x1: 0, y1: 0, x2: 8, y2: 8 }, label: "nodule" };
  const run = runTableOf([{ id: "a", references: [reference, reference], detections: [] }]);
  expect(recallByQuantile(run, matchRun(run, AT))).toMatchObject([{ references: 2, cases: { from: 64, to: 64 } }]);
  const empty = runTableOf([{ id: "a", references: [], detections: [] }]);
  expect(recallByQuantile(empty, matchRun(empty, AT))).toEqual([]);
});

test("the rows of both tables hold every reference once, and the cases behind a row are those that it counts", () => {
  fc.assert(
    fc.property(arbitraryImages(), arbitraryThresholds, (images, thresholds) => {
      const run = runTableOf(images);
      const matches = matchRun(run, thresholds);
      for (const rows of [recallBySize(run, matches, { edgesPx2: [20, 60] }), recallByQuantile(run, matches)]) {
        expect(rows.reduce((sum, row) => sum + row.references, 0)).toBe(run.head.referenceIds.length);
        expect(rows.reduce((sum, row) => sum + row.found, 0)).toBe(matches.counts.truePositives);
        for (const row of rows) {
          const behind = casesBehind(run, row.cases);
          expect(behind.imageCount).toBe(row.images);
          expect(countOnes(behind.references)).toBe(row.references);
          expect(countOnes(casesBehind(run, { ...row.cases, isFound: true }).references)).toBe(row.found);
        }
      }
    }),
  );
});

function countOnes(mask: Uint8Array): number {
  return mask.reduce((sum, value) => sum + value, 0);
}
