/** @file A zip archive whose entries are read at their place when they are asked for, and checked before they are used. */
import { crc32, inflateRawSync } from "node:zlib";
import yauzl, { type Entry } from "yauzl";
import { Failure } from "../../../src-shared/domain/failure";
import type { ByteArchive } from "../../numerics/pickle/byte-archive";
import { printableName } from "../../numerics/pickle/printable-name";
import type { RandomAccessFile } from "./random-access-file";

/** Reads the directory; the file stays the caller's to close.
 * @throws {Failure} `unsupported` when it is no whole archive, or one whose entries share bytes. */
export async function zipByteArchive(file: RandomAccessFile): Promise<ByteArchive> {
  const places = await readDirectory(file);
  requireApart(places, file.fileName);
  const entries = new Map<string, PlacedEntry>();
  for (const place of places) {
    if (entries.has(place.entry.fileName)) throw damaged(file.fileName, place.entry, "stands twice in its directory");
    entries.set(place.entry.fileName, place);
  }
  return {
    names: [...entries.keys()],
    sizeOf: (name) => entries.get(name)?.entry.uncompressedSize,
    read: entryReader(file, entries),
  };
}

interface PlacedEntry {
  readonly entry: Entry;
  readonly dataStart: number;
}

/** Ten times what the largest detectors have with an optimiser. */
const MOST_ENTRIES = 50_000;
const DEFLATED = 8;
const STORED = 0;
/** An entry that is not stored as it is must be unpacked as a whole. */
const MOST_UNPACKED_BYTES = 2 ** 28;
const CHUNK_BYTES = 1 << 22;
const ENCRYPTED = 1;

async function readDirectory(file: RandomAccessFile): Promise<readonly PlacedEntry[]> {
  try {
    // The descriptor is the caller's to close.
    const zip = await yauzl.fromFdPromise(file.descriptor, { lazyEntries: true, autoClose: false });
    if (zip.entryCount > MOST_ENTRIES) {
      const found = `${file.fileName} is a zip archive of ${zip.entryCount} entries`;
      throw new Failure("unsupported", `${found}; at most ${MOST_ENTRIES} were expected.`);
    }
    const places: PlacedEntry[] = [];
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith("/")) continue;
      const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
      places.push({ entry, dataStart: fileDataStart });
    }
    return places;
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    // Of more than one sentence the first says what was found.
    const [reason = ""] = cause instanceof Error ? cause.message.split(/\.(?:\s|$)/u) : [];
    const sentence = `${file.fileName} is no whole zip archive: ${printableName(reason)}; it may be truncated.`;
    throw new Failure("unsupported", sentence, { cause });
  }
}

/** Entries that share bytes make a small file unpack to a huge one. */
function requireApart(places: readonly PlacedEntry[], fileName: string): void {
  let end = 0;
  const inFileOrder = places.toSorted(
    (a, b) => a.entry.relativeOffsetOfLocalHeader - b.entry.relativeOffsetOfLocalHeader,
  );
  for (const { entry, dataStart } of inFileOrder) {
    if (entry.relativeOffsetOfLocalHeader < end) throw damaged(fileName, entry, "shares bytes with another");
    end = dataStart + entry.compressedSize;
  }
}

function entryReader(file: RandomAccessFile, entries: ReadonlyMap<string, PlacedEntry>): ByteArchive["read"] {
  const checked = new Set<PlacedEntry>();
  let unpacked: { readonly place: PlacedEntry; readonly bytes: Uint8Array } | undefined;
  return (name, start = 0, end = undefined) => {
    const place = entries.get(name);
    if (!place) throw new Failure("unsupported", `${file.fileName} has no entry ${printableName(name)}.`);
    const { entry } = place;
    const last = end ?? entry.uncompressedSize;
    if (start < 0 || last > entry.uncompressedSize || start > last) throw damaged(file.fileName, entry, "is too short");
    if (entry.compressionMethod === DEFLATED) {
      // Many tensors may share one storage: the last one that was unpacked is kept.
      if (unpacked?.place !== place) unpacked = { place, bytes: unpack(file, place) };
      // What is read is the caller's to change, and the `slice` of a Node buffer does not copy.
      return new Uint8Array(unpacked.bytes.subarray(start, last));
    }
    if (entry.compressionMethod !== STORED || (entry.generalPurposeBitFlag & ENCRYPTED) !== 0) {
      throw damaged(file.fileName, entry, "is packed or encrypted in a way that no checkpoint is");
    }
    const isWhole = start === 0 && last === entry.uncompressedSize;
    const bytes = file.read(place.dataStart + start, place.dataStart + last);
    if (!checked.has(place)) requireChecksum(file, entry, isWhole ? crc32(bytes) : checksumOf(file, place));
    checked.add(place);
    return bytes;
  };
}

function unpack(file: RandomAccessFile, { entry, dataStart }: PlacedEntry): Uint8Array {
  if (entry.uncompressedSize > MOST_UNPACKED_BYTES) {
    throw damaged(file.fileName, entry, `unpacks to ${entry.uncompressedSize} bytes, more than are read`);
  }
  const bytes = inflate(file, { entry, dataStart });
  if (bytes.length !== entry.uncompressedSize)
    throw damaged(file.fileName, entry, "unpacks to another size than it states");
  requireChecksum(file, entry, crc32(bytes));
  return bytes;
}

function inflate(file: RandomAccessFile, { entry, dataStart }: PlacedEntry): Uint8Array {
  const packed = file.read(dataStart, dataStart + entry.compressedSize);
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.uncompressedSize) });
  } catch (cause) {
    throw damaged(file.fileName, entry, "cannot be unpacked", { cause });
  }
}

function checksumOf(file: RandomAccessFile, { entry, dataStart }: PlacedEntry): number {
  let checksum = 0;
  for (let at = 0; at < entry.uncompressedSize; at += CHUNK_BYTES) {
    const end = Math.min(entry.uncompressedSize, at + CHUNK_BYTES);
    checksum = crc32(file.read(dataStart + at, dataStart + end), checksum);
  }
  return checksum;
}

/** torch.serialization.set_crc32_options(False) writes 0 instead of a checksum. */
function requireChecksum(file: RandomAccessFile, entry: Entry, checksum: number): void {
  if (entry.crc32 === 0 || entry.crc32 === checksum) return;
  throw damaged(file.fileName, entry, "has another checksum than it states");
}

function damaged(fileName: string, entry: Entry, found: string, options?: ErrorOptions): Failure {
  const sentence = `The entry ${printableName(entry.fileName)} of ${fileName} ${found}; the file seems to be damaged.`;
  return new Failure("unsupported", sentence, options);
}
