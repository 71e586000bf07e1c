/** @file The windows that a reader can choose for an image, and how a drag or a key press changes one. */
import type { PixelDescription, Window } from "../../src-shared/domain/instance";

/** What was counted over all stored values of a frame. */
export interface PixelStatistics {
  readonly least: number;
  readonly greatest: number;
  /** The 1st and 99th percentile. */
  readonly low: number;
  readonly high: number;
}

export interface WindowPreset {
  readonly id: string;
  readonly name: string;
  readonly window: Window;
}

/** The header's own windows first; the first preset is the one that an image opens with. */
export function windowPresets(pixels: PixelDescription, statistics: PixelStatistics): readonly WindowPreset[] {
  const header = pixels.windows.map((window, index) => ({
    id: `header-${index}`,
    name: window.explanation ?? (pixels.windows.length === 1 ? "Header" : `Header ${index + 1}`),
    window,
  }));
  const isByte = pixels.bitsStored === 8 && pixels.rescaleSlope === 1 && pixels.rescaleIntercept === 0;
  const byteRange = isByte ? [{ id: "default", name: "Default", window: { center: 128, width: 256 } }] : [];
  return [
    ...header,
    ...byteRange,
    { id: "full", name: "Full range", window: windowBetween(pixels, statistics.least, statistics.greatest) },
    { id: "auto", name: "Auto (1st–99th percentile)", window: windowBetween(pixels, statistics.low, statistics.high) },
  ];
}

/** Modality value of a stored value, DICOM PS3.3 C.11.1. */
export function modalityValue(pixels: PixelDescription, stored: number): number {
  return stored * pixels.rescaleSlope + pixels.rescaleIntercept;
}

/** The window after a drag: to the right widens it, downwards raises its centre; some 400 px double the width, and the
 * narrowest window still moves at a pace that crosses the image's range in a few drags. */
export function dragWindow(start: Window, range: number, drag: { readonly dx: number; readonly dy: number }): Window {
  const unitsPerPx = Math.max(start.width, range / 64) / 400;
  const round = roundingFor(range);
  return {
    center: round(start.center + drag.dy * unitsPerPx),
    width: clampWindowWidth(round(start.width + drag.dx * unitsPerPx)),
  };
}

/** The window after key presses: each step is a fiftieth of the width. */
export function nudgeWindow(
  start: Window,
  range: number,
  steps: { readonly center: number; readonly width: number },
): Window {
  const round = roundingFor(range);
  const unitsPerStep = Math.max(start.width / 50, range > WHOLE_UNITS_FROM ? 1 : 0);
  return {
    center: round(start.center + steps.center * unitsPerStep),
    width: clampWindowWidth(round(start.width + steps.width * unitsPerStep)),
  };
}

/** A window of width 1 is a threshold; below that DICOM PS3.3 C.11.2.1.2 has none. */
export function clampWindowWidth(width: number): number {
  return Math.max(1, width);
}

/** The window whose darkest and brightest value are the two given, by PS3.3 C.11.2.1.2. */
function windowBetween(pixels: PixelDescription, storedA: number, storedB: number): Window {
  const ends = [modalityValue(pixels, storedA), modalityValue(pixels, storedB)];
  const least = Math.min(...ends);
  const greatest = Math.max(...ends);
  return { center: (least + greatest + 1) / 2, width: clampWindowWidth(greatest - least + 1) };
}

const WHOLE_UNITS_FROM = 50;

/** Whole units where the image has many of them, so that the numbers a reader sees stay readable. */
function roundingFor(range: number): (value: number) => number {
  return range > WHOLE_UNITS_FROM ? Math.round : (value) => Math.round(value * 100) / 100;
}
