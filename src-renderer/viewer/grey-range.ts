/** @file Turns a window in modality units into the stored values that are drawn black and white, and into greys. */
import type { PixelDescription, Window } from "../../src-shared/domain/instance";
import type { StoredValues } from "./stored-values";

/** Cornerstone applies the rescale on its CPU path only, so both paths are given stored values. */
export interface GreyRange {
  /** The stored values at the ends of the ramp, `lower` < `upper`. */
  readonly lower: number;
  readonly upper: number;
  /** White stands at the lower end. */
  readonly isInverted: boolean;
}

/** The ramp of a window, DICOM PS3.3 C.11.2.1.2, with MONOCHROME1 and a falling rescale turned the right way round. */
export function greyRange(window: Window, pixels: PixelDescription, isInverted: boolean): GreyRange {
  const halfRamp = (window.width - 1) / 2;
  const ends = [window.center - 0.5 - halfRamp, window.center - 0.5 + halfRamp].map(
    (value) => (value - pixels.rescaleIntercept) / pixels.rescaleSlope,
  );
  const turns = [isInverted, pixels.photometric === "MONOCHROME1", pixels.rescaleSlope < 0].filter(Boolean).length;
  const lower = Math.min(...ends);
  // A threshold has a ramp of no length, which Cornerstone's GPU path cannot draw.
  return { lower, upper: Math.max(...ends, lower + 1e-3), isInverted: turns % 2 === 1 };
}

/** The grey, 0 to 255, of every value that can be stored; look it up at the value plus `offset`. */
export function greyTable(range: GreyRange, values: StoredValues): { greys: Uint8ClampedArray; offset: number } {
  const offset = values instanceof Int16Array ? 32_768 : 0;
  const greys = new Uint8ClampedArray(values instanceof Uint8Array ? 256 : 65_536);
  const scale = 255 / (range.upper - range.lower);
  for (let index = 0; index < greys.length; index++) {
    const grey = Math.min(255, Math.max(0, (index - offset - range.lower) * scale));
    greys[index] = range.isInverted ? 255 - grey : grey;
  }
  return { greys, offset };
}
