/** @file One image as it is kept: where its file lies, and what a viewer or a detector needs to read its pixels. */
import { z } from "zod";
import { InstanceId, SeriesId } from "./identifiers";

/** Where the bytes lie; the file itself is never copied. */
export const FileLocation = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("file"), path: z.string().min(1) }),
  z.object({ kind: z.literal("zip-entry"), archive: z.string().min(1), entry: z.string().min(1) }),
]);
export type FileLocation = z.infer<typeof FileLocation>;

/** The name to show for a location. */
export function describeLocation(location: FileLocation): string {
  return location.kind === "file" ? location.path : `${location.archive} › ${location.entry}`;
}

export const PHOTOMETRIC_INTERPRETATIONS = ["MONOCHROME1", "MONOCHROME2"] as const;

/** A linear window in modality units, DICOM PS3.3 C.11.2.1.2. */
export const Window = z.object({
  center: z.number(),
  width: z.number().positive(),
  explanation: z.string().optional(),
});
export type Window = z.infer<typeof Window>;

/** Millimetres a pixel, and the attribute that said so: Imager Pixel Spacing measures at the detector, not in the body. */
export const PixelSpacing = z.object({
  rowMm: z.number().positive(),
  columnMm: z.number().positive(),
  source: z.enum(["PixelSpacing", "ImagerPixelSpacing"]),
});
export type PixelSpacing = z.infer<typeof PixelSpacing>;

export const PixelDescription = z.object({
  rows: z.int().positive(),
  columns: z.int().positive(),
  frames: z.int().positive(),
  bitsAllocated: z.int().positive(),
  bitsStored: z.int().positive(),
  isSigned: z.boolean(),
  photometric: z.enum(PHOTOMETRIC_INTERPRETATIONS),
  transferSyntax: z.string(),
  rescaleSlope: z.number(),
  rescaleIntercept: z.number(),
  /** Windows of the header in their order; empty where it has none. */
  windows: z.array(Window),
  spacing: PixelSpacing.optional(),
});
export type PixelDescription = z.infer<typeof PixelDescription>;

export const Instance = z.object({
  id: InstanceId,
  seriesId: SeriesId,
  location: FileLocation,
  fileBytes: z.int().nonnegative(),
  /** SHA-256 of the file, hexadecimal. */
  sha256: z.string(),
  /** Patient's Age (0010,1010) in years where the header gives it. */
  ageYears: z.number().optional(),
  pixels: PixelDescription,
});
export type Instance = z.infer<typeof Instance>;
