/** @file Lists the images on which two runs did not find the same, at one pair of thresholds. */
import type { RunTable } from "../../src-shared/contract/run-table";
import type { ChangedCase } from "../../src-shared/domain/comparison";
import { UNMATCHED, type RunMatches } from "../../src-shared/matching/match-run";

export interface MatchedRun {
  readonly table: RunTable;
  readonly matches: RunMatches;
}

/** Both tables hold the same images and reference boxes in the same order. The greatest change first: by reference boxes
 * gained or lost, then by how many false positives came or went; else in the order of the images. */
export function listChangedCases({
  left,
  right,
}: {
  readonly left: MatchedRun;
  readonly right: MatchedRun;
}): readonly ChangedCase[] {
  const wrong = { left: falsePositivesByImage(left), right: falsePositivesByImage(right) };
  let reference = 0;
  const cases = left.table.head.images.map(({ instanceId, patientId, references }, image): ChangedCase => {
    let gained = 0;
    let lost = 0;
    for (const end = reference + references; reference < end; reference++) {
      const wasFound = left.matches.detectionOf[reference] !== UNMATCHED;
      const isFound = right.matches.detectionOf[reference] !== UNMATCHED;
      if (isFound && !wasFound) gained++;
      if (wasFound && !isFound) lost++;
    }
    const falsePositives = { falsePositivesLeft: wrong.left[image]!, falsePositivesRight: wrong.right[image]! };
    return { instanceId, patientId, gained, lost, ...falsePositives };
  });
  return cases
    .filter((one) => changedReferences(one) > 0 || changedFalsePositives(one) > 0)
    .toSorted(
      (a, b) => changedReferences(b) - changedReferences(a) || changedFalsePositives(b) - changedFalsePositives(a),
    );
}

function falsePositivesByImage({ table, matches }: MatchedRun): readonly number[] {
  let detection = 0;
  return table.head.images.map(({ detections }) => {
    let count = 0;
    for (const end = detection + detections; detection < end; detection++) {
      if (matches.referenceOf[detection] === UNMATCHED) count++;
    }
    return count;
  });
}

function changedReferences({ gained, lost }: ChangedCase): number {
  return gained + lost;
}

function changedFalsePositives({ falsePositivesLeft, falsePositivesRight }: ChangedCase): number {
  return Math.abs(falsePositivesRight - falsePositivesLeft);
}
