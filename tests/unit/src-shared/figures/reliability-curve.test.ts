/** @file Reliability curves against scikit-learn, and their properties. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { expectedCalibrationError } from "../../../../src-shared/figures/calibration-error";
import { quantile } from "../../../../src-shared/figures/quantile";
import { reliabilityCurve } from "../../../../src-shared/figures/reliability-curve";
import { isInRange } from "../../../../src-shared/figures/value-range";
import { readCalibrationCases } from "../../../builders/calibration-fixture";

const cases = readCalibrationCases();

test.for(cases)("bins of the $name are those of scikit-learn's calibration_curve", ({ scores, verdicts, curves }) => {
  for (const expected of curves) {
    const { bins } = reliabilityCurve(scores, verdicts, expected);
    expect(bins.map(({ shareRight }) => shareRight)).toEqual(expected.shareRight);
    // NumPy adds the scores in another order.
    bins.forEach(({ meanScore }, bin) => expect(meanScore).toBeCloseTo(expected.meanScore[bin]!, 12));
  }
});

test.for(cases)("quantiles of the $name are NumPy's to the last bit", ({ scores, quantiles }) => {
  const rising = scores.toSorted((a, b) => a - b);
  for (const [share, expected] of Object.entries(quantiles)) expect(quantile(rising, Number(share))).toBe(expected);
});

const detections = fc.array(
  fc.record({
    score: fc.oneof(
      fc.integer({ min: 0, max: 20 }).map((step) => step / 20),
      fc.double({ min: 0, max: 1, noNaN: true }),
    ),
    verdict: fc.integer({ min: 0, max: 1 }),
  }),
);
const settings = fc.record({
  bins: fc.integer({ min: 1, max: 20 }),
  strategy: fc.constantFrom("uniform" as const, "quantile" as const),
});

test("the range of each bin holds as many scores as the bin counts, so that a click finds them", () => {
  fc.assert(
    fc.property(detections, settings, (drawn, setting) => {
      const scores = drawn.map(({ score }) => score);
      const { bins } = reliabilityCurve(
        scores,
        drawn.map(({ verdict }) => verdict),
        setting,
      );
      for (const bin of bins) expect(scores.filter((score) => isInRange(score, bin))).toHaveLength(bin.detections);
      expect(bins.reduce((sum, bin) => sum + bin.detections, 0)).toBe(scores.length);
    }),
  );
});

test("the calibration error lies between 0 and 1 and is undefined without detections", () => {
  fc.assert(
    fc.property(detections, settings, (drawn, setting) => {
      const curve = reliabilityCurve(
        drawn.map(({ score }) => score),
        drawn.map(({ verdict }) => verdict),
        setting,
      );
      const error = expectedCalibrationError(curve);
      if (drawn.length === 0) expect(error).toBeUndefined();
      else expect(error! >= 0 && error! <= 1).toBe(true);
    }),
  );
});

test("the calibration error weighs each bin's distance by its detections", () => {
  const curve = reliabilityCurve([0.25, 0.25, 0.25, 0.75], [1, 0, 0, 1], { bins: 2 });
  expect(expectedCalibrationError(curve)).toBeCloseTo((3 * (1 / 3 - 0.25) + 1 * 0.25) / 4, 12);
});

test.each([[Number.NaN], [-0.1], [1.5]])("a score of %s is refused in a sentence", (score) => {
  expect(() => reliabilityCurve([0.5, score], [0, 1])).toThrow(`A detection has the score ${score}`);
});
