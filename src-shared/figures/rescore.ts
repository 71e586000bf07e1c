/** @file Counts an operating point anew with what a reader said of its errors. */
import type { OperatingPoint } from "../domain/evaluation";
import type { Verdict, VerdictKind } from "../domain/verdict";
import { BELOW_THRESHOLD, type RunMatches, UNMATCHED } from "../matching/match-run";

/** "as-marked" believes the labels, "labels-corrected" the reader. */
export const SCORING_WAYS = ["as-marked", "labels-corrected"] as const;
export type ScoringWay = (typeof SCORING_WAYS)[number];

/** What the counting needs of a RunTable: the identifiers that verdicts speak of. */
export interface NamedRun {
  readonly head: { readonly detectionIds: readonly string[]; readonly referenceIds: readonly string[] };
}

/** The operating point of `matches` in one of two ways. In both, a false positive that is unclear is left out, and so is
 * an unclear reference box together with whatever found it. With corrected labels a false positive whose label a reader
 * called wrong stands for a finding that the label lacks: it counts as true, and as a miss where the score threshold
 * hides it; a reference box called so is no finding: nothing misses it, and what finds it at other thresholds is wrong.
 * "model-wrong" changes nothing. Several detections of one unlabelled finding count each. The mean IoU stays that of all
 * pairs, since a finding without label has no box to overlap. */
export function rescore(
  run: NamedRun,
  matches: RunMatches,
  { verdicts, way }: { readonly verdicts: readonly Pick<Verdict, "subject" | "verdict">[]; readonly way: ScoringWay },
): OperatingPoint {
  const { truePositives, falsePositives, misses } = matches.counts;
  const counts = { truePositives, falsePositives, misses };
  const given = new Map(verdicts.map(({ subject, verdict }) => [subject, verdict] as const));
  run.head.detectionIds.forEach((id, row) => {
    const verdict = given.get(id);
    if (verdict) addInto(changeByDetection(verdict, matches.referenceOf[row]!, way), counts);
  });
  run.head.referenceIds.forEach((id, row) => {
    const verdict = given.get(id);
    if (verdict) addInto(changeByReference(verdict, matches.detectionOf[row]!, way), counts);
  });
  return operatingPoint(matches.counts, counts);
}

interface Counts {
  truePositives: number;
  falsePositives: number;
  misses: number;
}

function changeByDetection(verdict: VerdictKind, reference: number, way: ScoringWay): Partial<Counts> {
  if (verdict === "unclear" && reference === UNMATCHED) return { falsePositives: -1 };
  if (verdict !== "label-wrong" || way === "as-marked") return {};
  if (reference === BELOW_THRESHOLD) return { misses: 1 };
  return reference === UNMATCHED ? { falsePositives: -1, truePositives: 1 } : {};
}

function changeByReference(verdict: VerdictKind, detection: number, way: ScoringWay): Partial<Counts> {
  const isFound = detection !== UNMATCHED;
  if (verdict === "unclear") return isFound ? { truePositives: -1 } : { misses: -1 };
  if (verdict !== "label-wrong" || way === "as-marked") return {};
  return isFound ? { truePositives: -1, falsePositives: 1 } : { misses: -1 };
}

function addInto(change: Partial<Counts>, counts: Counts): void {
  counts.truePositives += change.truePositives ?? 0;
  counts.falsePositives += change.falsePositives ?? 0;
  counts.misses += change.misses ?? 0;
}

function operatingPoint(before: OperatingPoint, counts: Counts): OperatingPoint {
  const { precision: _precision, recall: _recall, ...kept } = before;
  const { truePositives, falsePositives, misses } = counts;
  const shown = truePositives + falsePositives;
  const findings = truePositives + misses;
  return {
    ...kept,
    ...counts,
    ...(shown > 0 && { precision: truePositives / shown }),
    ...(findings > 0 && { recall: truePositives / findings }),
  };
}
