/** @file Writes a zip archive whose entries stand as they are, each at a multiple of 64 bytes.
 *
 * PyTorch maps the storages of a checkpoint into memory, for which they must be aligned; zip libraries do not pad.
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
import { crc32 } from "node:zlib";

export interface ZipContent {
  /** In ASCII. */
  readonly name: string;
  /** Fewer than 4 GB. Called when the entry is written. */
  readonly read: () => Uint8Array;
}

/** The archive's pieces in order; one entry at a time is in memory. The same contents make the same bytes. */
export function* storedZip(contents: Iterable<ZipContent>): Generator<Uint8Array> {
  const written: WrittenEntry[] = [];
  let at = 0;
  for (const { name, read } of contents) {
    const bytes = read();
    const entry = { name: Buffer.from(name, "ascii"), size: bytes.length, checksum: crc32(bytes), offset: at };
    const header = localHeader(entry);
    yield header;
    yield bytes;
    written.push(entry);
    at += header.length + bytes.length;
  }
  const directory = Buffer.concat(written.map(directoryEntry));
  yield directory;
  yield endOfArchive({ entries: written.length, directoryBytes: directory.length, directoryStart: at });
}

interface WrittenEntry {
  readonly name: Buffer;
  readonly size: number;
  readonly checksum: number;
  /** Of its local header. */
  readonly offset: number;
}

const ALIGNMENT_BYTES = 64;
/** PyTorch's own mark for padding, "FB". */
const PADDING_FIELD = 0x4246;
const ZIP64_FIELD = 0x0001;
const VERSION = 20;
const VERSION_ZIP64 = 45;
/** 1 January 1980, the first day that the format knows. */
const DATE = 0x0021;
const MOST_32 = 0xffff_ffff;
const MOST_16 = 0xffff;

function localHeader(entry: WrittenEntry): Buffer {
  const unpadded = entry.offset + 30 + entry.name.length + 4;
  const padding = Buffer.alloc((ALIGNMENT_BYTES - (unpadded % ALIGNMENT_BYTES)) % ALIGNMENT_BYTES);
  const extra = Buffer.concat([fields(["16", PADDING_FIELD], ["16", padding.length]), padding]);
  return Buffer.concat([
    fields(["32", 0x04034b50], ...commonFields(entry, VERSION), ["16", extra.length]),
    entry.name,
    extra,
  ]);
}

function directoryEntry(entry: WrittenEntry): Buffer {
  const isFar = entry.offset >= MOST_32;
  const version = isFar ? VERSION_ZIP64 : VERSION;
  const extra = isFar ? fields(["16", ZIP64_FIELD], ["16", 8], ["64", entry.offset]) : Buffer.alloc(0);
  return Buffer.concat([
    fields(["32", 0x02014b50], ["16", version], ...commonFields(entry, version), ["16", extra.length]),
    // Comment, disk, attributes within and without.
    fields(["16", 0], ["16", 0], ["16", 0], ["32", 0], ["32", Math.min(entry.offset, MOST_32)]),
    entry.name,
    extra,
  ]);
}

/** Version, flags, method, time, date, checksum, both sizes, length of the name. */
function commonFields({ name, size, checksum }: WrittenEntry, version: number): readonly FieldValue[] {
  return [
    ["16", version],
    ["16", 0],
    ["16", 0],
    ["16", 0],
    ["16", DATE],
    ["32", checksum],
    ["32", size],
    ["32", size],
    ["16", name.length],
  ];
}

interface Directory {
  readonly entries: number;
  readonly directoryBytes: number;
  readonly directoryStart: number;
}

function endOfArchive(directory: Directory): Buffer {
  const { entries, directoryBytes, directoryStart } = directory;
  const isLarge = entries >= MOST_16 || directoryBytes >= MOST_32 || directoryStart >= MOST_32;
  const count = Math.min(entries, MOST_16);
  const end = fields(
    ["32", 0x06054b50],
    ["16", 0],
    ["16", 0],
    ["16", count],
    ["16", count],
    ["32", Math.min(directoryBytes, MOST_32)],
    ["32", Math.min(directoryStart, MOST_32)],
    ["16", 0],
  );
  return isLarge ? Buffer.concat([endOfLargeArchive(directory), end]) : end;
}

/** The record in 64 bits, and the locator that points to it. */
function endOfLargeArchive({ entries, directoryBytes, directoryStart }: Directory): Buffer {
  return Buffer.concat([
    fields(["32", 0x06064b50], ["64", 44], ["16", VERSION_ZIP64], ["16", VERSION_ZIP64], ["32", 0], ["32", 0]),
    fields(["64", entries], ["64", entries], ["64", directoryBytes], ["64", directoryStart]),
    fields(["32", 0x07064b50], ["32", 0], ["64", directoryStart + directoryBytes], ["32", 1]),
  ]);
}

type FieldValue = readonly ["16" | "32" | "64", number];

/** Numbers of so many bits, little-endian, one behind another. */
function fields(...values: readonly FieldValue[]): Buffer {
  const bytes = Buffer.alloc(values.reduce((sum, [bits]) => sum + Number(bits) / 8, 0));
  let at = 0;
  for (const [bits, value] of values) {
    if (bits === "16") at = bytes.writeUInt16LE(value, at);
    else if (bits === "32") at = bytes.writeUInt32LE(value, at);
    else at = bytes.writeBigUInt64LE(BigInt(value), at);
  }
  return bytes;
}
