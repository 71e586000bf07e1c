/** @file Unpacks samples of 8 or 16 allocated bits: byte order, padding bits and sign. PS3.5 8.1.1. */

/** 8-bit unsigned samples, 16-bit unsigned, or signed ones of either. */
export type StoredValues = Uint8Array | Uint16Array | Int16Array;

export interface SampleBits {
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly isSigned: boolean;
  readonly isBigEndian: boolean;
  /** Bits Stored − 1 in all but historical files. */
  readonly highBit?: number | undefined;
}

export function unpackSamples(bytes: Uint8Array, bits: SampleBits): StoredValues {
  const words = bits.bitsAllocated === 8 ? bytes.slice() : readWords(bytes, bits.isBigEndian);
  const shift = lowestBit(bits);
  if (bits.isSigned) return signed(words, bits.bitsStored, shift);
  if (bits.bitsStored < bits.bitsAllocated || shift > 0) maskInPlace(words, bits.bitsStored, shift);
  return words;
}

function lowestBit({ highBit, bitsStored, bitsAllocated }: SampleBits): number {
  if (highBit === undefined || highBit >= bitsAllocated) return 0;
  return Math.max(0, highBit + 1 - bitsStored);
}

function readWords(bytes: Uint8Array, isBigEndian: boolean): Uint16Array {
  const words = new Uint16Array(bytes.length >> 1);
  const target = Buffer.from(words.buffer);
  target.set(bytes.subarray(0, target.length));
  // Every machine that Overread runs on is little endian.
  if (isBigEndian) target.swap16();
  return words;
}

function signed(words: Uint8Array | Uint16Array, bitsStored: number, shift: number): Int16Array {
  const values = new Int16Array(words.length);
  const up = 32 - bitsStored - shift;
  const down = 32 - bitsStored;
  for (let index = 0; index < words.length; index += 1) values[index] = ((words[index] ?? 0) << up) >> down;
  return values;
}

function maskInPlace(words: Uint8Array | Uint16Array, bitsStored: number, shift: number): void {
  const mask = 2 ** bitsStored - 1;
  for (let index = 0; index < words.length; index += 1) words[index] = ((words[index] ?? 0) >> shift) & mask;
}
