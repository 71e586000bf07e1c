/** @file Checks that a workbook holds what it was given, read back from its own XML. */
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { fromBufferPromise } from "yauzl";
import { writeWorkbook } from "../../../../../src-main/data/exports/write-workbook";

test("texts stay texts, numbers keep every digit and empty cells are left out", async () => {
  const bytes = await writeWorkbook([
    {
      name: "Truth",
      rows: [
        ["CaseID", "Weight"],
        [1, 0.1 + 0.2],
        ["=1+1", undefined],
        ["07", "<&>\"'"],
      ],
    },
    { name: "TP", rows: [["ReaderID"]] },
  ]);
  const parts = await unzip(bytes);
  const workbook = parts.get("xl/workbook.xml")!;
  expect([...workbook.matchAll(/<sheet\s[^>]*name="([^"]+)"/g)].map(([, name]) => name)).toEqual(["Truth", "TP"]);
  const texts = [...parts.get("xl/sharedStrings.xml")!.matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map(([, value]) => value);
  const cells = [...parts.get("xl/worksheets/sheet1.xml")!.matchAll(/<c r="(\w+)"([^>]*)><v>([^<]*)<\/v>/g)];
  const values = Object.fromEntries(
    cells.map(([, place, attributes, value]) => [
      place,
      attributes!.includes('t="s"') ? texts[Number(value)] : Number(value),
    ]),
  );
  expect(values).toEqual({
    A1: "CaseID",
    B1: "Weight",
    A2: 1,
    B2: 0.30000000000000004,
    A3: "=1+1",
    A4: "07",
    B4: "&lt;&amp;&gt;\"'",
  });
});

async function unzip(bytes: Uint8Array): Promise<ReadonlyMap<string, string>> {
  const zip = await fromBufferPromise(Buffer.from(bytes), { lazyEntries: true });
  const parts = new Map<string, string>();
  for await (const entry of zip.eachEntry()) {
    parts.set(entry.fileName, await text(await zip.openReadStreamPromise(entry)));
  }
  return parts;
}
