/** @file Splits are tested against scikit-learn's own (tests/builders/scikit-learn-splits.py). */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { splitPatients } from "../../../../../src-main/detection/dataset/split-patients";
import { trainTestSplit } from "../../../../../src-main/detection/dataset/train-test-split";

interface TwoSides {
  readonly count: number;
  readonly testFraction: number;
  readonly seed: number;
  readonly train: readonly number[];
  readonly test: readonly number[];
}
interface ThreeSides extends TwoSides {
  readonly validationFraction: number;
  readonly validation: readonly number[];
}

const file = fileURLToPath(new URL("../../../../fixtures/dataset/scikit-learn-splits.json", import.meta.url));
const { inTwo, inThree } = JSON.parse(readFileSync(file, "utf8")) as {
  readonly inTwo: readonly TwoSides[];
  readonly inThree: readonly ThreeSides[];
};

test.each(inTwo)("$count items at $testFraction are split as scikit-learn splits them", (expected) => {
  const { train, test: tested } = trainTestSplit([...Array(expected.count).keys()], expected);
  expect({ train, test: tested }).toEqual({ train: expected.train, test: expected.test });
});

test.each(inThree)("$count patients fall on three sides as in the notebook's two steps", (expected) => {
  const patients = [...Array(expected.count).keys()].map(String);
  const sides = splitPatients(patients, expected);
  expect(sides.train).toEqual(expected.train.map(String));
  expect(sides.validation).toEqual(expected.validation.map(String));
  expect(sides.test).toEqual(expected.test.map(String));
});

const percent = fc.oneof(fc.constant(0), fc.integer({ min: 10, max: 40 }));
const fractions = fc.tuple(percent, percent).filter(([validation, held]) => validation + held > 0);

test("every patient stands on exactly one side, whatever the seed and the fractions", () => {
  fc.assert(
    fc.property(fc.integer({ min: 40, max: 200 }), fractions, fc.nat(), (count, [validation, held], seed) => {
      const patients = [...Array(count).keys()].map(String);
      const recipe = { seed, validationFraction: validation / 100, testFraction: held / 100 };
      const sides = splitPatients(patients, recipe);
      expect([...sides.train, ...sides.validation, ...sides.test].toSorted()).toEqual(patients.toSorted());
      expect(sides.train.length).toBeGreaterThan(0);
    }),
  );
});

test.each([
  [30, 0.2, 0.1, [21, 6, 3]],
  [30, 0.1, 0.2, [21, 3, 6]],
  [100, 0.14, 0.07, [79, 14, 7]],
])(
  "%s patients at %s and %s fall on sides as large as in whole numbers",
  (count, validationFraction, testFraction, sizes) => {
    const patients = [...Array(count).keys()].map(String);
    const { train, validation, test: tested } = splitPatients(patients, { seed: 1, validationFraction, testFraction });
    expect([train.length, validation.length, tested.length]).toEqual(sizes);
  },
);

test("a side with the fraction 0 stays empty", () => {
  const patients = ["a", "b", "c", "d"];
  expect(splitPatients(patients, { seed: 1, validationFraction: 0, testFraction: 0.5 }).validation).toEqual([]);
  expect(splitPatients(patients, { seed: 1, validationFraction: 0.5, testFraction: 0 }).test).toEqual([]);
});

test.each([
  [4, 0, 0, "Both fractions are 0; one of them must be above 0."],
  [4, 0.5, 0.5, "The fractions are 0.5 for validation and 0.5 for test; together they must be below 1."],
  [0, 0.1, 0.1, "There are no patients to split."],
  [1, 0.1, 0.1, "A share of 0.2, rounded up, takes the only one of the patients; the other side would be empty."],
  [3, 0.4, 0.4, "A share of 0.8, rounded up, takes all 3 of the patients; the other side would be empty."],
])("%i patients with %d and %d are refused with the reason", (count, validationFraction, testFraction, reason) => {
  const patients = [...Array(count).keys()].map(String);
  expect(() => splitPatients(patients, { seed: 1, validationFraction, testFraction })).toThrow(reason);
});

test.each([0, 1, -0.1, Number.NaN])("a test fraction of %d is refused", (testFraction) => {
  expect(() => trainTestSplit(["a", "b"], { testFraction, seed: 1 })).toThrow("a number between 0 and 1 was expected");
});
