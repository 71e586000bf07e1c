/** @file What decoding must know of an image of one sample a pixel. */
import type { PixelDescription } from "../../../src-shared/domain/instance";

export type SampleLayout = Pick<
  PixelDescription,
  "rows" | "columns" | "frames" | "bitsAllocated" | "bitsStored" | "isSigned"
>;
