/** @file Kernels that take one number from each window, or from each whole channel. */
import { Failure } from "../../../../../src-shared/domain/failure";
import { countElements } from "../../../tensor/tensor";
import type { Kernel, KernelCall } from "../kernel";
import { visitPlaces } from "../places";
import { referenceTensor, type ReferenceTensor } from "../reference-tensor";
import { countPaddedTaps, readWindow, tapsAt, type SlidingWindow, type Tap } from "../window";

export const poolingKernels = {
  MaxPool: maxPool,
  AveragePool: ({ input, attributes }) => {
    const countsPadding = attributes.flag("count_include_pad", false);
    const pooled = input(0);
    const window = readPool(pooled, attributes);
    return slide(pooled, window, (taps, place, base) => {
      const count = countsPadding ? countPaddedTaps(window, place) : taps.length;
      return taps.reduce((total, tap) => total + pooled.data[base + tap.input], 0) / count;
    });
  },
  GlobalAveragePool: ({ input }) => poolChannels(input(0), (values) => sum(values) / values.length),
} satisfies Record<string, Kernel>;

/** The largest under each window, and its place in the flat input; padding is never the largest. */
function maxPool({ input, attributes }: KernelCall): readonly ReferenceTensor[] {
  const countsColumns = attributes.flag("storage_order", false);
  const pooled = input(0);
  const window = readPool(pooled, attributes);
  const places = slide(pooled, window, (taps, _, base) => {
    const offsets = taps.map((tap) => base + tap.input);
    return offsets.reduce((best, offset) => (pooled.data[offset] > pooled.data[best] ? offset : best), offsets[0]);
  });
  const values = places.data.map((place) => pooled.data[place]);
  const told = countsColumns ? places.data.map((place) => countedByColumns(place, window.sizes)) : places.data;
  return [referenceTensor(pooled.type, places.shape, values), referenceTensor("int64", places.shape, told)];
}

/** The place within its channel if that were stored with the first spatial axis innermost. */
function countedByColumns(place: number, sizes: readonly number[]): number {
  const area = countElements(sizes);
  const within = place % area;
  let [rest, counted] = [within, 0];
  for (const size of sizes.toReversed()) {
    counted = counted * size + (rest % size);
    rest = Math.floor(rest / size);
  }
  return place - within + counted;
}

function readPool({ shape }: ReferenceTensor, attributes: KernelCall["attributes"]): SlidingWindow {
  const sizes = shape.slice(2);
  const kernel = attributes.integers("kernel_shape");
  if (kernel?.length === sizes.length) return readWindow(attributes, { sizes, kernel, mayRoundUp: true });
  throw new Failure("invalid-input", `kernel_shape does not fit data of [${shape.join(", ")}]`);
}

type TakeFromWindow = (taps: readonly Tap[], place: readonly number[], base: number) => number;

/** Calls `take` for each channel of each image, which begins at `base`, and each place of the window. */
function slide({ type, shape }: ReferenceTensor, window: SlidingWindow, take: TakeFromWindow): ReferenceTensor {
  const [images, channels, ...sizes] = shape;
  const [area, placeCount] = [sizes, window.places].map(countElements);
  const answer = new Float64Array(images * channels * placeCount);
  visitPlaces(window.places, (place, at) => {
    const taps = tapsAt(window, place);
    for (let channel = 0; channel < images * channels; channel++) {
      answer[channel * placeCount + at] = take(taps, place, channel * area);
    }
  });
  return referenceTensor(type, [images, channels, ...window.places], answer);
}

function poolChannels({ type, shape, data }: ReferenceTensor, take: (values: Float64Array) => number): ReferenceTensor {
  const [images, channels, ...sizes] = shape;
  const area = countElements(sizes);
  const channelAt = (_: unknown, at: number): number => take(data.subarray(at * area, (at + 1) * area));
  const pooled = Float64Array.from({ length: images * channels }, channelAt);
  return referenceTensor(type, [images, channels, ...sizes.map(() => 1)], pooled);
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
