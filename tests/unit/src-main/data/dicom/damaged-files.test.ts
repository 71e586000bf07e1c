/** @file Damaged files either decode or fail with one sentence: they never hang, crash or throw anything else. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Failure } from "../../../../../src-shared/domain/failure";
import { decodeFrame } from "../../../../../src-main/data/dicom/frame";
import { readHeader } from "../../../../../src-main/data/dicom/header";
import { summariseDicomFile } from "../../../../../src-main/data/dicom/summary";
import { readTags } from "../../../../../src-main/data/dicom/tags";
import { buildDicom, IMPLICIT_LITTLE_ENDIAN } from "../../../../builders/build-dicom";

const rsnaChest = readFileSync(fileURLToPath(new URL("../../../../fixtures/dicom/rsna-chest.dcm", import.meta.url)));
const specimens = [
  rsnaChest,
  buildDicom({ rows: 16, columns: 16, bitsAllocated: 16, windows: [{ center: 40, width: 400 }] }),
  buildDicom({ rows: 16, columns: 16, transferSyntax: IMPLICIT_LITTLE_ENDIAN, patientName: "A^B" }),
];
/** All elements but the pixels lie in the first bytes of each specimen; faults there are the telling ones. */
const HEADER_BYTES = 1800;

const specimen = fc.constantFrom(...specimens);

test("a file that ends anywhere is read or refused", async () => {
  await fc.assert(
    fc.asyncProperty(
      specimen,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.boolean(),
      async (whole, share, inHeader) => {
        const end = Math.floor((inHeader ? Math.min(HEADER_BYTES, whole.length) : whole.length) * share);
        expect(await faultsOf(whole.subarray(0, end))).toEqual([]);
      },
    ),
    { numRuns: 150 },
  );
});

test("a file with random bytes in it is read or refused", async () => {
  const flip = fc.record({ position: fc.nat(), byte: fc.integer({ min: 0, max: 255 }), inHeader: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(specimen, fc.array(flip, { minLength: 1, maxLength: 12 }), async (whole, flips) => {
      const bytes = Uint8Array.from(whole);
      for (const { position, byte, inHeader } of flips)
        bytes[position % (inHeader ? Math.min(HEADER_BYTES, bytes.length) : bytes.length)] = byte;
      expect(await faultsOf(bytes)).toEqual([]);
    }),
    { numRuns: 250 },
  );
});

test("bytes of any kind are refused", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.boolean(), async (noise, hasPrefix) => {
      expect(await faultsOf(hasPrefix ? prefixed(noise) : noise)).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test.each(["4.51", "4.70", "4.80", "4.90", "4.201", "5"])(
  "noise that claims to be in transfer syntax 1.2.840.10008.1.2.%s is refused",
  async (end) => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 2, maxLength: 200 }), fc.boolean(), async (noise, hasMarker) => {
        const frame = hasMarker ? Uint8Array.of(...(MARKERS[end] ?? []), ...noise) : noise;
        const transferSyntax = `1.2.840.10008.1.2.${end}`;
        const bytes = buildDicom({ rows: 16, columns: 16, transferSyntax, compressedFrames: [frame] });
        expect(await faultsOf(bytes)).toEqual([]);
      }),
      // After a decoder threw it is built anew, a tenth of a second each time.
      { numRuns: 5 },
    );
  },
);

/** How a stream of each coding begins, so that the noise behind it is parsed and not refused at once. */
const MARKERS: Readonly<Record<string, readonly number[]>> = {
  "4.51": [0xff, 0xd8, 0xff, 0xc1],
  "4.70": [0xff, 0xd8, 0xff, 0xc3],
  "4.80": [0xff, 0xd8, 0xff, 0xf7],
  "4.90": [0xff, 0x4f, 0xff, 0x51],
  "4.201": [0xff, 0x4f, 0xff, 0x51],
  "5": [1, 0, 0, 0, 64, 0, 0, 0],
};

/** What each reader threw that is not one sentence for the person who reads it. */
async function faultsOf(bytes: Uint8Array): Promise<unknown[]> {
  const readers = [
    () => Promise.resolve(readHeader(bytes, "x.dcm")),
    () => Promise.resolve(readTags(bytes, "x.dcm")),
    () => decodeFrame(bytes, "x.dcm"),
    () => summariseDicomFile(bytes, "x.dcm"),
  ];
  const faults: unknown[] = [];
  for (const read of readers) await run(read).catch((thrown: unknown) => isSentence(thrown) || faults.push(thrown));
  return faults;
}

function isSentence(thrown: unknown): boolean {
  return thrown instanceof Failure && thrown.code === "unsupported" && /^x\.dcm [^\n]+\.$/.test(thrown.message);
}

/** Turns what a reader throws at once into a rejection. */
async function run(read: () => Promise<unknown>): Promise<unknown> {
  return read();
}

function prefixed(noise: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.alloc(128), Buffer.from("DICM\u0002\0"), noise]);
}
