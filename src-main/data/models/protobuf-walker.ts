/** @file Walks the fields of a protobuf message inside a file by their places, without reading what they hold.
 * @see https://protobuf.dev/programming-guides/encoding/ */
import { Failure } from "../../../src-shared/domain/failure";
import type { RandomAccess } from "../../numerics/pickle/random-access";

export interface PlacedField {
  readonly number: number;
  /** A text, bytes or a message, as opposed to a number. */
  readonly isDelimited: boolean;
  /** Of the tag, of the content, and behind it. */
  readonly start: number;
  readonly contentStart: number;
  readonly end: number;
}

const VARINT = 0;
const EIGHT_BYTES = 1;
const DELIMITED = 2;
const FOUR_BYTES = 5;
const WINDOW_BYTES = 1 << 16;
/** Longest varint of 64 bits. */
const VARINT_BYTES = 10;
/** A file of two bytes a field would keep a machine busy for minutes, and become a kilobyte of each; the largest graphs
 * have some ten thousand nodes and weights. */
const MAX_FIELDS = 300_000;

export class ProtobufWalker {
  private window: Uint8Array = new Uint8Array(0);
  private windowStart = 0;
  private walked = 0;

  constructor(private readonly file: RandomAccess) {}

  /** @throws {Failure} `unsupported` when the bytes from `start` to `end` are no whole message. */
  fields(start: number, end: number): readonly PlacedField[] {
    const fields: PlacedField[] = [];
    for (let at = start; at < end; at = fields.at(-1)!.end) {
      fields.push(this.fieldAt(at, end));
      if (++this.walked > MAX_FIELDS) throw new Failure("unsupported", `It holds more than ${MAX_FIELDS} fields.`);
    }
    return fields;
  }

  read(start: number, end: number): Uint8Array {
    return this.file.read(start, end);
  }

  private fieldAt(start: number, limit: number): PlacedField {
    const tag = this.varintAt(start, limit);
    const number = Math.floor(tag.value / 8);
    if (number === 0) throw new Failure("unsupported", `At byte ${start} it holds a field without a number.`);
    const { contentStart, end } = this.extentOf(tag.value % 8, tag.end, limit);
    if (end > limit) {
      const found = `At byte ${start} it holds a field of ${end - contentStart} bytes, where ${limit - contentStart} are left.`;
      throw new Failure("unsupported", found);
    }
    return { number, isDelimited: tag.value % 8 === DELIMITED, start, contentStart, end };
  }

  private extentOf(wireType: number, at: number, limit: number): Pick<PlacedField, "contentStart" | "end"> {
    switch (wireType) {
      case VARINT:
        return { contentStart: at, end: this.varintAt(at, limit).end };
      case EIGHT_BYTES:
        return { contentStart: at, end: at + 8 };
      case FOUR_BYTES:
        return { contentStart: at, end: at + 4 };
      case DELIMITED: {
        const length = this.varintAt(at, limit);
        return { contentStart: length.end, end: length.end + length.value };
      }
      default:
        throw new Failure("unsupported", `At byte ${at} it holds a field of the unknown wire type ${wireType}.`);
    }
  }

  /** Lengths and tags are exact up to 2^53; negative values only stand where nobody looks at them. */
  private varintAt(at: number, limit: number): { readonly value: number; readonly end: number } {
    let value = 0;
    for (let index = 0; index < VARINT_BYTES && at + index < limit; index++) {
      const byte = this.byteAt(at + index);
      value += (byte & 0x7f) * 2 ** (7 * index);
      if (byte < 0x80) return { value, end: at + index + 1 };
    }
    throw new Failure("unsupported", `At byte ${at} it holds a number that does not end.`);
  }

  private byteAt(at: number): number {
    const isInside = at >= this.windowStart && at < this.windowStart + this.window.length;
    if (!isInside) {
      this.windowStart = at;
      this.window = this.file.read(at, Math.min(at + WINDOW_BYTES, this.file.byteLength));
    }
    return this.window[at - this.windowStart]!;
  }
}
