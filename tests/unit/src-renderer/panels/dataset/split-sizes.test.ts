/** @file The preview of a split against the split itself. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { splitPatients } from "../../../../../src-main/detection/dataset/split-patients";
import { splitSizes } from "../../../../../src-renderer/panels/dataset/split-sizes";

const percent = fc.integer({ min: 0, max: 60 }).map((value) => value / 100);

test("the preview is what the split then gives, and nothing where it would be refused", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 120 }), percent, percent, (count, validationFraction, testFraction) => {
      const patients = Array.from({ length: count }, (_, index) => `patient-${index}`);
      const fractions = { validationFraction, testFraction };
      expect(splitSizes(count, fractions)).toEqual(drawnSizes(patients, fractions));
    }),
    { numRuns: 500 },
  );
});

test("the notebook's 6,012 positive patients become 4,208, 902 and 902", () => {
  expect(splitSizes(6012, { validationFraction: 0.15, testFraction: 0.15 })).toEqual({
    train: 4208,
    validation: 902,
    test: 902,
  });
});

test("0.2 and 0.1 of 50 patients are previewed as 10 and 5", () => {
  const fractions = { validationFraction: 0.2, testFraction: 0.1 };
  expect(splitSizes(50, fractions)).toEqual({ train: 35, validation: 10, test: 5 });
});

function drawnSizes(
  patients: readonly string[],
  fractions: { readonly validationFraction: number; readonly testFraction: number },
) {
  try {
    const { train, validation, test: tested } = splitPatients(patients, { seed: 42, ...fractions });
    return { train: train.length, validation: validation.length, test: tested.length };
  } catch {
    return undefined;
  }
}
