/** @file Checks exponential, logarithm, logistic function and softmax against torch's, to the last bit. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { exponentialFloat32 } from "../../../../../src-main/detection/boxes/exponential-float32";
import { logarithmFloat32 } from "../../../../../src-main/detection/boxes/logarithm-float32";
import { sigmoidsFloat32 } from "../../../../../src-main/detection/boxes/sigmoid-float32";
import { softmaxFloat32 } from "../../../../../src-main/detection/boxes/softmax-float32";
import { readFixture, readFloats, type PackedArray } from "../../../../builders/read-arrays";

const fixture = readFixture<{
  readonly values: PackedArray;
  readonly exponential: PackedArray;
  readonly positive: PackedArray;
  readonly logarithm: PackedArray;
  readonly sigmoid: PackedArray;
  readonly softmax: readonly { readonly logits: PackedArray; readonly answer: PackedArray }[];
}>("boxes/functions.json");
const values = readFloats(fixture.values);

test("the exponential has torch's last bit, under- and overflow included", () => {
  expect(values.map(exponentialFloat32)).toEqual(readFloats(fixture.exponential));
});

test("torch's last bit is not always the correctly rounded one, or it would prove nothing", () => {
  const exact = values.map((value) => Math.exp(value));
  expect(readFloats(fixture.exponential)).not.toEqual(exact);
});

test("the logarithm has torch's last bit, of no and of endless size included", () => {
  expect(readFloats(fixture.positive).map(logarithmFloat32)).toEqual(readFloats(fixture.logarithm));
});

test("the logistic function has torch's last bit, in whole vectors and in what is left over", () => {
  expect(sigmoidsFloat32(values)).toEqual(readFloats(fixture.sigmoid));
});

test.each(fixture.softmax)("class probabilities have torch's last bit, row $#", ({ logits, answer }) => {
  expect(softmaxFloat32(readFloats(logits), logits.shape[1]!)).toEqual(readFloats(answer));
});

test("the exponential of any number is within a unit in the last place, and what is no number stays none", () => {
  fc.assert(
    fc.property(fc.float({ min: -87, max: 88, noNaN: true }), (value) => {
      const exact = Math.exp(value);
      expect(Math.abs(exponentialFloat32(value) - exact)).toBeLessThanOrEqual(exact * 2 ** -23);
    }),
  );
  expect(exponentialFloat32(NaN)).toBeNaN();
  expect(exponentialFloat32(Infinity)).toBe(Infinity);
  expect(exponentialFloat32(-Infinity)).toBe(0);
});

test("logits that are no whole rows are refused", () => {
  expect(() => softmaxFloat32(new Float32Array(5), 2)).toThrow("5 logits are no rows of 2 classes.");
});
