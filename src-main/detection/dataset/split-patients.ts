/** @file Draws train, validation and test by patient, in the two steps of the notebook. */
import { Failure } from "../../../src-shared/domain/failure";
import type { SplitRecipe, SplitSide } from "../../../src-shared/domain/split";
import { trainTestSplit } from "./train-test-split";

/** The patients of each side, in the order in which they were drawn; a side with the fraction 0 is empty. */
export type PatientSplit = Readonly<Record<SplitSide, readonly string[]>>;

/** Validation and test are drawn off together, then parted, both with the same seed: 0.15 and 0.15 give the notebook's
 * `test_size=0.3` and `test_size=0.5`. `patients` stand in the order of their first (positive) row.
 * @throws {Failure} `invalid-input` when the fractions leave nothing to train on, or when there are too few patients.
 * @see notebook, section 3.1 */
export function splitPatients(
  patients: readonly string[],
  { seed, validationFraction, testFraction }: Pick<SplitRecipe, "seed" | "validationFraction" | "testFraction">,
): PatientSplit {
  if (new Set(patients).size < patients.length) throw new Error("A patient was handed in twice to be split.");
  const held = roundedOff(validationFraction + testFraction);
  if (held >= 1) {
    const found = `${validationFraction} for validation and ${testFraction} for test`;
    throw new Failure("invalid-input", `The fractions are ${found}; together they must be below 1.`);
  }
  if (held === 0) throw new Failure("invalid-input", "Both fractions are 0; one of them must be above 0.");
  const { train, test: rest } = trainTestSplit(patients, { testFraction: held, seed });
  if (validationFraction === 0) return { train, validation: [], test: rest };
  if (testFraction === 0) return { train, validation: rest, test: [] };
  const share = shareOf(testFraction / held, rest.length);
  const { train: validation, test } = trainTestSplit(rest, { testFraction: share, seed });
  return { train, validation, test };
}

/** A third of 9 is 3, though the ceiling of 9 × (0.1 / 0.3) is 4: a share that only its rounding lifts above a whole
 * number of patients is lowered to it. */
function shareOf(share: number, patients: number): number {
  const lowered = share * (1 - 1e-12);
  return Math.ceil(lowered * patients) < Math.ceil(share * patients) ? lowered : share;
}

/** 0.1 + 0.2 means 0.3, as a person would write it: the ceiling of 10 × 0.30000000000000004 is 4. */
function roundedOff(fraction: number): number {
  return Number(fraction.toPrecision(12));
}
