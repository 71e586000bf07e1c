/** @file Checks the error function against values of many digits. */
import { expect, test } from "vitest";
import { erf } from "../../../../../../src-main/numerics/onnx/interpreter/error-function";

/** The doubles nearest to what mpmath computes with 30 digits. */
const values = [
  [1e-8, 1.1283791670955126e-8],
  [0.1, 0.1124629160182849],
  [0.5, 0.5204998778130465],
  [1, 0.8427007929497149],
  [1.5, 0.9661051464753108],
  [2, 0.9953222650189527],
  [2.4375, 0.9994334567454198],
  [2.5, 0.999593047982555],
  [2.5625, 0.9997098311383266],
  [3, 0.9999779095030014],
  [4, 0.9999999845827421],
  [5.5, 0.9999999999999927],
  [6.5, 1],
] as const;

test.each(values)("erf(%f) is %f, to the last places of a double", (x, expected) => {
  expect(Math.abs(erf(x) - expected)).toBeLessThanOrEqual(4e-16);
  expect(erf(-x)).toBe(-erf(x));
});

test("erf of nothing is nothing", () => {
  expect(erf(0)).toBe(0);
  expect(erf(NaN)).toBeNaN();
  expect(erf(Infinity)).toBe(1);
});
