/** @file The summary that `overread dicom` prints, on files of our own. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { summariseDicomFile } from "../../../../../src-main/data/dicom/summary";
import { buildDicom } from "../../../../builders/build-dicom";

test("the first frame's stored values are told before any rescale, with the checksum of their int32", async () => {
  const bytes = buildDicom({
    rows: 1,
    columns: 2,
    bitsAllocated: 16,
    isSigned: true,
    frames: 2,
    values: [-5, 10, 7, 7],
    rescale: { slope: 2, intercept: -1 },
    windows: [{ center: 40, width: 400 }],
  });
  const sha256 = createHash("sha256")
    .update(Uint8Array.of(0xfb, 0xff, 0xff, 0xff, 10, 0, 0, 0))
    .digest("hex");
  expect(await summariseDicomFile(bytes, "x.dcm")).toEqual({
    transferSyntax: "1.2.840.10008.1.2.1",
    modality: "CR",
    photometric: "MONOCHROME2",
    rows: 1,
    columns: 2,
    bitsAllocated: 16,
    bitsStored: 16,
    signed: true,
    frames: "2",
    hasPixels: true,
    windowCenter: [40],
    windowWidth: [400],
    voiLutSequence: false,
    modalityLutSequence: false,
    rescale: [2, -1],
    patientName: "Test^Patient",
    pixels: { shape: [1, 2], min: -5, max: 10, mean: 2.5, sha256 },
  });
});

test("a lossy image has figures but no checksum", async () => {
  const chest = readFileSync(fileURLToPath(new URL("../../../../fixtures/dicom/rsna-chest.dcm", import.meta.url)));
  const { pixels } = await summariseDicomFile(chest, "x.dcm");
  expect(pixels).toEqual({ shape: [1024, 1024], min: 0, max: 238, mean: 85.42780208587646 });
});

test("pixels that cannot be decoded leave a reason and the header", async () => {
  const colour = buildDicom({ photometric: "RGB", samplesPerPixel: 3 });
  expect(await summariseDicomFile(colour, "x.dcm")).toMatchObject({
    photometric: "RGB",
    decodeError: "x.dcm holds a colour image (RGB, 3 samples a pixel); expected a grey one.",
  });
});

test("a file without an image says so", async () => {
  const report = buildDicom({ without: ["7FE00010", "00280010", "00280011"] });
  expect(await summariseDicomFile(report, "x.dcm")).toMatchObject({ hasPixels: false, rows: null, columns: null });
});
