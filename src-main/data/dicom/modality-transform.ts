/** @file Stored values to modality units by Rescale Slope and Intercept. PS3.3 C.11.1.1.2. */
import type { PixelDescription } from "../../../src-shared/domain/instance";

type Rescale = Pick<PixelDescription, "rescaleSlope" | "rescaleIntercept">;

export function toModalityUnits(storedValue: number, { rescaleSlope, rescaleIntercept }: Rescale): number {
  return storedValue * rescaleSlope + rescaleIntercept;
}

export function isIdentityRescale({ rescaleSlope, rescaleIntercept }: Rescale): boolean {
  return rescaleSlope === 1 && rescaleIntercept === 0;
}
