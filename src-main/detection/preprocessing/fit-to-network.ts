/** @file torchvision's own preparation of an image, which a detector does before its network sees it. */
import { Failure } from "../../../src-shared/domain/failure";
import type { PreparedInput } from "./prepare-input";

export interface FitSettings {
  /** The shorter side in the network, unless the longer would then pass `maxSizePx`. */
  readonly minSizePx: number;
  readonly maxSizePx: number;
  readonly normalisation: {
    readonly mean: readonly [number, number, number];
    readonly deviation: readonly [number, number, number];
  };
}

/** `height` and `width` are those without the padding. */
export interface FittedImage extends NetworkImageSize {
  /** [1, 3, paddedHeight, paddedWidth]; the padding, below and to the right, is 0. */
  readonly data: Float32Array<ArrayBuffer>;
  /** Multiples of 32. */
  readonly paddedHeight: number;
  readonly paddedWidth: number;
  /** Network pixels for each pixel of the input. */
  readonly scaleX: number;
  readonly scaleY: number;
}

/** The pyramid halves the image five times. */
const STRIDE = 32;
const CHANNELS = 3;

/** (value − mean) / deviation in each channel, bilinear resize of the shorter side to `minSizePx` (or of the longer to
 * `maxSizePx`), zeros up to whole multiples of 32. An input of one channel is repeated. Float32 to the last bit.
 * @throws {Failure} `unsupported` for another number of channels, or an image so narrow that no pixel would be left.
 * @see torchvision 0.14, GeneralizedRCNNTransform; torch 1.13, upsample_generic_Nd_kernel_impl built for AVX2 */
export function fitToNetwork(input: Pick<PreparedInput, "data" | "shape">, settings: FitSettings): FittedImage {
  const [channels, rows, columns] = input.shape;
  if (channels !== 1 && channels !== CHANNELS) {
    throw new Failure("unsupported", `The image has ${channels} channels; 1 or 3 are expected by the network.`);
  }
  const { height, width } = sizeInNetwork({ height: rows, width: columns }, settings);
  const { height: paddedHeight, width: paddedWidth } = paddedSize({ height, width });
  const data = new Float32Array(CHANNELS * paddedHeight * paddedWidth);
  const down = sample(rows, height);
  const across = sample(columns, width);
  for (let channel = 0; channel < CHANNELS; channel++) {
    const start = channels === 1 ? 0 : channel * rows * columns;
    const source = { values: input.data.subarray(start, start + rows * columns), columns };
    const stretched = stretchedRows(source, across, normaliser(settings.normalisation, channel));
    const plane = data.subarray(channel * paddedHeight * paddedWidth, (channel + 1) * paddedHeight * paddedWidth);
    blendRowsInto(stretched, { down, width, paddedWidth }, plane);
  }
  return { data, height, width, paddedHeight, paddedWidth, scaleX: width / columns, scaleY: height / rows };
}

export interface NetworkImageSize {
  readonly height: number;
  readonly width: number;
}

/** The size in the network, without padding, of an image of `height` × `width` pixels.
 * @throws {Failure} `unsupported` for an image so narrow that no pixel would be left. */
export function sizeInNetwork(
  { height, width }: NetworkImageSize,
  { minSizePx, maxSizePx }: Pick<FitSettings, "minSizePx" | "maxSizePx">,
): NetworkImageSize {
  // torch divides a number by a tensor as the number times the tensor's inverse, each rounded to float32: 1500 pixels
  // brought to 800 become 799.
  const enlargement = (sizePx: number, side: number): number => Math.fround(Math.fround(1 / side) * sizePx);
  const scale = Math.min(
    enlargement(minSizePx, Math.min(height, width)),
    enlargement(maxSizePx, Math.max(height, width)),
  );
  const size = { height: Math.floor(height * scale), width: Math.floor(width * scale) };
  if (size.height > 0 && size.width > 0) return size;
  const found = `An image of ${width} × ${height} pixels`;
  throw new Failure("unsupported", `${found} becomes ${size.width} × ${size.height} in the network; it is too narrow.`);
}

