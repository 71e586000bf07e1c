/** @file The errors as the error browser lists them and steps through them. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { RunId, InstanceId } from "../../../../src-shared/domain/identifiers";
import type { Verdict, VerdictKind } from "../../../../src-shared/domain/verdict";
import { findingIdOf, listErrors, neighbourOf, nextUnreviewed } from "../../../../src-renderer/stores/error-list";
import { type ErrorChoice, FALSE_POSITIVE_ORDERS } from "../../../../src-renderer/stores/error-browser-store";
import { analyseRun } from "../../../../src-renderer/stores/run-analysis";
import { FALSE_POSITIVE_KINDS } from "../../../../src-shared/matching/rank-errors";
import { arbitraryImages, arbitraryThresholds, runTableOf } from "../../../builders/arbitrary-images";

const NOTHING = { reviewed: new Set<string>(), verdicts: new Map<string, Verdict>() };
const FALSE_POSITIVES = {
  segment: "false-positives",
  falsePositiveOrder: "score",
  missOrder: "largest",
  kinds: [],
  verdict: "any",
  tag: undefined,
  isUnreviewedOnly: false,
} as const;

/** Three false positives with scores 0.9, 0.6 and 0.3 on an image without references. */
const THREE = analyseRun(
  runTableOf([
    {
      id: "image-0",
      references: [],
      detections: [0.9, 0.6, 0.3].map((score, index) => ({
        box: { x1: 10 * index, y1: 0, x2: 10 * index + 5, y2: 5 },
        score,
        label: "nodule",
      })),
    },
  ]),
  { scoreThreshold: 0, iouThreshold: 0.5 },
);

test("the list holds as many errors as the counts say, whatever the order", () => {
  fc.assert(
    fc.property(
      arbitraryImages(),
      arbitraryThresholds,
      fc.constantFrom("largest", "smallest", "best-iou", "least-iou"),
      (images, thresholds, missOrder) => {
        const analysis = analyseRun(runTableOf(images), thresholds);
        const list = (segment: "false-positives" | "misses") =>
          listErrors(analysis, { ...FALSE_POSITIVES, segment, missOrder }, NOTHING);
        expect(list("false-positives")).toHaveLength(analysis.matches.counts.falsePositives);
        expect(list("misses")).toHaveLength(analysis.matches.counts.misses);
      },
    ),
  );
});

test("misses come in the order that was chosen", () => {
  fc.assert(
    fc.property(arbitraryImages(), arbitraryThresholds, (images, thresholds) => {
      const analysis = analyseRun(runTableOf(images), thresholds);
      const values = (missOrder: "largest" | "smallest" | "best-iou" | "least-iou", key: "areaPx2" | "bestIou") =>
        listErrors(analysis, { ...FALSE_POSITIVES, segment: "misses", missOrder }, NOTHING).map((error) => error[key]);
      expect(values("largest", "areaPx2")).toEqual(values("largest", "areaPx2").toSorted((a, b) => b - a));
      expect(values("smallest", "areaPx2")).toEqual(values("smallest", "areaPx2").toSorted((a, b) => a - b));
      expect(values("best-iou", "bestIou")).toEqual(values("best-iou", "bestIou").toSorted((a, b) => b - a));
      expect(values("least-iou", "bestIou")).toEqual(values("least-iou", "bestIou").toSorted((a, b) => a - b));
    }),
  );
});

test("the largest miss is the largest in millimetres where every image says its spacing, otherwise in pixels", () => {
  const miss = (id: string, sidePx: number) => ({
    id,
    references: [{ box: { x1: 0, y1: 0, x2: sidePx, y2: sidePx }, label: "nodule" }],
    detections: [],
  });
  const table = runTableOf([miss("fine", 30), miss("coarse", 20)]);
  const largestFirst = (spacingsMm: readonly ([number, number] | undefined)[]): readonly number[] => {
    const images = table.head.images.map((image, index) => ({ ...image, spacingMm: spacingsMm[index] }));
    const analysis = analyseRun(
      { ...table, head: { ...table.head, images } },
      { scoreThreshold: 0, iouThreshold: 0.5 },
    );
    return listErrors(analysis, { ...FALSE_POSITIVES, segment: "misses" }, NOTHING).map(({ image }) => image);
  };
  expect(
    largestFirst([
      [0.1, 0.1],
      [0.2, 0.2],
    ]),
  ).toEqual([1, 0]);
  expect(largestFirst([undefined, [0.2, 0.2]])).toEqual([0, 1]);
});

test("unreviewed only leaves reviewed errors out, but keeps the one on screen", () => {
  const reviewed = new Set(["detection-0", "detection-1"]);
  const listed = listErrors(
    THREE,
    { ...FALSE_POSITIVES, isUnreviewedOnly: true },
    { ...NOTHING, reviewed, kept: "detection-1" },
  );
  expect(listed.map((error) => findingIdOf(THREE.table, error))).toEqual(["detection-1", "detection-2"]);
});

test("next and previous go round the ends, and start at the ends where nothing is chosen", () => {
  const errors = listErrors(THREE, FALSE_POSITIVES, NOTHING);
  const step = (findingId: string | undefined, by: 1 | -1): string =>
    findingIdOf(THREE.table, neighbourOf(THREE.table, errors, { findingId, step: by })!);
  expect(step("detection-0", 1)).toBe("detection-1");
  expect(step("detection-2", 1)).toBe("detection-0");
  expect(step("detection-0", -1)).toBe("detection-2");
  expect(step(undefined, 1)).toBe("detection-0");
  expect(step(undefined, -1)).toBe("detection-2");
  expect(neighbourOf(THREE.table, [], { findingId: undefined, step: 1 })).toBeUndefined();
});

