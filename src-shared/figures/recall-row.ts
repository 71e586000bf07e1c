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
  const { referenceOf, detectionOf } = matches;
  for (let row = 0; row < detectionOf.length; row++) {
    const group = groups.ofReference(row);
    const tally = group === undefined ? undefined : tallies[group];
    if (!tally) continue;
    tally.references++;
    if (detectionOf[row] !== UNMATCHED) tally.found++;
    if (lastImage[group!] !== imageOf[row]) tally.images++;
    lastImage[group!] = imageOf[row]!;
  }
  for (let row = 0; row < referenceOf.length; row++) {
    if (referenceOf[row] !== UNMATCHED) continue;
    const group = groups.ofDetection(row);
    if (group !== undefined) tallies[group]!.falsePositives++;
  }
  return tallies;
}
