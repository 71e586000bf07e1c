/** @file The tag table of a file. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { TagRow } from "../../../../../src-shared/contract/studies";
import { readTags } from "../../../../../src-main/data/dicom/tags";
import { buildDicom, IMPLICIT_LITTLE_ENDIAN } from "../../../../builders/build-dicom";

test("each element is a row with tag, keyword, representation and value, in the order of tags", () => {
  const rows = readTags(buildDicom({ patientName: "Doe^Jane", rows: 300 }), "x.dcm");
  expect(rows).toContainEqual({ tag: "(0010,0010)", keyword: "PatientName", vr: "PN", value: "Doe^Jane", depth: 0 });
  expect(rows).toContainEqual({ tag: "(0028,0010)", keyword: "Rows", vr: "US", value: "300", depth: 0 });
  expect(rows.map(({ tag }) => tag)).toEqual(rows.map(({ tag }) => tag).toSorted());
  for (const row of rows) expect(TagRow.parse(row)).toEqual(row);
});

test("implicit elements take their representation from the dictionary", () => {
  const [explicit, implicit] = [undefined, IMPLICIT_LITTLE_ENDIAN].map((syntax) =>
    readTags(buildDicom({ ...(syntax && { transferSyntax: syntax }) }), "x.dcm").filter(({ tag }) => tag > "(0003"),
  );
  expect(implicit).toEqual(explicit);
});

test("a sequence unfolds into its items", () => {
  const item = Uint8Array.of(0x08, 0, 0, 1, 0x53, 0x48, 4, 0, 0x43, 0x48, 0x53, 0x54);
  const value = Uint8Array.of(0xfe, 0xff, 0, 0xe0, item.length, 0, 0, 0, ...item);
  const rows = readTags(buildDicom({ elements: { "00082218": { vr: "SQ", value } } }), "x.dcm");
  expect(rows.filter(({ tag, depth }) => depth > 0 || tag === "(0008,2218)")).toEqual([
    { tag: "(0008,2218)", keyword: "AnatomicRegionSequence", vr: "SQ", value: "1 item", depth: 0 },
    { tag: "(FFFE,E000)", keyword: "Item", vr: "", value: "1", depth: 1 },
    { tag: "(0008,0100)", keyword: "CodeValue", vr: "SH", value: "CHST", depth: 1 },
  ]);
});

test("binary values are told by their length", () => {
  const rows = readTags(buildDicom({ rows: 4, columns: 4 }), "x.dcm");
  expect(rows.at(-1)).toMatchObject({ keyword: "PixelData", value: "binary, 16 bytes" });
  const chest = readFileSync(fileURLToPath(new URL("../../../../fixtures/dicom/rsna-chest.dcm", import.meta.url)));
  expect(readTags(chest, "x.dcm").at(-1)?.value).toMatch(/^1 fragment, \d+ bytes$/);
});

test("private elements are rows too", () => {
  const elements = { "00090010": { vr: "LO", value: "ACME" }, "00091001": { vr: "LO", value: "secret" } };
  const rows = readTags(buildDicom({ elements }), "x.dcm");
  expect(rows).toContainEqual({ tag: "(0009,0010)", keyword: "PrivateCreator", vr: "LO", value: "ACME", depth: 0 });
  expect(rows).toContainEqual({ tag: "(0009,1001)", keyword: "", vr: "LO", value: "secret", depth: 0 });
});
