/** @file Checks text to UTF-8 and back against the platform's own coders. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { decodeUtf8, encodeUtf8 } from "../../../../../src-main/numerics/onnx/utf8";

const text = fc.string({ unit: "grapheme-composite" });

test("bytes are those of the platform's encoder", () => {
  fc.assert(
    fc.property(text, (value) => {
      expect([...encodeUtf8(value)]).toEqual([...new TextEncoder().encode(value)]);
    }),
  );
});

test("a text survives the way there and back", () => {
  fc.assert(
    fc.property(text, (value) => {
      expect(decodeUtf8(encodeUtf8(value))).toBe(value);
    }),
  );
});

test("bytes that are no UTF-8 are refused", () => {
  expect(() => decodeUtf8(Uint8Array.of(0x61, 0xff))).toThrow("A text of 2 bytes is no UTF-8");
});
