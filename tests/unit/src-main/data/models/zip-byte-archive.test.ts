/** @file Checks that a zip archive with wrong places, sizes or checksums is refused, and that no bomb goes off. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import yauzl from "yauzl";
import { openRandomAccessFile } from "../../../../../src-main/data/models/random-access-file";
import { storedZip } from "../../../../../src-main/data/models/stored-zip";
import { zipByteArchive } from "../../../../../src-main/data/models/zip-byte-archive";
import { checkpointFixture } from "../../../../builders/checkpoint-fixtures";

const folder = mkdtempSync(path.join(tmpdir(), "zip-byte-archive-"));
afterAll(() => rmSync(folder, { recursive: true }));

const contents = [
  { name: "a/one", read: () => Uint8Array.of(1, 2, 3, 4) },
  { name: "a/two", read: () => new Uint8Array(1000).fill(7) },
];

function zip(): Buffer {
  return Buffer.concat([...storedZip(contents)]);
}

/** What reading every entry of these bytes gives, or the sentence of the refusal. */
async function contentsOf(bytes: Uint8Array): Promise<Readonly<Record<string, readonly number[]>> | string> {
  const file = path.join(folder, "some.pth");
  writeFileSync(file, bytes);
  const opened = openRandomAccessFile(file, "some.pth");
  try {
    const archive = await zipByteArchive(opened);
    return Object.fromEntries(archive.names.map((name) => [name, [...archive.read(name)]]));
  } catch (error) {
    return (error as Error).message;
  } finally {
    opened.close();
  }
}

interface HandEntry {
  readonly name: string;
  readonly packed: Uint8Array;
  readonly size?: number;
  readonly checksum?: number;
  readonly method?: number;
  /** Of the local header; those of the first entry where it is that of another. */
  readonly offset?: number;
  readonly flags?: number;
}

