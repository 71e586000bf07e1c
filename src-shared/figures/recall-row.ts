/** @file One bar of a table of recalls: what was found, missed and wrongly drawn among boxes that share something. */
import type { CaseFilter } from "../domain/case-filter";
import { type MatchableRun, type RunMatches, UNMATCHED } from "../matching/match-run";
import { imageOfRows } from "./image-of-rows";

/** A filter that can be narrowed to found or missed reference boxes by `isFound`. */
export type RecallCases = Extract<CaseFilter, { readonly kind: "reference-area" | "column" }>;

export interface RecallTally {
  readonly images: number;
  readonly references: number;
  readonly found: number;
  readonly falsePositives: number;
}

export interface RecallRow<Cases extends RecallCases = RecallCases> extends RecallTally {
  /** The range or the value in words. */
  readonly label: string;
  /** The images, or the reference boxes, that the row counts. */
  readonly cases: Cases;
  /** found / references; absent without references. */
  readonly recall?: number;
  /** found / (found + falsePositives); absent where both are 0. */
  readonly precision?: number;
}

export function recallRow<Cases extends RecallCases>(
  label: string,
  cases: Cases,
  tally: RecallTally,
): RecallRow<Cases> {
  const { references, found, falsePositives } = tally;
  return {
    label,
    cases,
    ...tally,
    ...(references > 0 && { recall: found / references }),
    ...(found + falsePositives > 0 && { precision: found / (found + falsePositives) }),
  };
}

export interface BoxGroups {
  readonly count: number;
  /** Undefined: in no group. */
  readonly ofReference: (row: number) => number | undefined;
  readonly ofDetection: (row: number) => number | undefined;
}

/** Counts boxes by the group of each: references by their own, false positives by theirs; the images of a group are
 * those with one of its references. */
export function tallyBoxes(run: MatchableRun, matches: RunMatches, groups: BoxGroups): readonly RecallTally[] {
  const tallies = Array.from({ length: groups.count }, () => ({
    images: 0,
    references: 0,
    found: 0,
    falsePositives: 0,
  }));
  const imageOf = imageOfRows(run.head.images, "references");
  const lastImage = new Int32Array(groups.count).fill(-1);
  matches.detectionOf.forEach((detection, row) => {
    const group = groups.ofReference(row) ?? -1;
    const tally = tallies[group];
    if (!tally) return;
    tally.references++;
    if (detection !== UNMATCHED) tally.found++;
    if (lastImage[group] !== imageOf[row]) tally.images++;
    lastImage[group] = imageOf[row]!;
  });
  matches.referenceOf.forEach((reference, row) => {
    if (reference !== UNMATCHED) return;
    const tally = tallies[groups.ofDetection(row) ?? -1];
    if (tally) tally.falsePositives++;
  });
  return tallies;
}
