/** @file Checks the own UTF-8 coder against the platform's. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeUtf8, encodeUtf8 } from "../../../../../src-main/numerics/text/utf8";

test("texts of any length and alphabet become the platform's bytes and come back", () => {
  const texts = fc.tuple(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 1500 }));
  fc.assert(
    fc.property(texts, ([unit, repeats]) => {
      const text = unit.repeat(repeats);
      const bytes = new TextEncoder().encode(text);
      expect(decodeUtf8(bytes) === text).toBe(true);
      expect(repeats > 100 || new TextDecoder().decode(encodeUtf8(text)) === text).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test("a text of a million bytes does not overflow the stack", () => {
  expect(decodeUtf8(new Uint8Array(1_000_000).fill(0x61))).toHaveLength(1_000_000);
});

test("what is no UTF-8 is refused, wherever it stands", () => {
  expect(() => decodeUtf8(Uint8Array.of(0x61, 0xff))).toThrow("A text of 2 bytes is no UTF-8");
  const long = new Uint8Array(10_000).fill(0x80);
  expect(() => decodeUtf8(long)).toThrow("A text of 10000 bytes is no UTF-8");
});