test("next unreviewed looks ahead first, then from the start, and ends when all are marked", () => {
  const errors = listErrors(THREE, FALSE_POSITIVES, NOTHING);
  const next = (findingId: string | undefined, marked: readonly string[]): string | undefined => {
    const error = nextUnreviewed(THREE.table, errors, {
      findingId,
      marks: { ...NOTHING, reviewed: new Set(marked) },
    });
    return error && findingIdOf(THREE.table, error);
  };
  expect(next(undefined, ["detection-0"])).toBe("detection-1");
  expect(next("detection-1", ["detection-2"])).toBe("detection-0");
  expect(next("detection-0", ["detection-0", "detection-1", "detection-2"])).toBeUndefined();
});

test("verdicts settle an error, tags alone do not", () => {
  const errors = listErrors(THREE, FALSE_POSITIVES, NOTHING);
  const verdicts = new Map([said("detection-0", "unclear"), said("detection-1", null, ["rib"])]);
  const next = nextUnreviewed(THREE.table, errors, { findingId: undefined, marks: { ...NOTHING, verdicts } });
  expect(next && findingIdOf(THREE.table, next)).toBe("detection-1");
});

test("the list narrows to a verdict, to none, and to a tag", () => {
  const verdicts = new Map([said("detection-0", "label-wrong", ["rib"]), said("detection-1", null, ["rib"])]);
  const list = (choice: Partial<ErrorChoice>) =>
    listErrors(THREE, { ...FALSE_POSITIVES, ...choice }, { ...NOTHING, verdicts }).map((error) =>
      findingIdOf(THREE.table, error),
    );
  expect(list({ verdict: "label-wrong" })).toEqual(["detection-0"]);
  expect(list({ verdict: "none" })).toEqual(["detection-1", "detection-2"]);
  expect(list({ tag: "rib" })).toEqual(["detection-0", "detection-1"]);
  expect(list({ tag: "rib", verdict: "none" })).toEqual(["detection-1"]);
  expect(list({ tag: "scar" })).toEqual([]);
});

test("the list narrows to the kinds that were chosen, which never leaves a miss out", () => {
  fc.assert(
    fc.property(arbitraryImages(), arbitraryThresholds, (images, thresholds) => {
      const analysis = analyseRun(runTableOf(images), thresholds);
      const counts = FALSE_POSITIVE_KINDS.map(
        (kind) => listErrors(analysis, { ...FALSE_POSITIVES, kinds: [kind] }, NOTHING).length,
      );
      expect(counts.reduce((sum, count) => sum + count)).toBe(analysis.matches.counts.falsePositives);
      const misses = listErrors(analysis, { ...FALSE_POSITIVES, segment: "misses", kinds: ["background"] }, NOTHING);
      expect(misses).toHaveLength(analysis.matches.counts.misses);
    }),
  );
});

test("only errors behind the marks that were clicked are listed, and not even the one on screen stays", () => {
  const isBehindCases = (error: { readonly image: number }) => error.image > 0;
  expect(listErrors(THREE, FALSE_POSITIVES, { ...NOTHING, isBehindCases, kept: "detection-0" })).toEqual([]);
});

test("every order holds the same errors", () => {
  fc.assert(
    fc.property(arbitraryImages(), arbitraryThresholds, (images, thresholds) => {
      const analysis = analyseRun(runTableOf(images), thresholds);
      for (const falsePositiveOrder of FALSE_POSITIVE_ORDERS) {
        const listed = listErrors(analysis, { ...FALSE_POSITIVES, falsePositiveOrder }, NOTHING);
        expect(new Set(listed)).toEqual(new Set(analysis.errors.falsePositives));
      }
    }),
  );
});

test("by distance, errors on images with nothing to be near to come last", () => {
  const detections = (xs: readonly number[]) =>
    xs.map((x, index) => ({ box: { x1: x, y1: 0, x2: x + 4, y2: 4 }, score: 0.9 - 0.1 * index, label: "nodule" }));
  const reference = { box: { x1: 40, y1: 0, x2: 44, y2: 4 }, label: "nodule" };
  const table = runTableOf([
    { id: "empty", references: [], detections: detections([0]) },
    { id: "one box", references: [reference], detections: detections([0, 30]) },
  ]);
  const analysis = analyseRun(table, { scoreThreshold: 0, iouThreshold: 0.5 });
  const list = (falsePositiveOrder: "nearest" | "farthest") =>
    listErrors(analysis, { ...FALSE_POSITIVES, falsePositiveOrder }, NOTHING).map((error) => findingIdOf(table, error));
  expect(list("nearest")).toEqual(["detection-2", "detection-1", "detection-0"]);
  expect(list("farthest")).toEqual(["detection-1", "detection-2", "detection-0"]);
});

function said(subject: string, verdict: VerdictKind | null, tags: string[] = []): [string, Verdict] {
  return [subject, { runId: "run" as RunId, instanceId: "image-0" as InstanceId, subject, verdict, tags }];
}
