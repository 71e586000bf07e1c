/** @file Checks that protobuf messages come apart and together again without losing a byte. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  joinParts,
  messageField,
  numberField,
  readFields,
  textField,
  textOf,
} from "../../../../../src-main/numerics/onnx/wire-format";

const part = fc.oneof(
  fc.tuple(fc.integer({ min: 1, max: 2 ** 20 }), fc.nat(Number.MAX_SAFE_INTEGER)).map(([at, n]) => numberField(at, n)),
  fc.tuple(fc.integer({ min: 1, max: 99 }), fc.string({ unit: "grapheme" })).map(([at, text]) => textField(at, text)),
);

test("fields joined again are the message", () => {
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const message = joinParts(parts.flat());
      expect(joinParts(readFields(message).map(({ raw }) => raw))).toEqual(message);
    }),
  );
});

test("numbers and texts are read as they were written", () => {
  fc.assert(
    fc.property(fc.nat(Number.MAX_SAFE_INTEGER), fc.string({ unit: "grapheme" }), (number, text) => {
      const [first, second] = readFields(joinParts([...numberField(3, number), ...textField(300, text)]));
      expect(first).toMatchObject({ number: 3, value: number });
      expect(second!.number).toBe(300);
      expect(textOf(second!)).toBe(text);
    }),
  );
});

test("a negative number takes ten bytes and is read as one", () => {
  const minusTwo = Uint8Array.of(0x08, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01);
  expect(readFields(minusTwo)).toMatchObject([{ number: 1, value: -2 }]);
});

test("floats of four and eight bytes are kept though they are not decoded", () => {
  const message = Uint8Array.of(0x0d, 1, 2, 3, 4, 0x11, 1, 2, 3, 4, 5, 6, 7, 8);
  expect(readFields(message).map(({ number, raw }) => [number, raw.length])).toEqual([
    [1, 5],
    [2, 9],
  ]);
});

test("a message within a message is read from the outer one's bytes", () => {
  const outer = joinParts(messageField(7, messageField(8, numberField(1, 5))));
  const inner = readFields(readFields(outer)[0]!.value as Uint8Array);
  expect(readFields(inner[0]!.value as Uint8Array)).toMatchObject([{ number: 1, value: 5 }]);
});

test.each([
  ["a field that is cut off", Uint8Array.of(0x0a, 5, 1, 2), "a field of 5 bytes"],
  ["a number that does not end", new Uint8Array(12).fill(0xff), "a number that does not end"],
  ["a wire type that does not exist", Uint8Array.of(0x0f), "a field of wire type 7"],
])("%s is refused", (_, message, found) => {
  expect(() => readFields(message)).toThrow(found);
});

test("any bytes are fields or refused with a sentence, never something else", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      try {
        expect(joinParts(readFields(bytes).map(({ raw }) => raw))).toEqual(bytes);
      } catch (thrown) {
        expect(String(thrown)).toContain("whole fields were expected");
      }
    }),
  );
});
