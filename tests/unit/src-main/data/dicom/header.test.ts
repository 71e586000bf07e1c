/** @file What a header yields, and in which sentence it is refused. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readHeader } from "../../../../../src-main/data/dicom/header";
import { buildDicom, IMPLICIT_LITTLE_ENDIAN } from "../../../../builders/build-dicom";

const rsnaChest = readFileSync(fileURLToPath(new URL("../../../../fixtures/dicom/rsna-chest.dcm", import.meta.url)));

test("an RSNA radiograph's header tells patient, view and pixels", () => {
  const header = readHeader(rsnaChest, "rsna-chest.dcm");
  expect(header.patient).toMatchObject({ id: "50f7689c-9b02-4553-b96c-000d70d45d50" });
  expect(header.series).toMatchObject({ modality: "CR", bodyPart: "CHEST" });
  expect(header.pixels).toMatchObject({
    rows: 1024,
    columns: 1024,
    frames: 1,
    bitsAllocated: 8,
    bitsStored: 8,
    isSigned: false,
    photometric: "MONOCHROME2",
    transferSyntax: "1.2.840.10008.1.2.4.50",
  });
  expect(header.notes).toEqual([]);
});

test.each([
  ["Acme", "DX 9", "Acme DX 9"],
  ["Acme", "ACME DX 9", "ACME DX 9"],
  ["Acme", "", "Acme"],
  ["", "DX 9", "DX 9"],
  ["", "", undefined],
])("a scanner made by “%s” and named “%s” is called %s", (manufacturer, model, scanner) => {
  const elements = { "00080070": { vr: "LO", value: manufacturer }, "00081090": { vr: "LO", value: model } };
  expect(readHeader(buildDicom({ elements }), "a.dcm").series.scanner).toBe(scanner);
});

test("the header is read without the pixels behind it", () => {
  const whole = buildDicom({ rows: 64, columns: 64, pixelSpacingMm: [0.2, 0.3] });
  const cutInPixels = whole.subarray(0, whole.length - 4000);
  expect(readHeader(cutInPixels, "cut.dcm")).toEqual(readHeader(whole, "whole.dcm"));
});

test("implicit and explicit value representation say the same", () => {
  const options = { patientId: "P7", patientSex: "F", modality: "DX", rows: 3, columns: 5 } as const;
  const { pixels: explicitPixels, ...explicit } = readHeader(buildDicom(options), "a.dcm");
  const bytes = buildDicom({ ...options, transferSyntax: IMPLICIT_LITTLE_ENDIAN });
  const { pixels: implicitPixels, ...implicit } = readHeader(bytes, "a.dcm");
  expect(implicit).toEqual(explicit);
  expect(implicitPixels).toEqual({ ...explicitPixels, transferSyntax: IMPLICIT_LITTLE_ENDIAN });
});

test("identifiers that are missing are derived from the content and noted", () => {
  const bytes = buildDicom({ without: ["00100020", "0020000D", "0020000E", "00080018"] });
  const header = readHeader(bytes, "images/case-12.dcm");
  expect(header.patient.id).toBe("case-12");
  expect(header.instanceId).toMatch(/^2\.25\.\d+$/);
  expect(new Set([header.study.id, header.series.id, header.instanceId]).size).toBe(3);
  expect(header.notes).toHaveLength(4);
  expect(header.notes[0]).toBe("images/case-12.dcm has no Patient ID; case-12 stands for it.");
  expect(readHeader(bytes, "images/case-12.dcm")).toEqual(header);
});

test("an empty identifier is as good as none", () => {
  const bytes = buildDicom({ elements: { "00100020": { vr: "LO", value: "  " } } });
  expect(readHeader(bytes, "x.dcm").patient.id).toBe("x");
});

test("several windows keep their order and explanations, and those without a width are left out", () => {
  const windows = [
    { center: 50, width: 400, explanation: "SOFT" },
    { center: 0, width: 0, explanation: "BROKEN" },
    { center: -600, width: 1500, explanation: "LUNG" },
  ];
  expect(readHeader(buildDicom({ windows }), "x.dcm").pixels.windows).toEqual([windows[0], windows[2]]);
});

test("Pixel Spacing comes before Imager Pixel Spacing, and the header says which it was", () => {
  const both = buildDicom({ pixelSpacingMm: [0.2, 0.3], imagerPixelSpacingMm: [0.1, 0.1] });
  expect(readHeader(both, "x.dcm").pixels.spacing).toEqual({ rowMm: 0.2, columnMm: 0.3, source: "PixelSpacing" });
  const imager = buildDicom({ imagerPixelSpacingMm: [0.1, 0.15] });
  expect(readHeader(imager, "x.dcm").pixels.spacing).toEqual({
    rowMm: 0.1,
    columnMm: 0.15,
    source: "ImagerPixelSpacing",
  });
  expect(readHeader(buildDicom({ pixelSpacingMm: [0, 0] }), "x.dcm").pixels.spacing).toBeUndefined();
});

test.each([
  ["045Y", 45],
  ["51", 51],
  ["018M", 1.5],
  ["", undefined],
  ["old", undefined],
])("the age %j is %j years", (patientAge, years) => {
  expect(readHeader(buildDicom({ patientAge }), "x.dcm").ageYears).toBe(years);
});

test("a name in UTF-8 keeps its letters and loses its empty groups", () => {
  const bytes = buildDicom({
    patientName: "Wang^XiaoDong=王^小東=",
    elements: { "00080005": { vr: "CS", value: "ISO_IR 192" } },
  });
  expect(readHeader(bytes, "x.dcm").patient.name).toBe("Wang^XiaoDong=王^小東");
});

test.each([
  [
    "colour",
    buildDicom({ photometric: "RGB", samplesPerPixel: 3 }),
    "x.dcm holds a colour image (RGB, 3 samples a pixel); expected a grey one.",
  ],
  [
    "a palette",
    buildDicom({ photometric: "PALETTE COLOR" }),
    "x.dcm holds an image of photometric interpretation PALETTE COLOR; expected MONOCHROME1 or MONOCHROME2.",
  ],
  ["32 bits", buildDicom({ bitsAllocated: 32 }), "x.dcm holds 32 bits allocated a sample; expected 8 or 16."],
  [
    "more bits stored than allocated",
    buildDicom({ bitsStored: 12 }),
    "x.dcm holds 12 bits stored of 8 allocated; expected 1 to 8.",
  ],
  ["no rows", buildDicom({ rows: 0 }), "x.dcm holds 0 rows and 4 columns; expected at least one of each."],
  [
    "frames that are no number",
    buildDicom({ elements: { "00280008": { vr: "IS", value: "1A" } } }),
    'x.dcm holds "1A" as Number of Frames; expected a positive whole number.',
  ],
  [
    "no pixels",
    buildDicom({ modality: "SR", without: ["7FE00010"] }),
    "x.dcm holds no Pixel Data (modality SR); expected an image.",
  ],
  [
    "control characters in what is quoted",
    buildDicom({ modality: "C\r\nR", without: ["7FE00010"] }),
    "x.dcm holds no Pixel Data (modality C??R); expected an image.",
  ],
  [
    "an unknown coding",
    buildDicom({ transferSyntax: "1.2.840.10008.1.2.4.102" }),
    "x.dcm holds pixels in transfer syntax 1.2.840.10008.1.2.4.102; expected one that Overread can decode.",
  ],
  [
    "a text file",
    Buffer.from("patientId,x,y,width,height,Target\n".repeat(20)),
    'x.dcm is not a DICOM file: it holds 680 bytes without "DICM" at byte 128.',
  ],
  ["nothing", new Uint8Array(), 'x.dcm is not a DICOM file: it holds 0 bytes without "DICM" at byte 128.'],
])("a file with %s is refused in one sentence", (_what, bytes, sentence) => {
  expect(() => readHeader(bytes, "x.dcm")).toThrowError(
    expect.objectContaining({ code: "unsupported", message: sentence }),
  );
});
