/** @file Writes pickles of protocol 2, as far as a checkpoint needs them. */
import { joinParts } from "../onnx/wire-format";
import { encodeUtf8 } from "../text/utf8";

const PROTOCOL_2 = Uint8Array.of(0x80, 0x02);
const LARGEST_INT32 = 2 ** 31 - 1;

export class PickleWriter {
  readonly #parts: Uint8Array[] = [PROTOCOL_2];

  global(module: string, name: string): this {
    return this.#add(Uint8Array.of(0x63), encodeUtf8(`${module}\n${name}\n`));
  }

  text(text: string): this {
    const bytes = encodeUtf8(text);
    return this.#add(Uint8Array.of(0x58), littleEndian(bytes.length, 4), bytes);
  }

  /** Not negative. */
  integer(value: number): this {
    if (value <= 0xff) return this.#add(Uint8Array.of(0x4b, value));
    if (value <= 0xffff) return this.#add(Uint8Array.of(0x4d), littleEndian(value, 2));
    if (value <= LARGEST_INT32) return this.#add(Uint8Array.of(0x4a), littleEndian(value, 4));
    return this.#add(Uint8Array.of(0x8a, 8), littleEndian(value, 8));
  }

  integers(values: readonly number[]): this {
    this.mark();
    for (const value of values) this.integer(value);
    return this.tuple();
  }

  mark(): this {
    return this.#add(Uint8Array.of(0x28));
  }

  /** Of everything behind the last mark. */
  tuple(): this {
    return this.#add(Uint8Array.of(0x74));
  }

  emptyTuple(): this {
    return this.#add(Uint8Array.of(0x29));
  }

  /** Calls the global with the tuple above it. */
  call(): this {
    return this.#add(Uint8Array.of(0x52));
  }

  false(): this {
    return this.#add(Uint8Array.of(0x89));
  }

  /** What the tuple on top identifies. */
  persistent(): this {
    return this.#add(Uint8Array.of(0x51));
  }

  /** Puts the pairs behind the last mark into the dictionary below it. */
  setItems(): this {
    return this.#add(Uint8Array.of(0x75));
  }

  /** The whole pickle. */
  stop(): Uint8Array {
    return joinParts([...this.#parts, Uint8Array.of(0x2e)]);
  }

  #add(...parts: readonly Uint8Array[]): this {
    this.#parts.push(...parts);
    return this;
  }
}

function littleEndian(value: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => Math.floor(value / 256 ** index) % 256);
}
