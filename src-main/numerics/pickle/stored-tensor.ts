/** @file Gives a tensor of a pickle its name, checks that it lies within its storage, and reads it when asked. */
import { Failure } from "../../../src-shared/domain/failure";
import { dataOfBytes, elementBytes, numberBytes } from "../tensor/element-layout";
import { countElements, type Tensor } from "../tensor/tensor";
import type { StoredTensor } from "./checkpoint";
import { printableName } from "./printable-name";
import type { TorchTensor } from "./torch-objects";

/** @throws {Failure} `unsupported` when the tensor reaches beyond its storage, or repeats a small one without end. */
export function storedTensor(fileName: string, name: string, tensor: TorchTensor): StoredTensor {
  const { type, shape } = tensor.layout;
  // Sizes beyond all numbers, times none, would be no number.
  const elements = shape.includes(0) ? 0 : countElements(shape);
  const held = Math.floor(tensor.storage.byteLength / elementBytes(type));
  const last = lastElement(tensor);
  if (elements > 0 && last >= held) {
    const view = `${printableName(name)} of ${describeShape(shape)} reaches beyond its storage`;
    throw new Failure("unsupported", `${fileName}: ${view}, element ${last + 1} of ${held}; it seems to be damaged.`);
  }
  // Strides of zero cost a file nothing and memory everything.
  if (elements > held && elements > MOST_REPEATED) {
    const view = `${printableName(name)} repeats ${held} stored numbers as ${describeShape(shape)}`;
    throw new Failure("unsupported", `${fileName}: ${view}; as many numbers as the tensor has were expected.`);
  }
  return { name, type, shape, load: () => load(tensor, elements) };
}

const MOST_REPEATED = 1 << 20;

/** `3 × 224 × 224`, or `one number`. */
function describeShape(shape: readonly number[]): string {
  return shape.length === 0 ? "one number" : shape.join(" × ");
}

/** The place of the last element in the storage. */
function lastElement({ layout: { offset, shape, strides } }: TorchTensor): number {
  return shape.reduce((place, size, axis) => place + (size - 1) * strides[axis], offset);
}

function load(tensor: TorchTensor, elements: number): Tensor {
  const { type, shape, offset } = tensor.layout;
  if (elements === 0) return { type, shape, data: dataOfBytes(type, new Uint8Array(0)) };
  const size = elementBytes(type);
  const end = (lastElement(tensor) + 1) * size;
  const bytes = tensor.storage.read(offset * size, end, numberBytes(type));
  return { type, shape, data: dataOfBytes(type, isRowMajor(tensor) ? bytes : gather(bytes, tensor, elements)) };
}

function isRowMajor({ layout: { shape, strides } }: TorchTensor): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    // The stride of an axis of one is never walked.
    if (shape[axis] !== 1 && strides[axis] !== expected) return false;
    expected *= shape[axis];
  }
  return true;
}

/** Copies in words, so that no number is read as one: a NaN keeps its bits. */
function gather(bytes: Uint8Array, tensor: TorchTensor, elements: number): Uint8Array {
  const size = elementBytes(tensor.layout.type);
  const gathered = new Uint8Array(elements * size);
  const words = Math.max(1, size / 4);
  copyStridedInto(wordsOf(bytes, size), { ...tensor.layout, words }, wordsOf(gathered, size));
  return gathered;
}

type Words = Uint8Array | Uint16Array | Uint32Array;

function wordsOf(bytes: Uint8Array, elementSize: number): Words {
  const { buffer, byteOffset, byteLength } = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  if (elementSize === 1) return new Uint8Array(buffer, byteOffset, byteLength);
  if (elementSize === 2) return new Uint16Array(buffer, byteOffset, byteLength / 2);
  return new Uint32Array(buffer, byteOffset, byteLength / 4);
}

interface StridedWords {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  /** Words of one element. */
  readonly words: number;
}

function copyStridedInto(source: Words, { shape, strides, words }: StridedWords, target: Words): void {
  const innermost = shape.length - 1;
  const turns = shape.map(() => 0);
  let row = 0;
  for (let at = 0; at < target.length;) {
    for (let index = 0; index < shape[innermost]; index++) {
      const from = (row + index * strides[innermost]) * words;
      for (let word = 0; word < words; word++) target[at++] = source[from + word];
    }
    for (let axis = innermost - 1; axis >= 0; axis--) {
      row += strides[axis];
      if (++turns[axis] < shape[axis]) break;
      row -= strides[axis] * shape[axis];
      turns[axis] = 0;
    }
  }
}
