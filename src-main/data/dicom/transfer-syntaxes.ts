/** @file The transfer syntaxes that Overread reads, each with how its pixels are coded. PS3.6 table A-1. */

export const IMPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2";
export const EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";

export type PixelCoding =
  "little-endian" | "big-endian" | "jpeg-baseline" | "jpeg" | "jpeg-ls" | "jpeg-2000" | "ht-jpeg-2000" | "rle";

export interface TransferSyntax {
  readonly name: string;
  readonly coding: PixelCoding;
  /** False where decoded values may differ from those that were coded, and from one decoder to the next. */
  readonly isLossless: boolean;
}

/** What the file's transfer syntax means; undefined where Overread cannot read it.
 * Data sets that state none are little endian: `parsePart10` has looked at how they begin. */
export function transferSyntaxOf(uid: string): TransferSyntax | undefined {
  return uid === "" ? UNSTATED : TRANSFER_SYNTAXES.get(uid);
}

const UNSTATED: TransferSyntax = { name: "not stated", coding: "little-endian", isLossless: true };

const TRANSFER_SYNTAXES: ReadonlyMap<string, TransferSyntax> = new Map([
  [IMPLICIT_LITTLE_ENDIAN, { name: "Implicit VR Little Endian", coding: "little-endian", isLossless: true }],
  [EXPLICIT_LITTLE_ENDIAN, { name: "Explicit VR Little Endian", coding: "little-endian", isLossless: true }],
  ["1.2.840.10008.1.2.1.99", { name: "Deflated Explicit VR Little Endian", coding: "little-endian", isLossless: true }],
  ["1.2.840.10008.1.2.2", { name: "Explicit VR Big Endian", coding: "big-endian", isLossless: true }],
  ["1.2.840.10008.1.2.4.50", { name: "JPEG Baseline (Process 1)", coding: "jpeg-baseline", isLossless: false }],
  ["1.2.840.10008.1.2.4.51", { name: "JPEG Extended (Process 2 and 4)", coding: "jpeg", isLossless: false }],
  // Retired; libjpeg reads both.
  ["1.2.840.10008.1.2.4.53", { name: "JPEG Spectral Selection (Process 6 and 8)", coding: "jpeg", isLossless: false }],
  ["1.2.840.10008.1.2.4.55", { name: "JPEG Full Progression (Process 10 and 12)", coding: "jpeg", isLossless: false }],
  ["1.2.840.10008.1.2.4.57", { name: "JPEG Lossless (Process 14)", coding: "jpeg", isLossless: true }],
  ["1.2.840.10008.1.2.4.70", { name: "JPEG Lossless (Process 14, SV1)", coding: "jpeg", isLossless: true }],
  ["1.2.840.10008.1.2.4.80", { name: "JPEG-LS Lossless", coding: "jpeg-ls", isLossless: true }],
  ["1.2.840.10008.1.2.4.81", { name: "JPEG-LS Near-Lossless", coding: "jpeg-ls", isLossless: false }],
  ["1.2.840.10008.1.2.4.90", { name: "JPEG 2000 Lossless", coding: "jpeg-2000", isLossless: true }],
  ["1.2.840.10008.1.2.4.91", { name: "JPEG 2000", coding: "jpeg-2000", isLossless: false }],
  ["1.2.840.10008.1.2.4.201", { name: "High-Throughput JPEG 2000 Lossless", coding: "ht-jpeg-2000", isLossless: true }],
  [
    "1.2.840.10008.1.2.4.202",
    { name: "High-Throughput JPEG 2000 RPCL Lossless", coding: "ht-jpeg-2000", isLossless: true },
  ],
  ["1.2.840.10008.1.2.4.203", { name: "High-Throughput JPEG 2000", coding: "ht-jpeg-2000", isLossless: false }],
  ["1.2.840.10008.1.2.5", { name: "RLE Lossless", coding: "rle", isLossless: true }],
] as const);
