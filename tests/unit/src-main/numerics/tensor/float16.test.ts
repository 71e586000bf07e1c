/** @file Checks half precision: every bit pattern, and rounding against a search among all of them. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { fromBfloat16Bits, fromFloat16Bits, toFloat16Bits } from "../../../../../src-main/numerics/tensor/float16";

const allBits = Uint16Array.from({ length: 65_536 }, (_, bits) => bits);

/** By IEEE 754's definition, in doubles. */
function valueOf(bits: number): number {
  const sign = bits >= 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

test("each of the 65,536 patterns reads as IEEE 754 defines it, the sign of zero included", () => {
  const wrong = [...fromFloat16Bits(allBits)].filter((value, bits) => !Object.is(value, valueOf(bits)));
  expect(wrong).toEqual([]);
});

test("each pattern that is a number is written back as itself, and NaN as a NaN", () => {
  const written = toFloat16Bits(fromFloat16Bits(allBits));
  const wrong = [...written].filter((bits, index) =>
    Number.isNaN(valueOf(index)) ? !Number.isNaN(valueOf(bits)) : bits !== index,
  );
  expect(wrong).toEqual([]);
});

/** The nearest of all finite patterns and infinity; of two equally near ones, that with an even pattern. */
function nearestBits(value: number): number {
  const magnitude = Math.abs(value);
  let low = 0;
  let high = 0x7c00;
  // As if the exponents went on: 65,536 stands for infinity.
  const stepped = (bits: number): number => (bits === 0x7c00 ? 65_536 : valueOf(bits));
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (stepped(middle) <= magnitude) low = middle;
    else high = middle;
  }
  const below = magnitude - stepped(low);
  const above = stepped(high) - magnitude;
  const bits = above < below || (above === below && high % 2 === 0) ? high : low;
  return Object.is(value, -0) || value < 0 ? bits + 0x8000 : bits;
}

test("a number is rounded to the nearest, ties to even", () => {
  const ties = fc
    .integer({ min: 0, max: 0x7bfe })
    .map((bits) => (valueOf(bits) + valueOf(bits + 1)) / 2)
    .chain((tie) => fc.constantFrom(tie, tie * (1 + 2 ** -23), tie * (1 - 2 ** -23), -tie));
  const numbers = fc.oneof(ties, fc.float({ noNaN: true }), fc.double({ min: -1e-4, max: 1e-4, noNaN: true }));
  fc.assert(
    fc.property(numbers, (number) => {
      const value = Math.fround(number);
      expect(toFloat16Bits(Float32Array.of(value))[0]).toBe(nearestBits(value));
    }),
    { numRuns: 3000 },
  );
});

test("numbers become infinite from half a step above the largest on", () => {
  expect([...toFloat16Bits(Float32Array.of(65_504, 65_519.996, 65_520, -65_520, 3e38))]).toEqual([
    0x7bff, 0x7bff, 0x7c00, 0xfc00, 0x7c00,
  ]);
});

test("a bfloat16 is the upper half of a float32", () => {
  expect([...fromBfloat16Bits(Uint16Array.of(0x3f80, 0xc020, 0x7f80, 0x0001, 0x8000))]).toEqual([
    1,
    -2.5,
    Infinity,
    2 ** -133,
    -0,
  ]);
});
