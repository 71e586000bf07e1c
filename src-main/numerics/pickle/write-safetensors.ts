/** @file Writes tensors in the safetensors format, a piece at a time.
 * @see https://github.com/huggingface/safetensors#format */
import { Failure } from "../../../src-shared/domain/failure";
import { encodeUtf8 } from "../text/utf8";
import { elementBytes } from "../tensor/element-layout";
import { countElements } from "../tensor/tensor";
import type { StoredTensor } from "./checkpoint";
import { loadedBytes } from "./loaded-bytes";
import { SAFETENSORS_NAMES } from "./safetensors-types";

/** The file's pieces in order; each tensor is loaded when its piece is asked for. The largest elements stand first, so
 * that every tensor lies on a multiple of its element's size, as in the format's own writer.
 * @throws {Failure} `unsupported` for complex128, which the format does not know. */
export function* writeSafetensors(tensors: readonly StoredTensor[]): Generator<Uint8Array> {
  const placed = tensors.toSorted((a, b) => elementBytes(b.type) - elementBytes(a.type));
  const header = headerOf(placed);
  yield lengthOf(header);
  yield header;
  for (const tensor of placed) yield loadedBytes(tensor);
}

const HEADER_ALIGNMENT = 8;

function headerOf(placed: readonly StoredTensor[]): Uint8Array {
  let start = 0;
  const entries = placed.map((tensor) => {
    const end = start + countElements(tensor.shape) * elementBytes(tensor.type);
    const entry = { dtype: typeName(tensor), shape: tensor.shape, data_offsets: [start, end] };
    start = end;
    return `${JSON.stringify(tensor.name)}:${JSON.stringify(entry)}`;
  });
  // Written piece by piece: an object would bring names that are numbers to the front.
  const bytes = encodeUtf8(`{"__metadata__":{"format":"pt"}${entries.map((entry) => `,${entry}`).join("")}}`);
  const padded = new Uint8Array(Math.ceil(bytes.length / HEADER_ALIGNMENT) * HEADER_ALIGNMENT).fill(0x20);
  padded.set(bytes);
  return padded;
}

function typeName({ name, type }: StoredTensor): string {
  const typed = SAFETENSORS_NAMES[type];
  if (typed) return typed;
  throw new Failure("unsupported", `The tensor ${name} is of ${type}, which safetensors cannot keep; .pth files can.`);
}

function lengthOf(header: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: 8 }, (_, index) => Math.floor(header.length / 256 ** index) % 256);
}
