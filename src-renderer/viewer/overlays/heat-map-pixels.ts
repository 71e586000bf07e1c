/** @file Turns the values of a heat map into coloured pixels. */
import type { ColourMap } from "../../stores/explanation-store";
import { COLOUR_STEPS, colourTable } from "./colour-maps";

/** Values from 0 to 1 that cover a whole image, row by row. */
export interface HeatMap {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** [rows, columns, 4] red, green, blue and opacity; values below `threshold` are transparent, all others opaque. 1.5 ms for
 * 256 × 256 values, each time that colours or threshold change. */
export function heatMapPixels(
  { rows, columns, values }: HeatMap,
  { colours, threshold }: { readonly colours: ColourMap; readonly threshold: number },
): Uint8ClampedArray<ArrayBuffer> {
  const table = colourTable(colours);
  const pixels = new Uint8ClampedArray(rows * columns * 4);
  for (let index = 0; index < rows * columns; index++) {
    const value = values[index]!;
    const step = Math.round(Math.min(1, Math.max(0, value)) * (COLOUR_STEPS - 1)) * 3;
    pixels[index * 4] = table[step]!;
    pixels[index * 4 + 1] = table[step + 1]!;
    pixels[index * 4 + 2] = table[step + 2]!;
    // The colour stands even where nothing is seen: the browser mixes it into the edge when it enlarges the map.
    pixels[index * 4 + 3] = value >= threshold ? 255 : 0;
  }
  return pixels;
}
