/** @file Reads a pickle from front to back out of bytes of any length, a window at a time. */
import { Failure } from "../../../src-shared/domain/failure";
import { decodeUtf8 } from "../text/utf8";
import type { RandomAccess } from "./random-access";

const WINDOW_BYTES = 1 << 18;
const LONGEST_LINE_BYTES = 1 << 16;
const NEWLINE = 0x0a;

export class PickleReader {
  #window: Uint8Array = new Uint8Array(0);
  #windowStart = 0;

  /** `at` is the place of the next byte; `end` the first place that is not read. `fileName` stands in refusals. */
  constructor(
    private readonly source: RandomAccess,
    readonly fileName: string,
    public at = 0,
    private readonly end = source.byteLength,
  ) {}

  byte(): number {
    const offset = this.at - this.#windowStart;
    if (offset < 0 || offset >= this.#window.length) return this.#view(1)[0];
    this.at++;
    return this.#window[offset];
  }

  /** A copy, so that a short text does not keep a whole window in memory.
   * @throws {Failure} `unsupported` when the file ends before. */
  bytes(length: number): Uint8Array {
    // A Node buffer is a Uint8Array too, whose own `slice` does not copy.
    return new Uint8Array(this.#view(length));
  }

  /** An unsigned number of `length` bytes, little-endian. */
  unsigned(length: number): number {
    const bytes = this.#view(length);
    let value = 0;
    for (let index = length - 1; index >= 0; index--) value = value * 256 + bytes[index];
    return value;
  }

  int32(): number {
    return this.unsigned(4) | 0;
  }

  /** A double, big-endian, as pickles alone keep them. */
  float64(): number {
    const bytes = this.#view(8);
    return new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0);
  }

  text(length: number): string {
    return this.#decode(this.#view(length));
  }

  /** Up to the next newline, which is left out. */
  line(): string {
    const bytes: number[] = [];
    for (let byte = this.byte(); byte !== NEWLINE; byte = this.byte()) {
      bytes.push(byte);
      if (bytes.length > LONGEST_LINE_BYTES) throw this.broken("a line that does not end", "a name was expected");
    }
    return this.#decode(Uint8Array.from(bytes));
  }

  /** Passes over bytes without reading them. */
  skip(length: number): void {
    this.#require(length);
    this.at += length;
  }

  broken(found: string, expected: string, options?: ErrorOptions): Failure {
    const sentence = `${this.fileName} holds a broken pickle: ${found} before byte ${this.at}; ${expected}.`;
    return new Failure("unsupported", sentence, options);
  }

  #decode(bytes: Uint8Array): string {
    try {
      return decodeUtf8(bytes);
    } catch (cause) {
      throw this.broken(`a text of ${bytes.length} bytes that is no UTF-8`, "UTF-8 was expected", { cause });
    }
  }

  #view(length: number): Uint8Array {
    this.#require(length);
    const offset = this.at - this.#windowStart;
    if (offset < 0 || offset + length > this.#window.length) this.#load(length);
    const start = this.at - this.#windowStart;
    this.at += length;
    return this.#window.subarray(start, start + length);
  }

  #load(length: number): void {
    const end = Math.min(this.end, this.at + Math.max(length, WINDOW_BYTES));
    this.#window = this.source.read(this.at, end);
    this.#windowStart = this.at;
  }

  #require(length: number): void {
    if (this.at + length <= this.end) return;
    const sentence = `${this.fileName} ends at byte ${this.end}, in the middle of its pickle; it seems to be truncated.`;
    throw new Failure("unsupported", sentence);
  }
}
