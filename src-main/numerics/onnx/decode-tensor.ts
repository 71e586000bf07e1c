/** @file Reads one tensor of an ONNX file, in whichever of the format's fields its elements stand. */
import { Failure } from "../../../src-shared/domain/failure";
import { bytesOfData, dataOfBytes, elementBytes } from "../tensor/element-layout";
import { countElements, ELEMENT_TYPES, type ElementType, type Tensor } from "../tensor/tensor";
import { ONNX_ELEMENT_TYPES } from "./element-types";
import { ENTRY, TENSOR } from "./onnx-fields";
import { contentOf, readFields, textOf, type Field } from "./wire-format";

const IN_ANOTHER_FILE = 1;

/** By ONNX's number; texts, and numbers of less than a byte, have no place in a tensor of ours. */
export const ELEMENT_TYPE_OF_NUMBER: ReadonlyMap<number, ElementType> = new Map(
  ELEMENT_TYPES.flatMap((type) => {
    const number = ONNX_ELEMENT_TYPES.get(type);
    return number === undefined ? [] : [[number, type]];
  }),
);

/** Where the elements of a tensor stand that the file itself does not hold. */
export interface ExternalData {
  readonly tensor: string;
  /** As the file says it: a path relative to the model's folder, not checked. */
  readonly location: string;
  readonly offset?: number;
  readonly length?: number;
}

/** A tensor's description; its elements are read when asked for. */
export interface TensorEntry {
  readonly name: string;
  /** Undefined where `ElementType` knows no such elements. */
  readonly type: ElementType | undefined;
  readonly shape: readonly number[];
  readonly external?: ExternalData;
  /** @throws {Failure} `unsupported` when the elements are not as many as the shape says, or of no known type. */
  readonly load: () => Tensor;
}

/** `message` is the content of a TensorProto.
 * @throws {Failure} `unsupported` when it is none. */
export function readTensor(message: Uint8Array): TensorEntry {
  const fields = readFields(message);
  const last = (wanted: number): Field | undefined => fields.findLast(({ number }) => number === wanted);
  const nameField = last(TENSOR.name);
  const name = nameField ? textOf(nameField) : "";
  const typeNumber = last(TENSOR.elementType)?.value;
  const shape = readIntegers(fields, TENSOR.size).map(Number);
  if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    throw new Failure("unsupported", `The tensor ${name} has the shape [${shape.join(", ")}]; sizes are from 0.`);
  }
  const type = ELEMENT_TYPE_OF_NUMBER.get(Number(typeNumber));
  const isExternal = last(TENSOR.location)?.value === IN_ANOTHER_FILE;
  return {
    name,
    type,
    shape,
    ...(isExternal && { external: readExternal(name, fields) }),
    load: () => {
      if (type === undefined) throw new Failure("unsupported", describeType(name, typeNumber));
      if (isExternal) throw new Failure("unsupported", `The elements of the tensor ${name} stand in another file.`);
      return tensorOf(name, { type, shape }, fields);
    },
  };
}

/** All numbers of a repeated field, which stand packed in one piece, each by itself, or mixed.
 * @throws {Failure} `unsupported` when one of them does not end. */
export function readIntegers(fields: readonly Field[], wanted: number): readonly bigint[] {
  return fields
    .filter(({ number }) => number === wanted)
    .flatMap((field) => (typeof field.value === "number" ? readVarints(field.raw).slice(1) : readVarints(field.value)));
}

