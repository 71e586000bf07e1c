/** @file The picture as a detector or a thumbnail wants it: 8-bit grey with 0 as black. */
import type { Window } from "../../../src-shared/domain/instance";
import type { Frame } from "./frame";
import { isIdentityRescale, toModalityUnits } from "./modality-transform";
import { applyWindow, windowOfRange } from "./voi-window";

export interface GreyImage {
  readonly rows: number;
  readonly columns: number;
  readonly values: Uint8Array;
}

/** 8-bit data without a rescale stay as they are stored; deeper data pass the header's first window, or their full range. */
export function toGreyImage(frame: Frame): GreyImage {
  const { rows, columns, pixels } = frame;
  const isInverted = pixels.photometric === "MONOCHROME1";
  const values = isStoredGrey(frame) ? frame.values.slice() : displayValues(frame);
  if (isInverted) invertInPlace(values);
  return { rows, columns, values };
}

function isStoredGrey(frame: Frame): frame is Frame & { readonly values: Uint8Array } {
  return frame.values instanceof Uint8Array && frame.pixels.bitsStored === 8 && isIdentityRescale(frame.pixels);
}

/** One table entry for each of at most 65,536 stored values is quicker than the formula for millions of pixels. */
function displayValues({ values, pixels }: Frame): Uint8Array {
  const [lowest, highest] = extremesOf(values);
  const window = pixels.windows[0] ?? fullRange(lowest, highest, pixels);
  const table = new Uint8Array(highest - lowest + 1);
  for (let index = 0; index < table.length; index += 1)
    table[index] = Math.round(applyWindow(toModalityUnits(lowest + index, pixels), window));
  return throughTable(values, lowest, table);
}

// Counted loops: iterators over typed arrays cost a hundred times as much, seconds for a mammogram.
function throughTable(values: Frame["values"], lowest: number, table: Uint8Array): Uint8Array {
  const shown = new Uint8Array(values.length);
  for (let index = 0; index < values.length; index += 1) shown[index] = table[(values[index] ?? 0) - lowest] ?? 0;
  return shown;
}

function extremesOf(values: Frame["values"]): readonly [number, number] {
  let lowest = values[0] ?? 0;
  let highest = lowest;
  for (let index = 1; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    if (value < lowest) lowest = value;
    else if (value > highest) highest = value;
  }
  return [lowest, highest];
}

function fullRange(lowest: number, highest: number, pixels: Frame["pixels"]): Pick<Window, "center" | "width"> {
  const ends = [toModalityUnits(lowest, pixels), toModalityUnits(highest, pixels)] as const;
  return windowOfRange(Math.min(...ends), Math.max(...ends));
}

function invertInPlace(values: Uint8Array): void {
  for (let index = 0; index < values.length; index += 1) values[index] = 255 - (values[index] ?? 0);
}
