/** @file Reads from a header what a viewer or a detector needs to know of the pixels, refusing what it cannot show. */
import {
  PHOTOMETRIC_INTERPRETATIONS,
  type PixelDescription,
  type PixelSpacing,
  type Window,
} from "../../../src-shared/domain/instance";
import { TAGS } from "./attribute-tags";
import type { SampleLayout } from "./sample-layout";
import type { Part10File } from "./parse-part10";
import { refusal } from "./refusal";
import { transferSyntaxOf } from "./transfer-syntaxes";

/** @throws {Failure} `unsupported` when the file holds no image, or none that Overread shows. */
export function describePixels(file: Part10File): PixelDescription {
  const { attributes } = file;
  const spacing = readSpacing(file);
  return {
    ...describeSamples(file),
    photometric: readPhotometric(file),
    transferSyntax: readTransferSyntax(file),
    // A slope of 0 would make every pixel alike; it stands in files whose writer had none.
    rescaleSlope: attributes.decimal(TAGS.rescaleSlope) || 1,
    rescaleIntercept: attributes.decimal(TAGS.rescaleIntercept) ?? 0,
    windows: readWindows(file),
    ...(spacing && { spacing }),
  };
}

/** What decoding must know, whatever the values mean.
 * @throws {Failure} `unsupported` unless the image has one sample a pixel in 8 or 16 bits. */
export function describeSamples(file: Part10File): SampleLayout {
  const { attributes, fileName } = file;
  if (!attributes.has(TAGS.pixelData)) throw refusal(fileName, `no Pixel Data (${describeKind(file)})`, "an image");
  const samples = attributes.unsigned16(TAGS.samplesPerPixel) ?? 1;
  if (samples !== 1) {
    const found = `a colour image (${attributes.text(TAGS.photometric) ?? "not named"}, ${samples} samples a pixel)`;
    throw refusal(fileName, found, "a grey one");
  }
  return { ...readShape(file), ...readDepth(file) };
}

function readShape(file: Part10File): Pick<PixelDescription, "rows" | "columns" | "frames"> {
  const { attributes, fileName } = file;
  const rows = attributes.unsigned16(TAGS.rows) ?? 0;
  const columns = attributes.unsigned16(TAGS.columns) ?? 0;
  if (rows === 0 || columns === 0)
    throw refusal(fileName, `${rows} rows and ${columns} columns`, "at least one of each");
  return { rows, columns, frames: readFrames(file) };
}

function describeKind({ attributes, damage }: Part10File): string {
  if (damage !== undefined) return "the file breaks off before it";
  return `modality ${attributes.text(TAGS.modality) ?? "not stated"}`;
}

function readFrames({ attributes, fileName }: Part10File): number {
  if (attributes.text(TAGS.frames) === undefined) return 1;
  const frames = attributes.decimal(TAGS.frames);
  if (frames !== undefined && Number.isInteger(frames) && frames > 0) return frames;
  throw refusal(fileName, `"${attributes.text(TAGS.frames)}" as Number of Frames`, "a positive whole number");
}

function readDepth({
  attributes,
  fileName,
}: Part10File): Pick<PixelDescription, "bitsAllocated" | "bitsStored" | "isSigned"> {
  const bitsAllocated = attributes.unsigned16(TAGS.bitsAllocated);
  if (bitsAllocated !== 8 && bitsAllocated !== 16)
    throw refusal(fileName, `${bitsAllocated ?? "no"} bits allocated a sample`, "8 or 16");
  const bitsStored = attributes.unsigned16(TAGS.bitsStored) ?? bitsAllocated;
  if (bitsStored < 1 || bitsStored > bitsAllocated)
    throw refusal(fileName, `${bitsStored} bits stored of ${bitsAllocated} allocated`, `1 to ${bitsAllocated}`);
  return { bitsAllocated, bitsStored, isSigned: attributes.unsigned16(TAGS.pixelRepresentation) === 1 };
}

function readPhotometric({ attributes, fileName }: Part10File): PixelDescription["photometric"] {
  const found = attributes.text(TAGS.photometric);
  const photometric = PHOTOMETRIC_INTERPRETATIONS.find((known) => known === found);
  if (photometric !== undefined) return photometric;
  throw refusal(
    fileName,
    `an image of photometric interpretation ${found ?? "not stated"}`,
    "MONOCHROME1 or MONOCHROME2",
  );
}

function readTransferSyntax({ transferSyntax, fileName }: Part10File): string {
  if (transferSyntaxOf(transferSyntax)) return transferSyntax;
  throw refusal(fileName, `pixels in transfer syntax ${transferSyntax}`, "one that Overread can decode");
}

/** Several windows may stand beside each other; one without a usable width is passed over. */
function readWindows({ attributes }: Part10File): Window[] {
  const centers = attributes.decimals(TAGS.windowCenter);
  const widths = attributes.decimals(TAGS.windowWidth);
  const explanations = attributes.texts(TAGS.windowExplanation);
  return centers.flatMap((center, index) => {
    const width = widths[index];
    if (center === undefined || width === undefined || width <= 0) return [];
    const explanation = explanations[index];
    return [{ center, width, ...(explanation && { explanation }) }];
  });
}

function readSpacing({ attributes }: Part10File): PixelSpacing | undefined {
  const sources = { PixelSpacing: TAGS.pixelSpacing, ImagerPixelSpacing: TAGS.imagerPixelSpacing } as const;
  for (const source of ["PixelSpacing", "ImagerPixelSpacing"] as const) {
    const [rowMm, columnMm] = attributes.decimals(sources[source]);
    if (rowMm !== undefined && columnMm !== undefined && rowMm > 0 && columnMm > 0) return { rowMm, columnMm, source };
  }
  return undefined;
}
