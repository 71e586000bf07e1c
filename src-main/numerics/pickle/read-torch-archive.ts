/** @file Reads a checkpoint in PyTorch's zip format: one pickle, and each storage in an entry of its own.
 * @see https://github.com/pytorch/pytorch/blob/main/docs/source/notes/serialization.rst */
import { Failure } from "../../../src-shared/domain/failure";
import type { ByteArchive } from "./byte-archive";
import type { Checkpoint } from "./checkpoint";
import { findStateDict } from "./find-state-dict";
import { PickleReader } from "./pickle-reader";
import { printableName } from "./printable-name";
import { type StorageIdentifier, storageIdentifier } from "./storage-identifier";
import { torchGlobals } from "./torch-globals";
import { TorchStorage } from "./torch-objects";
import { unpickle } from "./unpickle";

/** Reads names, types and shapes; the numbers follow when a tensor is loaded.
 * @throws {Failure} `unsupported` in one sentence for everything that is no whole checkpoint. */
export function readTorchArchive(archive: ByteArchive, fileName: string): Checkpoint {
  const root = rootOf(archive, fileName);
  const isSwapped = byteOrder(archive, root, fileName) === "big";
  const content = unpickle(pickleReader(archive, root, fileName), {
    globalNamed: torchGlobals(fileName),
    objectOf: (identifier) => {
      const parts = storageIdentifier(identifier, fileName);
      return openStorage({ archive, entry: `${root}data/${parts.key}`, isSwapped, fileName }, parts);
    },
  });
  return { format: "pytorch-zip", ...findStateDict(content, fileName) };
}

const MOST_PICKLE_BYTES = 1 << 26;

/** The folder that all of a checkpoint's entries lie in, with its slash; torch names it after the file. */
function rootOf({ names }: ByteArchive, fileName: string): string {
  const roots = names
    .filter((name) => /^([^/]*\/)?data\.pkl$/.test(name))
    .map((name) => name.slice(0, -"data.pkl".length));
  if (names.some((name) => /^([^/]*\/)?(constants\.pkl|code\/)/.test(name))) {
    throw new Failure("unsupported", `${fileName} is a TorchScript program; a state_dict was expected.`);
  }
  if (roots.length === 1) return roots[0];
  const found = roots.length === 0 ? "no data.pkl" : `${roots.length} files data.pkl`;
  throw new Failure(
    "unsupported",
    `${fileName} is a zip archive with ${found}; one that torch.save wrote was expected.`,
  );
}

function byteOrder(archive: ByteArchive, root: string, fileName: string): "little" | "big" {
  const entry = `${root}byteorder`;
  const size = archive.sizeOf(entry);
  if (size === undefined) return "little";
  const text = size <= 16 ? String.fromCharCode(...archive.read(entry)).trim() : "";
  if (text === "little" || text === "big") return text;
  throw new Failure("unsupported", `${fileName} states no byte order; little or big was expected.`);
}

function pickleReader(archive: ByteArchive, root: string, fileName: string): PickleReader {
  const entry = `${root}data.pkl`;
  const byteLength = archive.sizeOf(entry) ?? 0;
  if (byteLength > MOST_PICKLE_BYTES) {
    throw new Failure(
      "unsupported",
      `${fileName} has a pickle of ${byteLength} bytes; at most ${MOST_PICKLE_BYTES} are read.`,
    );
  }
  const bytes = archive.read(entry);
  return new PickleReader({ byteLength, read: (start, end) => bytes.subarray(start, end) }, fileName);
}

interface StorageEntry {
  readonly archive: ByteArchive;
  readonly entry: string;
  readonly isSwapped: boolean;
  readonly fileName: string;
}

function openStorage(place: StorageEntry, { type, byteLength: needed }: StorageIdentifier): TorchStorage {
  const { archive, entry, isSwapped, fileName } = place;
  const byteLength = archive.sizeOf(entry);
  const name = printableName(entry);
  if (byteLength === undefined) {
    throw new Failure(
      "unsupported",
      `${fileName} has no entry ${name}, which its pickle names; it seems to be damaged.`,
    );
  }
  if (byteLength < needed) {
    const found = `${byteLength} bytes in ${name}, where its pickle speaks of ${needed}`;
    throw new Failure("unsupported", `${fileName} has ${found}; it seems to be damaged.`);
  }
  return new TorchStorage(type, needed, (start, end, numberBytes) => {
    const bytes = archive.read(entry, start, end);
    return isSwapped ? swapInPlace(bytes, numberBytes) : bytes;
  });
}

function swapInPlace(bytes: Uint8Array, numberBytes: number): Uint8Array {
  for (let at = 0; at < bytes.length; at += numberBytes) bytes.subarray(at, at + numberBytes).reverse();
  return bytes;
}
