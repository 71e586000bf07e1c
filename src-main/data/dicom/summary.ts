/** @file All that `overread dicom FILE` prints of a file: its header in short, and its first frame's stored values in figures. */
import { createHash } from "node:crypto";
import { Failure } from "../../../src-shared/domain/failure";
import { TAGS } from "./attribute-tags";
import type { Attributes } from "./attributes";
import { decodeStoredValues } from "./decode-stored-values";
import type { StoredValues } from "./unpack-samples";
import { describeSamples } from "./describe-pixels";
import { type Part10File, parsePart10 } from "./parse-part10";
import { transferSyntaxOf } from "./transfer-syntaxes";

export interface DicomSummary {
  /** Empty where the file does not state it; so are modality, photometric and patientName. */
  readonly transferSyntax: string;
  readonly modality: string;
  readonly photometric: string;
  readonly rows: number | null;
  readonly columns: number | null;
  readonly bitsAllocated: number | null;
  readonly bitsStored: number | null;
  readonly signed: boolean;
  /** As the file writes it, so that a Number of Frames that is no number can be seen. */
  readonly frames: string;
  readonly hasPixels: boolean;
  readonly windowCenter: readonly number[] | null;
  readonly windowWidth: readonly number[] | null;
  readonly voiLutSequence: boolean;
  readonly modalityLutSequence: boolean;
  /** Slope and intercept. */
  readonly rescale: readonly [number, number] | null;
  readonly patientName: string;
  /** The first frame's stored values, where there are any. */
  readonly pixels?: PixelFigures;
  /** Why the pixels cannot be decoded. */
  readonly decodeError?: string;
}

export interface PixelFigures {
  /** Rows and columns. */
  readonly shape: readonly [number, number];
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Of the values as little-endian int32; absent where the coding is lossy, since decoders may differ there. */
  readonly sha256?: string;
}

/** @throws {Failure} `unsupported` when the bytes are no DICOM file; pixels that cannot be decoded are told in the summary. */
export async function summariseDicomFile(bytes: Uint8Array, fileName: string): Promise<DicomSummary> {
  const file = parsePart10(bytes, fileName);
  return { ...summariseHeader(file), ...(await summarisePixels(file)) };
}

function summariseHeader({ attributes, transferSyntax }: Part10File): DicomSummary {
  return {
    transferSyntax,
    modality: attributes.text(TAGS.modality) ?? "",
    photometric: attributes.text(TAGS.photometric) ?? "",
    rows: attributes.unsigned16(TAGS.rows) ?? null,
    columns: attributes.unsigned16(TAGS.columns) ?? null,
    bitsAllocated: attributes.unsigned16(TAGS.bitsAllocated) ?? null,
    bitsStored: attributes.unsigned16(TAGS.bitsStored) ?? null,
    signed: attributes.unsigned16(TAGS.pixelRepresentation) === 1,
    frames: attributes.text(TAGS.frames) ?? "1",
    hasPixels: attributes.has(TAGS.pixelData),
    windowCenter: numbersOf(attributes, TAGS.windowCenter),
    windowWidth: numbersOf(attributes, TAGS.windowWidth),
    voiLutSequence: attributes.has(TAGS.voiLutSequence),
    modalityLutSequence: attributes.has(TAGS.modalityLutSequence),
    rescale: rescaleOf(attributes),
    patientName: attributes.personName(TAGS.patientName) ?? "",
  };
}

function numbersOf(attributes: Attributes, tag: string): readonly number[] | null {
  const numbers = attributes.decimals(tag).filter((number) => number !== undefined);
  return numbers.length === 0 ? null : numbers;
}

function rescaleOf(attributes: Attributes): readonly [number, number] | null {
  const slope = attributes.decimal(TAGS.rescaleSlope);
  const intercept = attributes.decimal(TAGS.rescaleIntercept);
  return slope === undefined || intercept === undefined ? null : [slope, intercept];
}

async function summarisePixels(file: Part10File): Promise<Pick<DicomSummary, "pixels" | "decodeError">> {
  if (!file.attributes.has(TAGS.pixelData)) return {};
  try {
    const layout = describeSamples(file);
    const values = await decodeStoredValues(file, layout, 0);
    const isLossless = transferSyntaxOf(file.transferSyntax)?.isLossless === true;
    return {
      pixels: {
        shape: [layout.rows, layout.columns],
        ...figuresOf(values),
        ...(isLossless && { sha256: checksumOf(values) }),
      },
    };
  } catch (thrown) {
    if (thrown instanceof Failure) return { decodeError: thrown.message };
    throw thrown;
  }
}

function figuresOf(values: StoredValues): Pick<PixelFigures, "min" | "max" | "mean"> {
  let min = values[0] ?? 0;
  let max = min;
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
  }
  return { min, max, mean: sum / values.length };
}

function checksumOf(values: StoredValues): string {
  return createHash("sha256")
    .update(new Uint8Array(new Int32Array(values).buffer))
    .digest("hex");
}
