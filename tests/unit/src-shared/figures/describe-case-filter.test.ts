/** @file Checks the words of the chips above a list of cases. */
import { expect, test } from "vitest";
import type { CaseFilter } from "../../../../src-shared/domain/case-filter";
import { describeCaseFilter, explainCaseFilter } from "../../../../src-shared/figures/describe-case-filter";

const AT = { scoreThreshold: 0.5, iouThreshold: 0.4 };
const frame = { widthPx: 256, heightPx: 256 };

test.each<[string, CaseFilter]>([
  ["score 0.60–0.70, wrong", { kind: "score", from: 0.6, to: 0.7, holds: "upper-edge", verdict: "wrong", ...AT }],
  ["score 0.125–0.25", { kind: "score", from: 0.125, to: 0.25, holds: "upper-edge", ...AT }],
  ["score from 0.50", { kind: "score", from: 0.5, holds: "lower-edge", ...AT }],
  ["misses", { kind: "error", error: "miss", ...AT }],
  ["boxes under 4,096 px² at 256 × 256, missed", area({ from: 0, to: 4096, frame, isFound: false })],
  ["boxes 4,096–9,216 px²", area({ from: 4096, to: 9216 })],
  ["boxes from 9,216 px², found", area({ from: 9216, isFound: true })],
  ["sex F", { kind: "column", column: "sex", value: "F", ...AT }],
  ["age 40–59, missed boxes", { kind: "column", column: "ageBand", value: "40–59", isFound: false, ...AT }],
  ["boxes upper left, found", { kind: "column", column: "zone", value: "upper left", isFound: true, ...AT }],
  ["image score 0.00–0.70, positive images", imageScore({ isPositive: true })],
  ["no boxes", { kind: "reference-count", from: 0, to: 1, holds: "lower-edge" }],
  ["1 box", { kind: "reference-count", from: 1, to: 1, holds: "both-edges" }],
  ["2–3 boxes", { kind: "reference-count", from: 1.5, to: 3, holds: "both-edges" }],
  ["4 boxes or more", { kind: "reference-count", from: 4, holds: "lower-edge" }],
  ["boxes 0.50–0.60 wide per high", { kind: "box-shape", measure: "aspect", from: 0.5, to: 0.6, holds: "lower-edge" }],
  [
    "box centres 12.5–25 % across, 0–12.5 % down",
    { kind: "position", boxes: "centred", area: { x1: 0.125, y1: 0, x2: 0.25, y2: 0.125 } },
  ],
  ["changed cases", { kind: "images", title: "changed cases", instanceIds: [] }],
])("a chip says: %s", (title, filter) => {
  expect(describeCaseFilter(filter)).toBe(title);
});

test("a chip's hint names the thresholds that its cases rest on, where they rest on any", () => {
  expect(explainCaseFilter({ kind: "error", error: "miss", ...AT })).toBe("at score 0.50 and IoU 0.40");
  expect(explainCaseFilter(area({ from: 0, isFound: false }))).toBe("at score 0.50 and IoU 0.40");
  expect(explainCaseFilter(area({ from: 0 }))).toBeUndefined();
});

function area(given: {
  readonly from: number;
  readonly to?: number;
  readonly frame?: typeof frame;
  readonly isFound?: boolean;
}): CaseFilter {
  return { kind: "reference-area", holds: "lower-edge", ...given, ...AT };
}

function imageScore({ isPositive }: { readonly isPositive: boolean }): CaseFilter {
  return { kind: "image-score", from: 0, to: 0.7, holds: "lower-edge", isPositive };
}
