/** @file The values that protocols 0 and 1 write as lines of text. */
import type { PickleReader } from "./pickle-reader";

const MOST_DIGITS = 1000;

/** An integer, or a truth value where it is written as 00 or 01. */
export function parseIntegerLine(reader: PickleReader): number | bigint | boolean {
  const line = reader.line();
  if (line === "00" || line === "01") return line === "01";
  const digits = line.replace(/L$/, "");
  if (!/^[+-]?\d+$/.test(digits)) throw reader.broken("a line that is no integer", "one was expected");
  if (digits.length > MOST_DIGITS) throw reader.broken(`an integer of ${digits.length} digits`, "fewer were expected");
  return narrowest(BigInt(digits));
}

/** A decimal number, or what is not finite in Python's words. */
export function parseFloatLine(reader: PickleReader): number {
  const line = reader.line();
  if (/^[+-]?inf$/.test(line)) return line.startsWith("-") ? -Infinity : Infinity;
  const value = Number(line);
  if (Number.isNaN(value) && !/^[+-]?nan$/.test(line))
    throw reader.broken("a line that is no number", "one was expected");
  return value;
}

/** A text in quotes, with Python's commonest escapes. */
export function parseStringLine(reader: PickleReader): string {
  const quoted = /^(["'])(.*)\1$/s.exec(reader.line());
  if (!quoted) throw reader.broken("a text without quotes", "quotes were expected");
  return quoted[2].replace(/\\(x([0-9a-fA-F]{2})|.)/gs, (_, escape: string, code: string | undefined) =>
    code === undefined ? (ESCAPES[escape] ?? escape) : String.fromCharCode(parseInt(code, 16)),
  );
}

/** A text in Python's raw-unicode-escape. */
export function parseRawUnicode(reader: PickleReader): string {
  return reader.line().replace(/\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})/g, (escape, short?: string, long?: string) => {
    const code = parseInt(short ?? long ?? "", 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : escape;
  });
}

/** A number where it holds the integer exactly. */
export function narrowest(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };
