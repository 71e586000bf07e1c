/** @file Checks how a reader's verdicts change the counts. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Verdict, VerdictKind } from "../../../../src-shared/domain/verdict";
import { rescore, SCORING_WAYS, type ScoringWay } from "../../../../src-shared/figures/rescore";
import { matchRun, UNMATCHED } from "../../../../src-shared/matching/match-run";
import { arbitraryImages, arbitraryThresholds, runTableOf } from "../../../builders/arbitrary-images";

const label = "nodule";
const seen = { x1: 0, y1: 0, x2: 10, y2: 10 };
const overlooked = { x1: 20, y1: 20, x2: 30, y2: 30 };
const unlabelled = { x1: 40, y1: 40, x2: 50, y2: 50 };

/** detection-0 finds reference-0, detection-1 finds nothing, nothing finds reference-1. */
const RUN = runTableOf([
  {
    id: "a",
    references: [
      { box: seen, label },
      { box: overlooked, label },
    ],
    detections: [
      { box: seen, label, score: 0.75 },
      { box: unlabelled, label, score: 0.5 },
    ],
  },
]);
const AT = { scoreThreshold: 0.5, iouThreshold: 0.5 };

test.each<
  readonly [string, { subject: string; verdict: VerdictKind; way: ScoringWay }, readonly [number, number, number]]
>([
  [
    "a wrong model changes nothing",
    { subject: "detection-1", verdict: "model-wrong", way: "labels-corrected" },
    [1, 1, 1],
  ],
  [
    "labels that are believed change nothing",
    { subject: "detection-1", verdict: "label-wrong", way: "as-marked" },
    [1, 1, 1],
  ],
  [
    "a finding that the label lacks counts as true",
    { subject: "detection-1", verdict: "label-wrong", way: "labels-corrected" },
    [2, 0, 1],
  ],
  [
    "a label without finding is not missed",
    { subject: "reference-1", verdict: "label-wrong", way: "labels-corrected" },
    [1, 1, 0],
  ],
  [
    "an unclear false positive is left out",
    { subject: "detection-1", verdict: "unclear", way: "labels-corrected" },
    [1, 0, 1],
  ],
  [
    "an unclear false positive is left out of believed labels too",
    { subject: "detection-1", verdict: "unclear", way: "as-marked" },
    [1, 0, 1],
  ],
  ["an unclear miss is left out", { subject: "reference-1", verdict: "unclear", way: "labels-corrected" }, [1, 1, 0]],
  [
    "an unclear miss is left out of believed labels too",
    { subject: "reference-1", verdict: "unclear", way: "as-marked" },
    [1, 1, 0],
  ],
  [
    "an unclear detection that found something stays",
    { subject: "detection-0", verdict: "unclear", way: "as-marked" },
    [1, 1, 1],
  ],
  [
    "an unclear reference that is found is left out with what found it",
    { subject: "reference-0", verdict: "unclear", way: "as-marked" },
    [0, 1, 1],
  ],
  [
    "what finds a label without finding is wrong",
    { subject: "reference-0", verdict: "label-wrong", way: "labels-corrected" },
    [0, 2, 1],
  ],
])("%s", (_, { subject, verdict, way }, [truePositives, falsePositives, misses]) => {
  const counts = rescore(RUN, matchRun(RUN, AT), { verdicts: [{ subject, verdict }], way });
  expect(counts).toMatchObject({ truePositives, falsePositives, misses });
});

test("a finding that the label lacks is missed where the threshold hides it", () => {
  const hidden = matchRun(RUN, { ...AT, scoreThreshold: 0.6 });
  const verdicts = [{ subject: "detection-1", verdict: "label-wrong" }] as const;
  const counts = rescore(RUN, hidden, { verdicts, way: "labels-corrected" });
  expect(counts).toMatchObject({ truePositives: 1, falsePositives: 0, misses: 2, precision: 1, recall: 1 / 3 });
});

test("shares without a denominator are absent", () => {
  const run = runTableOf([{ id: "a", references: [{ box: seen, label }], detections: [] }]);
  const verdicts = [{ subject: "reference-0", verdict: "label-wrong" }] as const;
  const counts = rescore(run, matchRun(run, AT), { verdicts, way: "labels-corrected" });
  expect(counts).toEqual({ ...AT, truePositives: 0, falsePositives: 0, misses: 0 });
});

test("without a verdict, or with one taken back, the counts stay", () => {
  fc.assert(
    fc.property(arbitraryImages(), arbitraryThresholds, fc.constantFrom(...SCORING_WAYS), (images, thresholds, way) => {
      const run = runTableOf(images);
      const matches = matchRun(run, thresholds);
      const verdicts = run.head.detectionIds.map((subject) => ({ subject, verdict: null }));
      expect(rescore(run, matches, { verdicts, way })).toEqual(matches.counts);
    }),
  );
});

test("corrected labels count as a run would whose labels are corrected", () => {
  fc.assert(
    fc.property(arbitraryImages(), arbitraryThresholds, (images, thresholds) => {
      const run = runTableOf(images);
      const matches = matchRun(run, thresholds);
      const verdicts = allErrors(run.head, matches).map((subject) => ({ subject, verdict: "label-wrong" as const }));
      const counts = rescore(run, matches, { verdicts, way: "labels-corrected" });
      expect(counts).toMatchObject({ falsePositives: 0, misses: 0 });
      expect(counts.truePositives).toBe(matches.counts.truePositives + matches.counts.falsePositives);
    }),
  );
});

function allErrors(
  head: ReturnType<typeof runTableOf>["head"],
  { referenceOf, detectionOf }: ReturnType<typeof matchRun>,
): readonly Verdict["subject"][] {
  return [
    ...head.detectionIds.filter((_, row) => referenceOf[row] === UNMATCHED),
    ...head.referenceIds.filter((_, row) => detectionOf[row] === UNMATCHED),
  ];
}
