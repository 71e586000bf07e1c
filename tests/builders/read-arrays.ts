/** @file Reads the arrays of a fixture that tests/fixtures/boxes/pack.py wrote, to the last bit. */
import { readFileSync } from "node:fs";

export interface PackedArray {
  readonly type: "float32" | "int8" | "int16" | "int32" | "uint8";
  readonly shape: readonly number[];
  readonly base64: string;
  /** The numbers stand for themselves divided by it. */
  readonly perUnit?: number;
}

const ARRAYS = { float32: Float32Array, int8: Int8Array, int16: Int16Array, int32: Int32Array, uint8: Uint8Array };

/** A file below tests/fixtures. */
export function readFixture<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(`../fixtures/${path}`, import.meta.url), "utf8")) as T;
}

export function readFloats(packed: PackedArray): Float32Array<ArrayBuffer> {
  const stored = read(packed);
  return stored instanceof Float32Array ? stored : Float32Array.from(stored, (value) => value / (packed.perUnit ?? 1));
}

export function readIntegers(packed: PackedArray): Int32Array {
  return Int32Array.from(read(packed));
}

function read({ type, base64 }: PackedArray): Float32Array<ArrayBuffer> | Int8Array | Int16Array | Int32Array {
  const bytes = Uint8Array.from(Buffer.from(base64, "base64"));
  return new ARRAYS[type](bytes.buffer) as Float32Array<ArrayBuffer>;
}
