/** @file CSV files as people and programs write them. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readTable } from "../../../../../src-main/data/datasets/read-table";
import { buildFolder } from "../../../../builders/build-store";
import { collectAll } from "../../../../builders/collect-all";
import { buildZip } from "../../../../builders/build-zip";

const options = { name: "labels.csv", columns: ["patientId", "x"] as const, signal: new AbortController().signal };

async function read(content: string | Uint8Array, folder = buildFolder()) {
  const path = join(folder, "labels.csv");
  writeFileSync(path, content);
  return await collectAll(readTable({ kind: "file", path }, options));
}

test("columns are found by name, whatever their order, and others are left alone", async () => {
  expect(await read("Target,x,patientId\n1,10.5,a\n0,,b\n")).toEqual([
    { row: 2, values: { patientId: "a", x: "10.5" } },
    { row: 3, values: { patientId: "b", x: "" } },
  ]);
});

test("a byte order mark, CRLF, quotes, spaces and empty lines change nothing, and rows keep their lines", async () => {
  expect(await read('\uFEFF"patientId" , x\r\n"a, ""b""",1\r\n\r\n , \r\n  c  ,2')).toEqual([
    { row: 2, values: { patientId: 'a, "b"', x: "1" } },
    { row: 5, values: { patientId: "c", x: "2" } },
  ]);
});

test("a row that is too short lacks its last fields, and one that is too long keeps the known ones", async () => {
  expect(await read("patientId,x\na\nb,1,2,3\n")).toEqual([
    { row: 2, values: { patientId: "a", x: "" } },
    { row: 3, values: { patientId: "b", x: "1" } },
  ]);
});

test.each([
  [
    "patientId;x\na;1\n",
    "labels.csv has the columns patientId;x; patientId, x of patientId, x are missing; commas between them were expected.",
  ],
  ["patientId,y\na,1\n", "labels.csv has the columns patientId, y; x of patientId, x is missing."],
  ["", "labels.csv is empty; the columns patientId, x were expected."],
  ["\n\n", "labels.csv is empty; the columns patientId, x were expected."],
])("a table without its columns is refused with what was found and expected: %j", async (content, message) => {
  await expect(read(content)).rejects.toMatchObject({ code: "invalid-input", message });
});

test("a table that ends within quotes is refused", async () => {
  await expect(read('patientId,x\na,1\n"b,2\nc,3\n')).rejects.toMatchObject({
    code: "invalid-input",
    message: "labels.csv ends within a quoted field; a closing quote was expected.",
  });
});

test("a table that is gone is told apart from one that is wrong", async () => {
  const gone = { kind: "file", path: join(buildFolder(), "labels.csv") } as const;

  await expect(collectAll(readTable(gone, options))).rejects.toMatchObject({
    code: "not-found",
    message: "There is no file labels.csv.",
  });
});

test("reading stops when it is cancelled", async () => {
  const path = join(buildFolder(), "labels.csv");
  writeFileSync(path, `patientId,x\n${"a,1\n".repeat(1000)}`);
  const stop = new AbortController();
  const seen: number[] = [];

  const reading = (async () => {
    for await (const { row } of readTable({ kind: "file", path }, { ...options, signal: stop.signal })) {
      seen.push(row);
      if (seen.length === 3) stop.abort();
    }
  })();

  await expect(reading).rejects.toMatchObject({ name: "AbortError" });
  expect(seen).toEqual([2, 3, 4]);
});

test("a table in an archive is read like a file", async () => {
  const archive = join(buildFolder(), "a.zip");
  writeFileSync(
    archive,
    buildZip(new Map([["in/labels.csv", Buffer.from("patientId,x\na,1\n")]]), { isDeflated: true }),
  );

  const rows = await collectAll(readTable({ kind: "zip-entry", archive, entry: "in/labels.csv" }, options));

  expect(rows).toEqual([{ row: 2, values: { patientId: "a", x: "1" } }]);
});

test("whatever a field holds comes back when it was quoted as RFC 4180 says", async () => {
  const folder = buildFolder();
  const field = fc.string({ unit: "binary-ascii" }).map((text) => text.replaceAll(/[\r\n\0]/g, " "));
  const isKept = fc.array(fc.tuple(field, field), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(isKept, async (rows) => {
      const quote = (text: string): string => `"x${text.replaceAll('"', '""')}x"`;
      const content = `patientId,x\n${rows.map((row) => row.map(quote).join(",")).join("\n")}`;

      const values = (await read(content, folder)).map((row) => [row.values.patientId, row.values.x]);

      expect(values).toEqual(rows.map((row) => row.map((text) => `x${text}x`)));
    }),
    { numRuns: 50 },
  );
});