/** An archive whose directory claims what it is told. */
function handMade(...entries: readonly HandEntry[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, packed, size = packed.length, checksum = 0, method = 0, offset = at, flags = 0 } of entries) {
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(checksum, 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(size, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, Buffer.from(name), packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\0"), common, place, Buffer.from(name)]));
    locals.push(local);
    at += local.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(Buffer.concat(directory).length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...locals, ...directory, Buffer.from("PK\x05\x06"), end]);
}

test("entries are read as they were written, at any range", async () => {
  const file = path.join(folder, "ranges.pth");
  writeFileSync(file, zip());
  const opened = openRandomAccessFile(file, "ranges.pth");
  const archive = await zipByteArchive(opened);
  expect(archive.names).toEqual(["a/one", "a/two"]);
  expect(archive.sizeOf("a/two")).toBe(1000);
  expect(archive.sizeOf("a/three")).toBeUndefined();
  expect([...archive.read("a/one", 1, 3)]).toEqual([2, 3]);
  expect(archive.read("a/two")).toHaveLength(1000);
  expect(() => archive.read("a/one", 2, 5)).toThrow("The entry a/one of ranges.pth is too short");
  expect(() => archive.read("a/three")).toThrow("ranges.pth has no entry a/three.");
  opened.close();
});

test("an archive that is cut off anywhere is refused in one sentence", async () => {
  const whole = zip();
  for (let length = 0; length < whole.length; length += 37) {
    expect(await contentsOf(whole.subarray(0, length))).toMatch(
      /^some\.pth is no whole zip archive: .*; it may be truncated\.$/,
    );
  }
});

test("a number that was changed is found by the checksum, even where a part of its entry is read", async () => {
  const bytes = zip();
  bytes.set([99], bytes.indexOf(Buffer.alloc(900, 7)) + 500);
  expect(await contentsOf(bytes)).toBe(
    "The entry a/two of some.pth has another checksum than it states; the file seems to be damaged.",
  );
  const opened = openRandomAccessFile(path.join(folder, "some.pth"), "some.pth");
  const archive = await zipByteArchive(opened);
  expect(() => archive.read("a/two", 0, 10)).toThrow("has another checksum than it states");
  opened.close();
});

test("a checksum of 0 stands for none, as torch writes it when asked to", async () => {
  expect(await contentsOf(handMade({ name: "x", packed: Uint8Array.of(1, 2) }))).toEqual({ x: [1, 2] });
});

test("compressed entries are unpacked", async () => {
  const content = new Uint8Array(5000).fill(3);
  const packed = deflateRawSync(content);
  const entry = { name: "x", packed, size: 5000, checksum: crc32(content), method: 8 };
  expect(await contentsOf(handMade(entry))).toEqual({ x: [...content] });
});

test("what is read of a compressed entry is the caller's own, as of a stored one", async () => {
  const content = Uint8Array.of(1, 2, 3, 4);
  const checksum = crc32(content);
  const file = path.join(folder, "own.pth");
  writeFileSync(
    file,
    handMade(
      { name: "packed", packed: deflateRawSync(content), size: 4, checksum, method: 8 },
      { name: "stored", packed: content, checksum },
    ),
  );
  const opened = openRandomAccessFile(file, "own.pth");
  const archive = await zipByteArchive(opened);
  for (const name of archive.names) {
    archive.read(name).reverse();
    expect([...archive.read(name)]).toEqual([1, 2, 3, 4]);
  }
  opened.close();
});

test("an archive of more entries than the old directory can count is read by other programs", async () => {
  const many = Array.from({ length: 65_600 }, (_, index) => ({
    name: `${index}`,
    read: () => Uint8Array.of(index % 256),
  }));
  const bytes = Buffer.concat([...storedZip(many)]);
  const zipFile = await yauzl.fromBufferPromise(bytes, { lazyEntries: true });
  let entries = 0;
  for await (const { fileName, crc32: checksum } of zipFile.eachEntry()) {
    if (fileName !== `${entries}` || checksum !== crc32(Uint8Array.of(entries % 256))) break;
    entries++;
  }
  expect(entries).toBe(65_600);
  expect(await contentsOf(bytes)).toContain("is a zip archive of 65600 entries; at most 50000 were expected");
});

test("a bomb is refused before it goes off", async () => {
  const packed = deflateRawSync(new Uint8Array(50_000_000));
  const sentence = (found: string): string => `The entry x of some.pth ${found}; the file seems to be damaged.`;
  const bomb = { name: "x", packed, method: 8 };
  expect(await contentsOf(handMade({ ...bomb, size: 100 }))).toBe(sentence("cannot be unpacked"));
  expect(await contentsOf(handMade({ ...bomb, size: 2 ** 32 - 2 }))).toBe(
    sentence("unpacks to 4294967294 bytes, more than are read"),
  );
  expect(await contentsOf(handMade({ ...bomb, size: 50_000_001 }))).toBe(
    sentence("unpacks to another size than it states"),
  );
});

test("entries that share bytes, or a name, are refused", async () => {
  const packed = new Uint8Array(40);
  const shared = handMade({ name: "x", packed }, { name: "y", packed, offset: 0 });
  expect(await contentsOf(shared)).toBe(
    "The entry y of some.pth shares bytes with another; the file seems to be damaged.",
  );
  const twice = handMade({ name: "x", packed }, { name: "x", packed });
  expect(await contentsOf(twice)).toBe(
    "The entry x of some.pth stands twice in its directory; the file seems to be damaged.",
  );
});

test("entries outside the file, encrypted ones and unknown ways of packing are refused", async () => {
  const packed = new Uint8Array(4);
  expect(await contentsOf(handMade({ name: "x", packed, offset: 10_000 }))).toMatch(
    /^some\.pth is no whole zip archive/,
  );
  const refused = "is packed or encrypted in a way that no checkpoint is";
  expect(await contentsOf(handMade({ name: "x", packed, method: 12 }))).toContain(refused);
  expect(await contentsOf(handMade({ name: "x", packed: new Uint8Array(16), size: 4, flags: 1 }))).toContain(refused);
});

test("an entry that lies in the directory of its archive is refused", async () => {
  const bytes = readFileSync(checkpointFixture("every-kind.pth"));
  const directory = bytes.indexOf("PK\x01\x02");
  bytes.writeUInt32LE(directory - 100, directory + 42);
  expect(await contentsOf(bytes)).toMatch(/^(some\.pth is no whole zip archive|The entry)/);
});