/** With the padding. */
export function paddedSize({ height, width }: NetworkImageSize): NetworkImageSize {
  return { height: Math.ceil(height / STRIDE) * STRIDE, width: Math.ceil(width / STRIDE) * STRIDE };
}

/** Boxes [N, 4] in pixels of the network's image, brought back to pixels of its input in float32.
 * @see torchvision 0.14, resize_boxes */
export function boxesInInput(
  boxes: Float32Array,
  fitted: NetworkImageSize,
  [, rows, columns]: PreparedInput["shape"],
): Float32Array {
  const ratioX = Math.fround(columns / fitted.width);
  const ratioY = Math.fround(rows / fitted.height);
  return boxes.map((side, at) => side * (at % 2 === 0 ? ratioX : ratioY));
}

/** For each target position the two source positions that it lies between, and their weights. */
interface Samples {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly firstWeight: Float32Array;
  readonly secondWeight: Float32Array;
}

function sample(sourceSize: number, targetSize: number): Samples {
  const scale = Math.fround(sourceSize / targetSize);
  const first = new Int32Array(targetSize);
  const second = new Int32Array(targetSize);
  const secondWeight = new Float32Array(targetSize);
  for (let target = 0; target < targetSize; target++) {
    const place = Math.max(scale * (target + 0.5) - 0.5, 0);
    first[target] = Math.min(Math.floor(place), sourceSize - 1);
    second[target] = Math.min(first[target]! + 1, sourceSize - 1);
    secondWeight[target] = Math.min(place - first[target]!, 1);
  }
  return { first, second, firstWeight: secondWeight.map((weight) => 1 - weight), secondWeight };
}

type Normalise = (value: number) => number;

function normaliser({ mean, deviation }: FitSettings["normalisation"], channel: number): Normalise {
  const shift = Math.fround(mean[channel]!);
  const spread = Math.fround(deviation[channel]!);
  return (value) => Math.fround(Math.fround(value - shift) / spread);
}

interface SourcePlane {
  readonly values: Float32Array;
  readonly columns: number;
}

/** Normalises and stretches a row when it is first asked for and keeps the last two, the only ones a blend needs. */
function stretchedRows(source: SourcePlane, across: Samples, normalise: Normalise): (row: number) => Float32Array {
  const normalised = new Float32Array(source.columns);
  const kept = [0, 1].map(() => ({ row: -1, values: new Float32Array(across.first.length) }));
  return (row) => {
    const place = kept[row % 2]!;
    if (place.row !== row) {
      const start = row * source.columns;
      for (let column = 0; column < source.columns; column++) {
        normalised[column] = normalise(source.values[start + column]!);
      }
      stretchInto(normalised, across, place.values);
      place.row = row;
    }
    return place.values;
  };
}

/** The nearer product is added before it is rounded, as a fused instruction does; so it is below. */
function stretchInto(row: Float32Array, across: Samples, target: Float32Array): void {
  const { first, second, firstWeight, secondWeight } = across;
  for (let column = 0; column < target.length; column++) {
    const farther = Math.fround(row[second[column]!]! * secondWeight[column]!);
    target[column] = row[first[column]!]! * firstWeight[column]! + farther;
  }
}

function blendRowsInto(
  stretched: (row: number) => Float32Array,
  { down, width, paddedWidth }: { readonly down: Samples; readonly width: number; readonly paddedWidth: number },
  plane: Float32Array,
): void {
  for (let row = 0; row < down.first.length; row++) {
    const upper = stretched(down.first[row]!);
    const lower = stretched(down.second[row]!);
    const upperWeight = down.firstWeight[row]!;
    const lowerWeight = down.secondWeight[row]!;
    const start = row * paddedWidth;
    for (let column = 0; column < width; column++) {
      plane[start + column] = upper[column]! * upperWeight + Math.fround(lower[column]! * lowerWeight);
    }
  }
}
