/** @file How the elements of each type lie in memory: bytes of one element, and the array that views them. */
import type { ElementType, TensorData } from "./tensor";

interface ElementLayout {
  /** Bytes of one element; a complex one is a pair. */
  readonly elementBytes: number;
  /** Bytes of one number, which is what byte order is about. */
  readonly numberBytes: number;
  readonly view: (buffer: ArrayBufferLike, byteOffset: number, numbers: number) => TensorData;
}

const layouts = {
  float32: real(4, (...place) => new Float32Array(...place)),
  float64: real(8, (...place) => new Float64Array(...place)),
  float16: real(2, (...place) => new Uint16Array(...place)),
  bfloat16: real(2, (...place) => new Uint16Array(...place)),
  int8: real(1, (...place) => new Int8Array(...place)),
  int16: real(2, (...place) => new Int16Array(...place)),
  int32: real(4, (...place) => new Int32Array(...place)),
  int64: real(8, (...place) => new BigInt64Array(...place)),
  uint8: real(1, (...place) => new Uint8Array(...place)),
  uint16: real(2, (...place) => new Uint16Array(...place)),
  uint32: real(4, (...place) => new Uint32Array(...place)),
  uint64: real(8, (...place) => new BigUint64Array(...place)),
  bool: real(1, (...place) => new Uint8Array(...place)),
  complex64: pair(4, (...place) => new Float32Array(...place)),
  complex128: pair(8, (...place) => new Float64Array(...place)),
} satisfies Record<ElementType, ElementLayout>;

/** Bytes of one element: 4 for float32, 8 for complex64. */
export function elementBytes(type: ElementType): number {
  return layouts[type].elementBytes;
}

/** Bytes of one number: 4 for float32, 4 for complex64. */
export function numberBytes(type: ElementType): number {
  return layouts[type].numberBytes;
}

/** Whole elements as `Tensor.data` holds them. Views the bytes where they lie on a multiple of a number's size, and
 * copies them otherwise. */
export function dataOfBytes(type: ElementType, bytes: Uint8Array): TensorData {
  const { numberBytes: size, view } = layouts[type];
  // A Node buffer is a Uint8Array too, whose own `slice` does not copy.
  const aligned = bytes.byteOffset % size === 0 ? bytes : new Uint8Array(bytes);
  return view(aligned.buffer, aligned.byteOffset, Math.floor(aligned.byteLength / size));
}

/** The bytes of a tensor's data, little-endian, without a copy. */
export function bytesOfData({ buffer, byteOffset, byteLength }: TensorData): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function real(bytes: number, view: ElementLayout["view"]): ElementLayout {
  return { elementBytes: bytes, numberBytes: bytes, view };
}

function pair(bytes: number, view: ElementLayout["view"]): ElementLayout {
  return { elementBytes: 2 * bytes, numberBytes: bytes, view };
}
