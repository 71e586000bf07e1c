/** @file Bytes from files and zip entries, and what is said when they are gone. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { FileLocation } from "../../../../../src-shared/domain/instance";
import { readLocation } from "../../../../../src-main/data/dicom/read-location";
import { listArchiveEntries } from "../../../../../src-main/data/dicom/zip-archives";
import { buildZip } from "../../../../builders/build-zip";

const folder = mkdtempSync(join(tmpdir(), "overread-location-"));
afterAll(() => rmSync(folder, { recursive: true }));

const first = Uint8Array.of(1, 2, 3);
const second = Uint8Array.from({ length: 5000 }, (_, index) => index % 7);
const files = new Map([
  ["images/a.dcm", first],
  ["images/b.dcm", second],
]);

function writeArchive(name: string, content: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const inArchive = (archive: string, entry: string): FileLocation => ({
  kind: "zip-entry",
  archive,
  entry,
});

test("a file is read whole", async () => {
  const path = writeArchive("plain.dcm", second);
  expect(Uint8Array.from(await readLocation({ kind: "file", path }))).toEqual(second);
});

test.each([
  ["stored", {}],
  ["deflated", { isDeflated: true }],
  ["zip64", { isZip64: true }],
])("an entry of a %s archive is read whole", async (name, options) => {
  const archive = writeArchive(`${name}.zip`, buildZip(files, options));
  expect(Uint8Array.from(await readLocation(inArchive(archive, "images/a.dcm")))).toEqual(first);
  expect(Uint8Array.from(await readLocation(inArchive(archive, "images/b.dcm")))).toEqual(second);
  expect(await listArchiveEntries(archive)).toEqual([
    { entry: "images/a.dcm", bytes: 3 },
    { entry: "images/b.dcm", bytes: 5000 },
  ]);
});

test("many readers share one opened archive", async () => {
  const many = new Map(Array.from({ length: 300 }, (_, index) => [`${index}.dcm`, Uint8Array.of(index % 256)]));
  const archive = writeArchive("many.zip", buildZip(many));
  const read = await Promise.all([...many.keys()].map((entry) => readLocation(inArchive(archive, entry))));
  expect(read.map((bytes) => bytes[0])).toEqual([...many.values()].map((bytes) => bytes[0]));
  expect(countOpen(archive)).toBeLessThanOrEqual(1);
});

test("more archives than are kept open are all readable, and the others are closed", async () => {
  const archives = Array.from({ length: 9 }, (_, index) => writeArchive(`archive-${index}.zip`, buildZip(files)));
  const reads = [...archives, ...archives].map((archive) => readLocation(inArchive(archive, "images/a.dcm")));
  for (const bytes of await Promise.all(reads)) expect(Uint8Array.from(bytes)).toEqual(first);
  await expect.poll(() => archives.reduce((sum, archive) => sum + countOpen(archive), 0)).toBeLessThanOrEqual(4);
});

test("an archive that was replaced is read anew", async () => {
  const archive = writeArchive("replaced.zip", buildZip(files));
  await readLocation(inArchive(archive, "images/a.dcm"));
  rmSync(archive);
  writeArchive("replaced.zip", buildZip(new Map([["images/a.dcm", Uint8Array.of(9, 9, 9, 9)]])));
  expect(Uint8Array.from(await readLocation(inArchive(archive, "images/a.dcm")))).toEqual(Uint8Array.of(9, 9, 9, 9));
});

test("what is gone is told by name", async () => {
  const archive = writeArchive("gone.zip", buildZip(files));
  const path = join(folder, "gone.dcm");
  await expect(readLocation({ kind: "file", path })).rejects.toMatchObject({
    code: "not-found",
    message: `There is no file at ${path}.`,
  });
  await expect(readLocation(inArchive(archive, "images/c.dcm"))).rejects.toMatchObject({
    code: "not-found",
    message: `${archive} has no entry images/c.dcm.`,
  });
  await expect(readLocation(inArchive(join(folder, "none.zip"), "a"))).rejects.toMatchObject({ code: "not-found" });
});

test("what cannot be read is told by name", async () => {
  await expect(readLocation({ kind: "file", path: folder })).rejects.toMatchObject({
    code: "unsupported",
    message: `${folder} is a folder, a pipe or a device; a file was expected.`,
  });
  const noArchive = writeArchive("no.zip", second);
  await expect(readLocation(inArchive(noArchive, "a"))).rejects.toMatchObject({
    code: "unsupported",
    message: expect.stringMatching(/no\.zip is not a readable zip archive: [^\n]+\.$/),
  });
});

test("an entry whose bytes changed in the archive is refused", async () => {
  const bytes = buildZip(files);
  bytes[bytes.indexOf(Buffer.from(first))] = 77;
  const archive = writeArchive("changed.zip", bytes);
  await expect(readLocation(inArchive(archive, "images/a.dcm"))).rejects.toMatchObject({
    code: "unsupported",
    message: expect.stringContaining("its checksum is not the one that the archive states"),
  });
});

/** File descriptors of this process that point at the file; 0 where the system does not list them. */
function countOpen(path: string): number {
  try {
    return readdirSync("/proc/self/fd").filter((descriptor) => linkOf(descriptor) === path).length;
  } catch {
    return 0;
  }
}

function linkOf(descriptor: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`);
  } catch {
    // Closed between listing and looking.
    return "";
  }
}

test.skipIf(process.platform === "win32")("a pipe is refused instead of being waited for", async () => {
  const path = join(folder, "pipe.dcm");
  execFileSync("mkfifo", [path]);
  await expect(readLocation({ kind: "file", path })).rejects.toMatchObject({
    code: "unsupported",
    message: `${path} is a folder, a pipe or a device; a file was expected.`,
  });
});

test("an archive that is cut off is refused in one sentence with one full stop", async () => {
  const whole = buildZip(files);
  const archive = writeArchive("cut.zip", whole.subarray(0, whole.length - 10));
  await expect(listArchiveEntries(archive)).rejects.toMatchObject({
    message: expect.stringMatching(/cut\.zip is not a readable zip archive: .*[^.]\.$/u),
  });
});
