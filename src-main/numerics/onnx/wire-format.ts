/** @file Protobuf's wire format: messages taken apart into fields that keep their own bytes, and put together again.
 *
 * No schema stands behind it, so that what this program does not know of a file survives an edit byte for byte.
 * @see https://protobuf.dev/programming-guides/encoding/ */
import { Failure } from "../../../src-shared/domain/failure";
import { decodeUtf8, encodeUtf8 } from "../text/utf8";

export interface Field {
  readonly number: number;
  /** A whole number, or the content of a text, of bytes or of a message; floats are not decoded and stay empty. */
  readonly value: number | Uint8Array;
  /** The field with its tag, as it stands in the file. */
  readonly raw: Uint8Array;
}

const VARINT = 0;
const EIGHT_BYTES = 1;
const LENGTH_DELIMITED = 2;
const FOUR_BYTES = 5;
const FIXED_SIZES: Readonly<Record<number, number>> = { [EIGHT_BYTES]: 8, [FOUR_BYTES]: 4 };
const NOTHING = new Uint8Array(0);

/** @throws {Failure} `unsupported` when the bytes are no whole message. */
export function readFields(message: Uint8Array): readonly Field[] {
  const fields: Field[] = [];
  const reader = { message, at: 0 };
  while (reader.at < message.length) {
    const start = reader.at;
    const tag = readVarint(reader);
    const value = readValue(reader, tag & 7);
    fields.push({ number: Math.floor(tag / 8), value, raw: message.subarray(start, reader.at) });
  }
  return fields;
}

/** The content of a text, bytes or message field; nothing where the field is a number. */
export function contentOf({ value }: Field): Uint8Array {
  return typeof value === "number" ? NOTHING : value;
}

/** @throws {Failure} `unsupported` when the content is no UTF-8. */
export function textOf(field: Field): string {
  return decodeUtf8(contentOf(field));
}

/** A text field as the pieces that it is joined from. */
export function textField(number: number, text: string): readonly Uint8Array[] {
  return messageField(number, [encodeUtf8(text)]);
}

/** Not for negative numbers. */
export function numberField(number: number, value: number): readonly Uint8Array[] {
  return [varint(number * 8 + VARINT), varint(value)];
}

/** A whole number that may be negative. */
export function integerField(number: number, value: number): readonly Uint8Array[] {
  return value >= 0 ? numberField(number, value) : [varint(number * 8 + VARINT), negativeVarint(value)];
}

/** A 32-bit float. */
export function floatField(number: number, value: number): readonly Uint8Array[] {
  const content = new DataView(new ArrayBuffer(4));
  content.setFloat32(0, value, true);
  return [varint(number * 8 + FOUR_BYTES), new Uint8Array(content.buffer)];
}

/** A message, text or bytes field as the pieces that it is joined from. */
export function messageField(number: number, parts: readonly Uint8Array[]): readonly Uint8Array[] {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return [varint(number * 8 + LENGTH_DELIMITED), varint(length), ...parts];
}

/** One array of all pieces, one behind another. */
export function joinParts(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

interface Reader {
  readonly message: Uint8Array;
  at: number;
}

function readValue(reader: Reader, wireType: number): number | Uint8Array {
  if (wireType === VARINT) return readVarint(reader);
  if (wireType === LENGTH_DELIMITED) return readBytes(reader, readVarint(reader));
  const size = FIXED_SIZES[wireType];
  if (size === undefined) throw brokenAt(reader, `a field of wire type ${wireType}`);
  readBytes(reader, size);
  return NOTHING;
}

function readBytes(reader: Reader, length: number): Uint8Array {
  const end = reader.at + length;
  if (!(length >= 0) || end > reader.message.length) throw brokenAt(reader, `a field of ${length} bytes`);
  const bytes = reader.message.subarray(reader.at, end);
  reader.at = end;
  return bytes;
}

/** Negative numbers are written as 64-bit two's complement. */
function readVarint(reader: Reader): number {
  let low = 0;
  let high = 0;
  for (let shift = 0; shift < 70; shift += 7) {
    const byte = reader.message[reader.at];
    if (byte === undefined) break;
    reader.at++;
    if (shift < 28) low += (byte & 0x7f) * 2 ** shift;
    else high += (byte & 0x7f) * 2 ** (shift - 28);
    if (byte < 0x80)
      return high >= 2 ** 35 ? Number(BigInt.asIntN(64, (BigInt(high) << 28n) + BigInt(low))) : high * 2 ** 28 + low;
  }
  throw brokenAt(reader, "a number that does not end");
}

function varint(value: number): Uint8Array {
  const groups: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) groups.push((rest % 0x80) + 0x80);
  groups.push(rest);
  return Uint8Array.from(groups);
}

/** 64-bit two's complement, in ten groups of seven bits. */
function negativeVarint(value: number): Uint8Array {
  const bits = BigInt.asUintN(64, BigInt(value));
  return Uint8Array.from({ length: 10 }, (_, group) => {
    const septet = Number((bits >> BigInt(7 * group)) & 0x7fn);
    return group < 9 ? septet + 0x80 : septet;
  });
}

function brokenAt({ at }: Reader, found: string): Failure {
  return new Failure("unsupported", `The protobuf message holds ${found} at byte ${at}; whole fields were expected.`);
}
