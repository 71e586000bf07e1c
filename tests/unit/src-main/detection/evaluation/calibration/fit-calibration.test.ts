/** @file Fits of calibrations against scikit-learn and SciPy, and what holds for every one. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fitCalibration } from "../../../../../../src-main/detection/evaluation/calibration/fit-calibration";
import { CALIBRATION_METHODS, CalibrationMap } from "../../../../../../src-shared/domain/calibration";
import { applyCalibration } from "../../../../../../src-shared/figures/apply-calibration";
import { expectedCalibrationError } from "../../../../../../src-shared/figures/calibration-error";
import { reliabilityCurve } from "../../../../../../src-shared/figures/reliability-curve";
import { readCalibrationCases } from "../../../../../builders/calibration-fixture";

const cases = readCalibrationCases();

function fitted<Method extends CalibrationMap["method"]>(
  { scores, verdicts }: { readonly scores: readonly number[]; readonly verdicts: readonly number[] },
  method: Method,
): Extract<CalibrationMap, { method: Method }> {
  const map = fitCalibration(scores, verdicts, method);
  expect(map.method).toBe(method);
  return map as Extract<CalibrationMap, { method: Method }>;
}

test.for(cases)("the temperature of the $name is SciPy's", (found) => {
  // SciPy's search is good to about 1e-7.
  expect(fitted(found, "temperature").temperature / found.fits.temperature).toBeCloseTo(1, 6);
});

test.for(cases)("slope and intercept of the $name are Platt's, as scikit-learn fits them", (found) => {
  const { slope, intercept } = fitted(found, "logistic");
  const expected = found.fits.logistic;
  // scikit-learn stops near the minimum; SciPy's root is good to its last digits.
  if (expected.slope < 0) expect(slope).toBe(0);
  else {
    expect(slope).toBeCloseTo(expected.slope, 7);
    expect(intercept).toBeCloseTo(expected.intercept, 7);
    expect(slope).toBeCloseTo(expected.sklearn.slope, 4);
    expect(intercept).toBeCloseTo(expected.sklearn.intercept, 4);
  }
});

test.for(cases)("the beta calibration of the $name is betacal's, weights below 0 left out", (found) => {
  const { a, b, c } = fitted(found, "beta");
  expect(a).toBeCloseTo(found.fits.beta.a, 5);
  expect(b).toBeCloseTo(found.fits.beta.b, 5);
  expect(c).toBeCloseTo(found.fits.beta.c, 5);
});

test.for(cases)("the steps of the $name are those of scikit-learn's IsotonicRegression", (found) => {
  const map = fitted(found, "isotonic");
  const expected = found.fits.isotonic;
  expect(map.scores).toEqual(expected.scores);
  map.shares.forEach((share, point) => expect(share).toBeCloseTo(expected.shares[point]!, 12));
  expected.probes.forEach((probe, index) =>
    expect(applyCalibration(map, probe)).toBeCloseTo(expected.answers[index]!, 12),
  );
});

const evenScore = fc.integer({ min: 0, max: 1000 }).map((step) => step / 1000);
const anyScore = fc.oneof(fc.constantFrom(0, 1, 1e-300, 1 - 2 ** -53), fc.double({ min: 0, max: 1, noNaN: true }));

const bothKindsOf = (
  score: fc.Arbitrary<number>,
): fc.Arbitrary<{ readonly scores: readonly number[]; readonly verdicts: readonly number[] }> =>
  fc
    .array(fc.record({ score, verdict: fc.integer({ min: 0, max: 1 }) }), { minLength: 10, maxLength: 60 })
    .filter((drawn) => new Set(drawn.map(({ verdict }) => verdict)).size === 2)
    .map((drawn) => ({ scores: drawn.map((each) => each.score), verdicts: drawn.map(({ verdict }) => verdict) }));
const bothKinds = bothKindsOf(fc.oneof(evenScore, anyScore));

test.each(CALIBRATION_METHODS)(
  "any right and wrong detections give a %s map that rises and is stored as it is",
  (method) => {
    fc.assert(
      fc.property(bothKinds, (drawn) => {
        const map = fitted(drawn, method);
        expect(CalibrationMap.parse(JSON.parse(JSON.stringify(map)))).toEqual(map);
        const calibrated = drawn.scores.toSorted((a, b) => a - b).map((value) => applyCalibration(map, value));
        calibrated.forEach((share, index) =>
          expect(share).toBeGreaterThanOrEqual((calibrated[index - 1] ?? 0) - 1e-12),
        );
        expect(calibrated.every((share) => share >= 0 && share <= 1)).toBe(true);
      }),
      { numRuns: 60 },
    );
  },
);

test("on its own detections an isotonic map leaves no calibration error", () => {
  fc.assert(
    // scikit-learn takes scores nearer than 1e-15 as one, yet answers for each: these are further apart.
    fc.property(bothKindsOf(evenScore), (drawn) => {
      const map = fitted(drawn, "isotonic");
      const calibrated = drawn.scores.map((value) => applyCalibration(map, value));
      expect(expectedCalibrationError(reliabilityCurve(calibrated, drawn.verdicts))).toBeLessThan(1e-12);
    }),
  );
});

test.each(["logistic", "beta"] as const)("on its own detections a %s map is right as often as it says", (method) => {
  fc.assert(
    fc.property(bothKinds, (drawn) => {
      const map = fitted(drawn, method);
      const said = drawn.scores.reduce((sum, value) => sum + applyCalibration(map, value), 0);
      const right = drawn.verdicts.reduce((sum, verdict) => sum + verdict, 0);
      // Platt's smoothing moves each class by less than one detection.
      expect(Math.abs(said - right)).toBeLessThan(method === "beta" ? 1e-4 : 1);
    }),
  );
});

test.each(CALIBRATION_METHODS)(
  "scores that a threshold separates, and scores that are all one, give a %s map",
  (method) => {
    const verdicts = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1];
    const separated = fitted({ scores: verdicts.map((verdict) => (verdict ? 0.75 : 0.25)), verdicts }, method);
    expect(applyCalibration(separated, 0.75) - applyCalibration(separated, 0.25)).toBeGreaterThan(0.5);
    const alike = fitted({ scores: verdicts.map(() => 0.5), verdicts }, method);
    expect(applyCalibration(alike, 0.5)).toBeCloseTo(0.5, 6);
  },
);

test.each(CALIBRATION_METHODS)("a %s map is refused in one sentence where nothing can be fitted", (method) => {
  const fit = (scores: number[], verdicts: number[]) => () => fitCalibration(scores, verdicts, method);
  const ten = Array.from({ length: 10 }, (_, index) => index / 10);
  expect(fit([], [])).toThrow("The run has 0 detections; a calibration needs at least 10.");
  expect(fit([0.5], [1])).toThrow("The run has 1 detection; a calibration needs at least 10.");
  expect(
    fit(
      ten,
      ten.map(() => 0),
    ),
  ).toThrow("All 10 detections of the run are wrong;");
  expect(
    fit(
      ten,
      ten.map(() => 1),
    ),
  ).toThrow("All 10 detections of the run are right;");
  expect(fit([...ten, Number.NaN], [...ten.map(() => 1), 0])).toThrow("A detection has the score NaN;");
  expect(fit([...ten, 1.5], [...ten.map(() => 1), 0])).toThrow("A detection has the score 1.5;");
});
