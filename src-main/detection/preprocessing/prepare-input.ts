/** @file Makes a model's input tensor from a grey image, number for number as the training pipeline made it. */
import { Failure } from "../../../src-shared/domain/failure";
import type { ModelInput } from "../../../src-shared/domain/model";
import { letterbox, type FittedPixels, type ImagePlace } from "./letterbox";
import { resizeBilinear, type GreyPixels } from "./resize-bilinear";

export interface PreparedInput extends ImagePlace {
  /** Row-major, [channels, height, width]. */
  readonly data: Float32Array<ArrayBuffer>;
  readonly shape: readonly [channels: number, height: number, width: number];
}

/** Resizes, repeats the grey values in each channel and normalises them in float32.
 * @throws {Failure} `unsupported` when the card asks for one size and no resizing, and the image has another size.
 * @see albumentations, Normalize: (value − 255 × mean) / (255 × deviation), each product rounded to float32 */
export function prepareInput(image: GreyPixels, input: ModelInput): PreparedInput {
  return normaliseFitted(fitImage(image, input), input);
}

/** The second half of `prepareInput`. */
export function normaliseFitted({ fitted, ...place }: FittedPixels, input: ModelInput): PreparedInput {
  const { rows, columns, values } = fitted;
  const plane = rows * columns;
  const data = new Float32Array(input.channels * plane);
  for (let channel = 0; channel < input.channels; channel++) {
    const normalised = normalisedValues(input, channel);
    const start = channel * plane;
    for (let pixel = 0; pixel < plane; pixel++) data[start + pixel] = normalised[values[pixel]!]!;
  }
  return { data, shape: [input.channels, rows, columns], ...place };
}

/** The first half of `prepareInput`: the picture as the model takes it, still in 8 bits.
 * @throws {Failure} as `prepareInput` does. */
export function fitImage(image: GreyPixels, input: ModelInput): FittedPixels {
  const { heightPx, widthPx } = input;
  if (input.resize === "letterbox") return letterbox(image, { rows: heightPx, columns: widthPx });
  const size = { rows: heightPx ?? image.rows, columns: widthPx ?? image.columns };
  const fits = size.rows === image.rows && size.columns === image.columns;
  if (!fits && input.resize === "none") {
    const found = `The image has ${image.columns} × ${image.rows} pixels`;
    throw new Failure(
      "unsupported",
      `${found}; the model takes ${size.columns} × ${size.rows} and its card forbids resizing.`,
    );
  }
  const scales = { scaleX: size.columns / image.columns, scaleY: size.rows / image.rows };
  return { fitted: resizeBilinear(image, size), ...scales, offsetXPx: 0, offsetYPx: 0 };
}

/** What each of the 256 grey values becomes. */
function normalisedValues(input: ModelInput, channel: number): Float32Array {
  const table = new Float32Array(256);
  const mean = input.normalisation?.mean[channel] ?? 0;
  const deviation = input.normalisation?.deviation[channel] ?? 1;
  const shift = Math.fround(Math.fround(mean) * 255);
  const spread = Math.fround(Math.fround(deviation) * 255);
  for (let value = 0; value < 256; value++) table[value] = Math.fround(value - shift) / spread;
  return table;
}
