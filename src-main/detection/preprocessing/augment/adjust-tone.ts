/** @file Changes contrast and brightness as albumentations does with 8-bit pictures. */
import type { GreyPixels } from "../resize-bilinear";

export interface Tone {
  /** Each value is multiplied by it; 1 changes nothing. */
  readonly contrast: number;
  /** Added as a share of white; 0 changes nothing. */
  readonly brightness: number;
}

/** One table for all 256 values, in float32; what passes black or white is cut, fractions are dropped.
 * @see albumentations 1.3.1, RandomBrightnessContrast with brightness_by_max, _brightness_contrast_adjust_uint */
export function adjustTone(image: GreyPixels, { contrast, brightness }: Tone): GreyPixels {
  const table = new Uint8Array(256);
  for (let value = 0; value < 256; value++) {
    const scaled = Math.fround(value * Math.fround(contrast));
    const lifted = Math.fround(scaled + Math.fround(brightness * 255));
    table[value] = Math.trunc(Math.min(Math.max(lifted, 0), 255));
  }
  const values = new Uint8Array(image.values.length);
  // Counted: an iterator or map() over a million pixels costs several times as much.
  for (let pixel = 0; pixel < values.length; pixel++) values[pixel] = table[image.values[pixel]!]!;
  return { rows: image.rows, columns: image.columns, values };
}
