/** @file Stored values of one frame: bits, sign, frames and JPEG. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { expect, test } from "vitest";
import { decodeFrame } from "../../../../../src-main/data/dicom/frame";
import { buildDicom, IMPLICIT_LITTLE_ENDIAN } from "../../../../builders/build-dicom";

const rsnaChest = readFileSync(fileURLToPath(new URL("../../../../fixtures/dicom/rsna-chest.dcm", import.meta.url)));

test("an RSNA radiograph decodes to what libjpeg-turbo's slow integer transform gives", async () => {
  const { values } = await decodeFrame(rsnaChest, "rsna-chest.dcm");
  // By @cornerstonejs/codec-libjpeg-turbo-8bit 1.2.8; dcmjs-codecs 0.0.8 (IJG) agrees.
  expect(createHash("sha256").update(values).digest("hex")).toBe(
    "e7720a5119847edb1811d3b639c399280155e419634754cc8e03d9c6c3288380",
  );
});

test("8-bit samples come out as they are stored, in either value representation", async () => {
  const values = [0, 1, 127, 128, 254, 255];
  for (const syntax of [undefined, IMPLICIT_LITTLE_ENDIAN]) {
    const bytes = buildDicom({ rows: 2, columns: 3, values, ...(syntax && { transferSyntax: syntax }) });
    const frame = await decodeFrame(bytes, "x.dcm");
    expect(frame).toMatchObject({ rows: 2, columns: 3, values: Uint8Array.from(values) });
  }
});

test("bits beyond Bits Stored are masked off", async () => {
  const bytes = buildDicom({
    rows: 1,
    columns: 3,
    bitsAllocated: 16,
    bitsStored: 12,
    values: [0xf001, 0x0fff, 0x1234],
  });
  expect((await decodeFrame(bytes, "x.dcm")).values).toEqual(Uint16Array.of(0x001, 0xfff, 0x234));
});

test("signed samples carry the sign of their highest stored bit", async () => {
  const options = { rows: 1, columns: 3, bitsAllocated: 16, bitsStored: 12, isSigned: true } as const;
  const bytes = buildDicom({ ...options, values: [0x0fff, 0x0800, 0x07ff] });
  expect((await decodeFrame(bytes, "x.dcm")).values).toEqual(Int16Array.of(-1, -2048, 2047));
  const full = buildDicom({ ...options, bitsStored: 16, values: [-1, -32768, 32767] });
  expect((await decodeFrame(full, "x.dcm")).values).toEqual(Int16Array.of(-1, -32768, 32767));
  const narrow = buildDicom({ rows: 1, columns: 3, isSigned: true, values: [255, 128, 127] });
  expect((await decodeFrame(narrow, "x.dcm")).values).toEqual(Int16Array.of(-1, -128, 127));
});

test("samples in the upper bits are moved down", async () => {
  const bytes = buildDicom({
    rows: 1,
    columns: 2,
    bitsAllocated: 16,
    bitsStored: 12,
    values: [0xabcf, 0x0010],
    elements: { "00280102": { vr: "US", value: 15 } },
  });
  expect((await decodeFrame(bytes, "x.dcm")).values).toEqual(Uint16Array.of(0xabc, 0x001));
});

test("each frame of several is found", async () => {
  const bytes = buildDicom({ rows: 1, columns: 2, frames: 3, values: [1, 2, 3, 4, 5, 6] });
  expect((await decodeFrame(bytes, "x.dcm", 2)).values).toEqual(Uint8Array.of(5, 6));
  await expect(decodeFrame(bytes, "x.dcm", 3)).rejects.toMatchObject({
    code: "not-found",
    message: "x.dcm has 3 frames; frame 4 was asked for.",
  });
});

test("each compressed frame of several is found", async () => {
  const jpegs = await Promise.all([10, 200].map((grey) => flatJpeg(grey)));
  const bytes = buildDicom({ rows: 8, columns: 8, frames: 2, compressedFrames: jpegs });
  expect((await decodeFrame(bytes, "x.dcm", 0)).values[0]).toBe(10);
  expect((await decodeFrame(bytes, "x.dcm", 1)).values[63]).toBe(200);
});

test("pixel data that are too short are refused with both lengths", async () => {
  const bytes = buildDicom({ rows: 64, columns: 64, bitsAllocated: 16, values: [1, 2, 3] });
  await expect(decodeFrame(bytes, "x.dcm")).rejects.toMatchObject({
    code: "unsupported",
    message: "x.dcm holds 6 bytes of pixel data a frame; 64 × 64 samples of 16 bits need 8192.",
  });
});

test("a JPEG that is cut off is refused, not shown half grey", async () => {
  const jpeg = await noiseJpeg();
  const bytes = buildDicom({ rows: 64, columns: 64, compressedFrames: [jpeg.subarray(0, jpeg.length / 2)] });
  await expect(decodeFrame(bytes, "x.dcm")).rejects.toMatchObject({
    code: "unsupported",
    message: expect.stringMatching(/^x\.dcm holds a frame of \d+ bytes that is no readable JPEG Baseline .*\.$/),
  });
});

test("a file that breaks off inside its pixels is refused, whatever lies behind it in memory", async () => {
  const whole = Uint8Array.from(rsnaChest);
  await expect(decodeFrame(whole.subarray(0, 40_000), "x.dcm")).rejects.toMatchObject({
    code: "unsupported",
    message: expect.stringMatching(
      /^x\.dcm breaks off after \d+ bytes of a fragment of pixel data; \d+ were announced\.$/,
    ),
  });
});

test("a JPEG of another size than the header's is refused with both sizes", async () => {
  const bytes = buildDicom({ rows: 8, columns: 9, compressedFrames: [await flatJpeg(1)] });
  await expect(decodeFrame(bytes, "x.dcm")).rejects.toThrow("it measures 8 × 8 where the header says 8 × 9");
});

test("a coding that the file claims wrongly is refused", async () => {
  for (const transferSyntax of ["4.50", "4.70", "4.80", "4.90", "4.201", "5"].map(
    (end) => `1.2.840.10008.1.2.${end}`,
  )) {
    const bytes = buildDicom({ transferSyntax, compressedFrames: [Uint8Array.of(1, 2, 3, 4)] });
    await expect(decodeFrame(bytes, "x.dcm")).rejects.toMatchObject({ code: "unsupported" });
  }
});

test("a frame that breaks its decoder does not take those decoded beside it along", async () => {
  const transferSyntax = "1.2.840.10008.1.2.5";
  const size = { rows: 1, columns: 4, transferSyntax };
  // One segment, which begins behind the header of 64 bytes and is one literal run of four values. PS3.5 annex G.
  const header = new Uint8Array(64);
  header.set([1, 0, 0, 0, 64]);
  const whole = buildDicom({ ...size, compressedFrames: [Uint8Array.of(...header, 3, 9, 8, 7, 6, 0)] });
  const broken = buildDicom({ ...size, compressedFrames: [Uint8Array.of(1, 2, 3, 4)] });
  const answers = await Promise.allSettled([broken, whole, broken, whole].map((bytes) => decodeFrame(bytes, "x.dcm")));
  expect(answers.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "rejected", "fulfilled"]);
  expect((await decodeFrame(whole, "x.dcm")).values).toEqual(Uint8Array.of(9, 8, 7, 6));
});

async function flatJpeg(grey: number): Promise<Uint8Array> {
  return greyJpeg(Buffer.alloc(64, grey), 8);
}

async function noiseJpeg(): Promise<Uint8Array> {
  return greyJpeg(
    Uint8Array.from({ length: 64 * 64 }, (_, index) => (index * 7919) % 251),
    64,
  );
}

async function greyJpeg(pixels: Uint8Array, side: number): Promise<Uint8Array> {
  return sharp(pixels, { raw: { width: side, height: side, channels: 1 } })
    .toColourspace("b-w")
    .jpeg()
    .toBuffer();
}