/** The bytes of a repeated field of floats or doubles, packed or not. */
export function readFixed(fields: readonly Field[], wanted: number, bytesEach: 4 | 8): Uint8Array {
  const pieces = fields
    .filter(({ number }) => number === wanted)
    .map((field) => (contentOf(field).length > 0 ? contentOf(field) : unpackedFixed(field, bytesEach)));
  if (pieces.length === 1) return pieces[0];
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** A packed field of no numbers at all has no content either; its wire type tells it from a single number. */
function unpackedFixed({ raw }: Field, bytesEach: 4 | 8): Uint8Array {
  const isLengthDelimited = (raw[0] & 7) === 2;
  return isLengthDelimited ? raw.subarray(raw.length) : raw.subarray(raw.length - bytesEach);
}

/** The bytes are copied, for the file's need not be aligned, and can be let go. */
function tensorOf(name: string, { type, shape }: Omit<Tensor, "data">, fields: readonly Field[]): Tensor {
  const raw = fields.findLast(({ number }) => number === TENSOR.raw);
  const bytes = raw ? contentOf(raw) : bytesOf(type, fields);
  const needed = countElements(shape) * elementBytes(type);
  if (bytes.length === needed) return { type, shape, data: dataOfBytes(type, new Uint8Array(bytes)) };
  const expected = `${needed} bytes of ${type} in the shape [${shape.join(", ")}]`;
  throw new Failure("unsupported", `The tensor ${name} holds ${bytes.length} bytes; ${expected} were expected.`);
}

/** Which typed field a type's elements stand in: small integers and the bits of half floats widened to 32 bits. */
function bytesOf(type: ElementType, fields: readonly Field[]): Uint8Array {
  switch (type) {
    case "float32":
    case "complex64":
      return readFixed(fields, TENSOR.floats, 4);
    case "float64":
    case "complex128":
      return readFixed(fields, TENSOR.doubles, 8);
    case "int64":
      return bytesOfData(BigInt64Array.from(readIntegers(fields, TENSOR.longs)));
    case "uint64":
      return bytesOfData(BigUint64Array.from(readIntegers(fields, TENSOR.unsignedLongs)));
    case "uint32":
      return bytesOfData(Uint32Array.from(readIntegers(fields, TENSOR.unsignedLongs), Number));
    case "int32":
      return bytesOfData(Int32Array.from(readIntegers(fields, TENSOR.integers), Number));
    case "int16":
      return bytesOfData(Int16Array.from(readIntegers(fields, TENSOR.integers), Number));
    case "uint16":
    case "float16":
    case "bfloat16":
      return bytesOfData(Uint16Array.from(readIntegers(fields, TENSOR.integers), Number));
    case "int8":
    case "uint8":
    case "bool":
      return Uint8Array.from(readIntegers(fields, TENSOR.integers), Number);
  }
}

/** 64 bits each, as two's complement. */
function readVarints(bytes: Uint8Array): bigint[] {
  const numbers: bigint[] = [];
  let start = 0;
  for (const [at, byte] of bytes.entries()) {
    if (at - start > 9) break;
    if (byte >= 0x80) continue;
    numbers.push(readVarint(bytes.subarray(start, at + 1)));
    start = at + 1;
  }
  if (start === bytes.length) return numbers;
  throw new Failure("unsupported", "The model holds a list of numbers of which one does not end.");
}

function readVarint(groups: Uint8Array): bigint {
  if (groups.length === 1) return BigInt(groups[0]);
  return BigInt.asIntN(
    64,
    groups.reduceRight((value, byte) => (value << 7n) | BigInt(byte & 0x7f), 0n),
  );
}

function readExternal(tensor: string, fields: readonly Field[]): ExternalData {
  const entries = new Map(fields.filter(({ number }) => number === TENSOR.external).map(readTextEntry));
  const number = (key: string): number | undefined => {
    const text = entries.get(key);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (Number.isSafeInteger(value) && value >= 0 && text !== "") return value;
    throw new Failure(
      "unsupported",
      `The tensor ${tensor} stands in another file at ${key} "${text}", which is no place.`,
    );
  };
  const location = entries.get("location");
  if (!location) throw new Failure("unsupported", `The tensor ${tensor} stands in another file that has no name.`);
  const [offset, length] = [number("offset"), number("length")];
  return { tensor, location, ...(offset !== undefined && { offset }), ...(length !== undefined && { length }) };
}

/** A key and its value, as ONNX writes its small dictionaries. */
export function readTextEntry(field: Field): readonly [string, string] {
  const fields = readFields(contentOf(field));
  const text = (wanted: number): string => {
    const found = fields.findLast(({ number }) => number === wanted);
    return found ? textOf(found) : "";
  };
  return [text(ENTRY.key), text(ENTRY.value)];
}

function describeType(name: string, typeNumber: unknown): string {
  const what = typeNumber === 8 ? "texts" : `elements of ONNX's type ${String(typeNumber ?? "undefined")}`;
  return `The tensor ${name} holds ${what}; numbers of whole bytes were expected.`;
}
