/** @file How many patients a split would give each side, before it is drawn. */
import type { SplitRecipe, SplitSide } from "../../../src-shared/domain/split";

/** Undefined where the fractions ask for nothing, or leave a side without a patient. The rounding is scikit-learn's:
 * the side that is drawn off is rounded up, first both held sides together, then test of these. */
export function splitSizes(
  patients: number,
  { validationFraction, testFraction }: Pick<SplitRecipe, "validationFraction" | "testFraction">,
): Readonly<Record<SplitSide, number>> | undefined {
  // 0.1 + 0.2 means 0.3.
  const heldFraction = Number((validationFraction + testFraction).toPrecision(12));
  if (heldFraction <= 0 || heldFraction >= 1) return undefined;
  const held = Math.ceil(heldFraction * patients);
  const test = testOf(held, testFraction, heldFraction);
  const sizes = { train: patients - held, validation: held - test, test };
  const isEmpty =
    sizes.train <= 0 || (validationFraction > 0 && sizes.validation <= 0) || (testFraction > 0 && test <= 0);
  return isEmpty ? undefined : sizes;
}

function testOf(held: number, testFraction: number, heldFraction: number): number {
  if (testFraction === 0) return 0;
  // As the split does: 0.1 / 0.3 lies a rounding above a third, and a third of 9 is 3.
  const share = (testFraction / heldFraction) * (1 - 1e-12);
  return testFraction === heldFraction ? held : Math.ceil(share * held);
}
