/** @file Names in the character sets of PS3.5 annexes H to K. */
import { expect, test } from "vitest";
import { decodeText } from "../../../../../src-main/data/dicom/decode-text";

const bytes = (text: string): Uint8Array => Buffer.from(text, "latin1");

test.each([
  ["Latin-1 where nothing is stated", "M\xfcller", [], "Müller"],
  ["Cyrillic", "\xbb\xee\xda", ["ISO_IR 144"], "Люк"],
  ["half-width Katakana", "\xd4\xcf\xc0\xde", ["ISO_IR 13"], "ﾔﾏﾀﾞ"],
  ["UTF-8", "\xe7\x8e\x8b", ["ISO_IR 192"], "王"],
  ["GB18030", "\xcd\xf5", ["GB18030"], "王"],
  // PS3.5 H.3.1: the Kanji component of Yamada Tarou.
  ["Japanese by escape", "\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B", ["", "ISO 2022 IR 87"], "山田^太郎"],
  // PS3.5 I.2: Hong Gildong.
  ["Korean by escape", "\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7", ["", "ISO 2022 IR 149"], "洪^吉洞"],
])("%s is read", (_name, text, characterSets, expected) => {
  expect(decodeText(bytes(text), characterSets)).toBe(expected);
});
