/** @file Zip archives kept open while they are read from, so that thousands of entries cost one look at the directory. */
import { stat } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { LRUCache } from "lru-cache";
import yauzl, { type Entry, type ZipFile } from "yauzl";
import { Failure } from "../../../src-shared/domain/failure";

/** Name and size of each file in an archive, in the archive's order.
 * @throws {Failure} `not-found` when the archive is gone, `unsupported` when it is no readable zip archive. */
export async function listArchiveEntries(
  archive: string,
): Promise<readonly { readonly entry: string; readonly bytes: number }[]> {
  const opened = await borrow(archive);
  try {
    return [...opened.entries.values()].map((entry) => ({ entry: entry.fileName, bytes: entry.uncompressedSize }));
  } finally {
    giveBack(opened);
  }
}

/** @throws {Failure} `not-found` when archive or entry are gone, `unsupported` when they cannot be read. */
export async function readArchiveEntry(archive: string, entryName: string): Promise<Uint8Array> {
  const opened = await borrow(archive);
  try {
    const entry = opened.entries.get(entryName);
    if (!entry) throw new Failure("not-found", `${archive} has no entry ${entryName}.`);
    return await readEntry(opened.zip, entry, `${archive} › ${entryName}`);
  } finally {
    giveBack(opened);
  }
}

interface OpenArchive {
  readonly zip: ZipFile;
  readonly entries: ReadonlyMap<string, Entry>;
  readonly stamp: string;
  readers: number;
  isRetired: boolean;
}

const KEPT_OPEN = 4;
const KEPT_OPEN_MS = 30_000;
const MAX_ENTRY_BYTES = 2 ** 30;

/** Promises, so that readers who come at the same time share one opening. */
const archives = new LRUCache<string, Promise<OpenArchive>>({
  max: KEPT_OPEN,
  ttl: KEPT_OPEN_MS,
  ttlAutopurge: true,
  updateAgeOnGet: true,
  dispose: (opening) => void opening.then(retire, () => undefined),
});

async function borrow(archive: string): Promise<OpenArchive> {
  const stamp = await stampOf(archive);
  const known = archives.get(archive);
  const opened = known && (await known);
  // An archive that was replaced has another directory.
  if (opened && opened.stamp === stamp && !opened.isRetired) return lend(opened);
  const opening = openArchive(archive, stamp);
  archives.set(archive, opening);
  opening.catch(() => archives.delete(archive));
  return lend(await opening);
}

function lend(opened: OpenArchive): OpenArchive {
  opened.readers += 1;
  return opened;
}

function giveBack(opened: OpenArchive): void {
  opened.readers -= 1;
  closeWhenIdle(opened);
}

function retire(opened: OpenArchive): void {
  opened.isRetired = true;
  closeWhenIdle(opened);
}

function closeWhenIdle({ zip, readers, isRetired }: OpenArchive): void {
  if (isRetired && readers === 0) zip.close();
}

async function stampOf(archive: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(archive);
    return `${ino}:${size}:${mtimeMs}`;
  } catch (cause) {
    throw new Failure("not-found", `There is no readable archive at ${archive}.`, { cause });
  }
}

async function openArchive(archive: string, stamp: string): Promise<OpenArchive> {
  try {
    const zip = await yauzl.openPromise(archive, { lazyEntries: true, autoClose: false });
    const entries = new Map<string, Entry>();
    for await (const entry of zip.eachEntry()) if (!entry.fileName.endsWith("/")) entries.set(entry.fileName, entry);
    return { zip, entries, stamp, readers: 0, isRetired: false };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : "no reason was given";
    throw new Failure("unsupported", `${archive} is not a readable zip archive: ${reason.replace(/\.+$/u, "")}.`, {
      cause,
    });
  }
}

async function readEntry(zip: ZipFile, entry: Entry, name: string): Promise<Uint8Array> {
  if (entry.uncompressedSize > MAX_ENTRY_BYTES) {
    const found = `${entry.uncompressedSize} bytes`;
    throw new Failure("unsupported", `${name} unpacks to ${found}; at most ${MAX_ENTRY_BYTES} are read.`);
  }
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    // yauzl checks lengths alone.
    if (crc32(bytes) !== entry.crc32) throw new Error("its checksum is not the one that the archive states");
    return bytes;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : "no reason was given";
    throw new Failure("unsupported", `${name} cannot be unpacked: ${reason}.`, { cause });
  }
}
