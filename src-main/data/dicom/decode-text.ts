/** @file Turns the bytes of a DICOM text into letters by its Specific Character Set, PS3.3 C.12.1.1.2. */

/** `characterSets` are the values of Specific Character Set (0008,0005); unknown ones are read as Latin-1. */
export function decodeText(bytes: Uint8Array, characterSets: readonly string[]): string {
  return new TextDecoder(encodingOf(bytes, characterSets)).decode(withoutDesignations(bytes, characterSets));
}

const ENCODINGS: Readonly<Record<string, string>> = {
  "ISO_IR 13": "shift_jis",
  "ISO_IR 100": "latin1",
  "ISO_IR 101": "iso-8859-2",
  "ISO_IR 109": "iso-8859-3",
  "ISO_IR 110": "iso-8859-4",
  "ISO_IR 126": "iso-8859-7",
  "ISO_IR 127": "iso-8859-6",
  "ISO_IR 138": "iso-8859-8",
  "ISO_IR 144": "iso-8859-5",
  "ISO_IR 148": "windows-1254",
  "ISO_IR 166": "windows-874",
  "ISO_IR 192": "utf-8",
  "ISO_IR 203": "iso-8859-15",
  GB18030: "gb18030",
  GBK: "gbk",
  "ISO 2022 IR 58": "gb18030",
  "ISO 2022 IR 149": "euc-kr",
};
const JAPANESE_BY_ESCAPE = new Set(["ISO 2022 IR 13", "ISO 2022 IR 87", "ISO 2022 IR 159"]);
const ESCAPE = 0x1b;

function encodingOf(bytes: Uint8Array, characterSets: readonly string[]): string {
  if (bytes.includes(ESCAPE) && characterSets.some((term) => JAPANESE_BY_ESCAPE.has(term))) return "iso-2022-jp";
  const named = bytes.includes(ESCAPE) ? characterSets.toReversed() : characterSets;
  for (const term of named) {
    const encoding = ENCODINGS[term] ?? ENCODINGS[term.replace("ISO 2022 IR", "ISO_IR")];
    if (encoding !== undefined) return encoding;
  }
  return "latin1";
}

/** EUC decoders know the letters but not the ISO 2022 announcement before them: ESC, two or three bytes. */
function withoutDesignations(bytes: Uint8Array, characterSets: readonly string[]): Uint8Array {
  if (!bytes.includes(ESCAPE) || encodingOf(bytes, characterSets) === "iso-2022-jp") return bytes;
  const kept: number[] = [];
  for (let index = 0; index < bytes.length; index += 1) {
    if (bytes[index] !== ESCAPE) kept.push(bytes[index] ?? 0);
    else index += bytes[index + 1] === 0x24 ? 3 : 2;
  }
  return Uint8Array.from(kept);
}
