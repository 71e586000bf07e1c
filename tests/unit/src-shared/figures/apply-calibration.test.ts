/** @file Maps from scores to shares, alone and over a whole table. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { CalibrationMap } from "../../../../src-shared/domain/calibration";
import { applyCalibration } from "../../../../src-shared/figures/apply-calibration";
import { calibrateTable } from "../../../../src-shared/figures/calibrate-table";
import { scoresOf } from "../../../../src-shared/figures/scores-of";
import { verdictsOf } from "../../../../src-shared/figures/verdicts-of";
import { arbitraryImages, runTableOf } from "../../../builders/arbitrary-images";

const finite = (range: fc.DoubleConstraints): fc.Arbitrary<number> => fc.double({ noNaN: true, ...range });
const share = finite({ min: 0, max: 1 });

const arbitraryMap: fc.Arbitrary<CalibrationMap> = fc.oneof(
  fc.record({ method: fc.constant("temperature" as const), temperature: finite({ min: 1e-3, max: 1e3 }) }),
  fc.record({
    method: fc.constant("logistic" as const),
    slope: finite({ min: 0, max: 1e3 }),
    intercept: finite({ min: -1e3, max: 1e3 }),
  }),
  fc.array(fc.tuple(share, share), { minLength: 1, maxLength: 8 }).map((points) => ({
    method: "isotonic" as const,
    scores: points.map(([score]) => score).toSorted((a, b) => a - b),
    shares: points.map(([, right]) => right).toSorted((a, b) => a - b),
  })),
  fc.record({
    method: fc.constant("beta" as const),
    a: finite({ min: 0, max: 1e3 }),
    b: finite({ min: 0, max: 1e3 }),
    c: finite({ min: -1e3, max: 1e3 }),
  }),
);

test("a calibrated score stays between 0 and 1, at the ends too", () => {
  fc.assert(
    fc.property(arbitraryMap, fc.oneof(share, fc.constantFrom(0, 1, 1e-300)), (map, score) => {
      const calibrated = applyCalibration(map, score);
      expect(calibrated >= 0 && calibrated <= 1).toBe(true);
    }),
  );
});

test("a higher score is never calibrated to a lower one, but for the rounding of exp and log", () => {
  fc.assert(
    fc.property(arbitraryMap, share, share, (map, one, other) => {
      const low = applyCalibration(map, Math.min(one, other));
      const high = applyCalibration(map, Math.max(one, other));
      expect(high).toBeGreaterThanOrEqual(low - 1e-12);
    }),
  );
});

test("a calibrated table keeps its rows, its verdicts and the falling order of each image", () => {
  fc.assert(
    fc.property(arbitraryImages(share), arbitraryMap, (images, map) => {
      const table = runTableOf(images);
      const before = table.detections.slice();
      const calibrated = calibrateTable(table, map);
      expect(table.detections).toEqual(before);
      expect(calibrated.head).toBe(table.head);
      expect(calibrated.detections).toBeInstanceOf(Float32Array);
      expect(verdictsOf(calibrated, 0.5)).toEqual(verdictsOf(table, 0.5));
      const scores = scoresOf(calibrated);
      let row = 0;
      for (const { detections } of table.head.images) {
        const ofImage = scores.slice(row, (row += detections));
        expect(ofImage).toEqual(ofImage.toSorted().toReversed());
      }
    }),
  );
});

test("the formulas are those that the maps state", () => {
  // Worked by hand: the logit of 0.8 is ln 4.
  expect(applyCalibration({ method: "temperature", temperature: 2 }, 0.8)).toBeCloseTo(2 / 3, 14);
  expect(applyCalibration({ method: "logistic", slope: 2, intercept: -Math.log(4) }, 0.8)).toBeCloseTo(0.8, 14);
  expect(applyCalibration({ method: "beta", a: 1, b: 1, c: 0 }, 0.8)).toBeCloseTo(0.8, 14);
  expect(applyCalibration({ method: "beta", a: 0, b: 2, c: 0 }, 0.8)).toBeCloseTo(25 / 26, 14);
  const isotonic = { method: "isotonic" as const, scores: [0.25, 0.75], shares: [0.125, 0.625] };
  const shares = [0, 0.25, 0.5, 0.75, 1].map((score) => applyCalibration(isotonic, score));
  expect(shares).toEqual([0.125, 0.125, 0.375, 0.625, 0.625]);
});

test("a map that falls, or whose points do not pair, is none", () => {
  const refused = [
    { method: "logistic", slope: -1, intercept: 0 },
    { method: "isotonic", scores: [0.2, 0.1], shares: [0, 1] },
    { method: "isotonic", scores: [0.1, 0.2], shares: [1, 0] },
    { method: "isotonic", scores: [0.1], shares: [0, 1] },
    { method: "isotonic", scores: [], shares: [] },
  ];
  for (const map of refused) expect(CalibrationMap.safeParse(map).success).toBe(false);
});
