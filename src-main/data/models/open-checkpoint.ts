/** @file Opens a file of weights, whichever of its formats it has: told by its content, not by its name. */
import path from "node:path";
import { Failure } from "../../../src-shared/domain/failure";
import type { Checkpoint } from "../../numerics/pickle/checkpoint";
import { elementBytes } from "../../numerics/tensor/element-layout";
import { countElements } from "../../numerics/tensor/tensor";
import { printableName } from "../../numerics/pickle/printable-name";
import { mayBeSafetensors, readSafetensors } from "../../numerics/pickle/read-safetensors";
import { readTorchArchive } from "../../numerics/pickle/read-torch-archive";
import { readTorchLegacy } from "../../numerics/pickle/read-torch-legacy";
import { LOOKALIKE_BYTES, lookalikeOf } from "./lookalike";
import { openRandomAccessFile, type RandomAccessFile } from "./random-access-file";
import { zipByteArchive } from "./zip-byte-archive";

export interface OpenCheckpoint extends Checkpoint {
  /** Ends the loading of tensors; those that are loaded stay. */
  readonly close: () => Promise<void>;
}

/** Reads names, types and shapes; the file stays open, so that each tensor is read when it is loaded.
 * @throws {Failure} `not-found`, or `unsupported` in one sentence for what is no whole checkpoint. */
export async function openCheckpoint(file: string): Promise<OpenCheckpoint> {
  const opened = openRandomAccessFile(file, printableName(path.basename(file)));
  try {
    const checkpoint = await readCheckpoint(opened);
    requireBounded(checkpoint, opened);
    return { ...checkpoint, close: async () => opened.close() };
  } catch (error) {
    opened.close();
    throw error;
  }
}

/** Tells a format of weights by a file's first bytes, without reading further; `undefined` for what is none, such as
 * ONNX. A file may still turn out to be broken.
 * @throws {Failure} `not-found` when there is no readable file. */
export function checkpointFormatOf(file: string): Checkpoint["format"] | undefined {
  const opened = openRandomAccessFile(file, printableName(path.basename(file)));
  try {
    return formatOf(opened);
  } finally {
    opened.close();
  }
}

/** Tied weights are written once, and weights of zeros may be packed: some more than the file holds is no fraud. */
const MOST_GROWTH = 4;
const FREE_BYTES = 2 ** 28;

/** A thousand tensors may be views of one storage: ten megabytes would otherwise become as many gigabytes. */
function requireBounded({ tensors }: Checkpoint, { fileName, byteLength }: RandomAccessFile): void {
  let bytes = 0;
  for (const { type, shape } of tensors.values()) {
    if (!shape.includes(0)) bytes += countElements(shape) * elementBytes(type);
  }
  if (bytes <= MOST_GROWTH * byteLength + FREE_BYTES) return;
  const found = `${fileName} has ${byteLength} bytes, and shows them as ${bytes} bytes of weights`;
  throw new Failure("unsupported", `${found}; a file about as large as its weights was expected.`);
}

async function readCheckpoint(file: RandomAccessFile): Promise<Checkpoint> {
  switch (formatOf(file)) {
    case "pytorch-zip":
      return readTorchArchive(await zipByteArchive(file), file.fileName);
    case "pytorch-legacy":
      return readTorchLegacy(file, file.fileName);
    case "safetensors":
      return readSafetensors(file, file.fileName);
    default:
      throw new Failure("unsupported", `${file.fileName} is ${whatElse(startOf(file))}; ${EXPECTED}.`);
  }
}

const EXPECTED = "a checkpoint of PyTorch or a safetensors file was expected";

/** PyTorch's mark as protocols 0 and 1 write a long integer. */
const MARK_IN_DIGITS = "L119547037146038801333356L\n";

function formatOf(file: RandomAccessFile): Checkpoint["format"] | undefined {
  const start = startOf(file);
  if (beginsWith(start, "PK\x03\x04") || beginsWith(start, "PK\x05\x06")) return "pytorch-zip";
  if (mayBeSafetensors(start, file.byteLength)) return "safetensors";
  if (beginsWith(start, MARK_IN_DIGITS)) return "pytorch-legacy";
  // Protocols 2 to 5 begin with their number.
  const [opcode, protocol = 0] = start;
  return opcode === 0x80 && protocol >= 2 && protocol <= 5 ? "pytorch-legacy" : undefined;
}

function startOf(file: RandomAccessFile): Uint8Array {
  return file.read(0, Math.min(file.byteLength, LOOKALIKE_BYTES));
}

function whatElse(start: Uint8Array): string {
  return start.length === 0 ? "empty" : (lookalikeOf(start) ?? "of an unknown format");
}

function beginsWith(bytes: Uint8Array, text: string): boolean {
  return Array.from(text).every((character, index) => bytes[index] === character.charCodeAt(0));
}
