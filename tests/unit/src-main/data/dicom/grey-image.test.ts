/** @file From stored values to 8-bit grey, checked against the formulas of PS3.3. */
import { expect, test } from "vitest";
import { decodeFrame } from "../../../../../src-main/data/dicom/frame";
import { toGreyImage } from "../../../../../src-main/data/dicom/grey-image";
import { buildDicom, type DicomOptions } from "../../../../builders/build-dicom";

async function greyOf(options: DicomOptions): Promise<number[]> {
  return [...toGreyImage(await decodeFrame(buildDicom(options), "x.dcm")).values];
}

test("8-bit data without a rescale stay as they are stored, whatever window the header has", async () => {
  const options = { rows: 1, columns: 3, values: [0, 100, 255] };
  expect(await greyOf(options)).toEqual([0, 100, 255]);
  expect(await greyOf({ ...options, windows: [{ center: 10, width: 5 }] })).toEqual([0, 100, 255]);
});

test("MONOCHROME1 is turned over", async () => {
  expect(await greyOf({ rows: 1, columns: 3, values: [0, 100, 255], photometric: "MONOCHROME1" })).toEqual([
    255, 155, 0,
  ]);
});

test("deeper data pass the header's first window", async () => {
  // PS3.3 C.11.2.1.2.1: c 2048, w 4096 has the thresholds 0 and 4095; ((2048 − 2047.5) / 4095 + 0.5) · 255 = 127.53.
  const windows = [
    { center: 2048, width: 4096 },
    { center: 1, width: 2 },
  ];
  const options = { rows: 1, columns: 3, bitsAllocated: 16, bitsStored: 12, values: [0, 2048, 4095], windows };
  expect(await greyOf(options)).toEqual([0, 128, 255]);
});

test("the window applies to rescaled values", async () => {
  // Stored 1024 is 0 Hounsfield units; the window reaches from −160.5 to 239.
  const options = { rows: 1, columns: 4, bitsAllocated: 16, bitsStored: 12, values: [0, 863, 1064, 1264] };
  const grey = await greyOf({
    ...options,
    rescale: { slope: 1, intercept: -1024 },
    windows: [{ center: 40, width: 400 }],
  });
  expect(grey).toEqual([0, 0, 128, 255]);
});

test("deeper data without a window show their full range", async () => {
  const options = { rows: 1, columns: 3, bitsAllocated: 16, isSigned: true, values: [-1000, 0, 1000] };
  expect(await greyOf(options)).toEqual([0, 128, 255]);
  expect(await greyOf({ ...options, rescale: { slope: -2, intercept: 7 } })).toEqual([255, 128, 0]);
});

test("an image of one value is no division by nothing", async () => {
  expect(await greyOf({ rows: 1, columns: 2, bitsAllocated: 16, values: [500, 500] })).toEqual([0, 0]);
});
