/** @file Walks ../shared/data/dicom-corpus, where it is there, against what pydicom and GDCM said of each file. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { z } from "zod";
import { Failure } from "../../../../../src-shared/domain/failure";
import { summariseDicomFile } from "../../../../../src-main/data/dicom/summary";

const corpus = fileURLToPath(new URL("../../../../../../shared/data/dicom-corpus/", import.meta.url));
const isThere = existsSync(corpus);

const HEADER_KEYS = [
  "transferSyntax",
  "modality",
  "photometric",
  "rows",
  "columns",
  "bitsAllocated",
  "bitsStored",
  "signed",
  "frames",
  "hasPixels",
  "windowCenter",
  "windowWidth",
  "voiLutSequence",
  "modalityLutSequence",
  "rescale",
  "patientName",
] as const;

const Pixels = z.object({
  shape: z.array(z.number()),
  min: z.number(),
  max: z.number(),
  mean: z.number(),
  sha256: z.string().optional(),
});
const Expected = z.object({ parseError: z.string().optional(), pixels: Pixels.optional() }).loose();
const expectations = isThere
  ? z.record(z.string(), Expected).parse(JSON.parse(readFileSync(`${corpus}expected.json`, "utf8")))
  : {};

/** Files whose header we read otherwise than pydicom did, by the number in their name. */
const OTHER_HEADERS: Readonly<Record<string, string>> = {
  "29": "pydicom failed on an empty number; it is readable",
  "54": "a stray byte stands before the data set: refused as no DICOM file, where pydicom gave an empty one",
  "59": "an element of group 0001, which is none of a data set's, leads the parser astray: refused",
  "63": "pydicom failed; we read what stands before the damage",
  "68": "the letters DICM stand by chance at byte 128: we read the data set, where pydicom gave an empty one",
};

/** Files whose pixels we show otherwise, or not. */
const OTHER_PIXELS: Readonly<Record<string, string>> = {
  "28": "its padding bits are not the sign's; we mask to Bits Stored, pydicom does not",
  "41": "colour",
  "42": "colour",
  "43": "colour",
  "44": "colour",
  "46": "32 bits a sample",
  "51": "colour",
};

for (const [file, expected] of Object.entries(expectations)) {
  const number = file.slice(0, 2);

  test.skipIf(number in OTHER_HEADERS)(`the header of ${file} reads as pydicom reads it`, async () => {
    const summary = await summariseDicomFile(readFileSync(corpus + file), file);
    const found = Object.fromEntries(HEADER_KEYS.map((key) => [key, summary[key]]));
    expect(found).toEqual(Object.fromEntries(HEADER_KEYS.map((key) => [key, expected[key]])));
  });

  test.skipIf(!expected.pixels || number in OTHER_PIXELS)(`the pixels of ${file} are those GDCM decoded`, async () => {
    const { pixels, decodeError } = await summariseDicomFile(readFileSync(corpus + file), file);
    expect(decodeError).toBeUndefined();
    const { mean: expectedMean, ...exact } = Pixels.parse(expected.pixels);
    expect(pixels).toMatchObject(exact);
    // Both are sums of integers below 2^53 divided once; NumPy's pairwise sum may round the last place otherwise.
    expect(pixels?.mean).toBeCloseTo(expectedMean, 9);
  });

  test.skipIf(expected.pixels !== undefined && !(number in OTHER_PIXELS))(
    `${file} is shown, or refused in one sentence`,
    async () => {
      const outcome = await summariseDicomFile(readFileSync(corpus + file), file).catch((thrown: unknown) => thrown);
      expect(refusalIn(outcome) ?? `${file} is shown.`).toSatisfy(
        (sentence: string) => sentence.startsWith(file) && /^[^\n]+\.$/.test(sentence),
      );
    },
  );
}

test.skipIf(!isThere)("one image in five lossless codings decodes to the same values", async () => {
  const codings = ["01_RG3_UNC", "02_RG3_RLE", "03_RG3_JPLL", "05_RG3_JLSL", "07_RG3_J2KR"];
  const summaries = await Promise.all(
    codings.map((name) => summariseDicomFile(readFileSync(`${corpus}${name}.dcm`), name)),
  );
  expect(new Set(summaries.map(({ pixels }) => pixels?.sha256)).size).toBe(1);
  expect(summaries[0]?.pixels?.sha256).toBeDefined();
});

test.skipIf(!isThere)("letters that stand by chance where a file's mark would be do not mislead", async () => {
  const file = "68_no_preamble_dicm_in_data.dcm";
  expect(await summariseDicomFile(readFileSync(corpus + file), file)).toMatchObject({
    modality: "MG",
    hasPixels: false,
  });
});

/** The sentence of a refusal; anything else that was thrown is thrown again. */
function refusalIn(outcome: unknown): string | undefined {
  if (outcome instanceof Failure) return outcome.message;
  if (outcome instanceof Error) throw outcome;
  return z.object({ decodeError: z.string().optional() }).parse(outcome).decodeError;
}
