/** @file Kernels that bring channels, or whole layers, to a mean and a variance. */
import { Failure } from "../../../../../src-shared/domain/failure";
import { countElements } from "../../../tensor/tensor";
import type { Kernel, KernelCall } from "../kernel";
import { broadcastStrides, frontAxis, offsetAt, stridesOf, tabulate } from "../places";
import { referenceTensor, type ReferenceTensor } from "../reference-tensor";

export const normalisationKernels = {
  BatchNormalization: normaliseBatch,
  InstanceNormalization: ({ input, attributes }) => {
    const data = input(0);
    const epsilon = attributes.float("epsilon", 1e-5);
    const [, channels, ...sizes] = data.shape;
    const area = countElements(sizes);
    const statistics = Array.from({ length: data.shape[0] * channels }, (_, at) =>
      statisticsOf(data.data.subarray(at * area, (at + 1) * area)),
    );
    return normalise(data, { epsilon, scale: input(1), shift: input(2), statisticsAt: (at) => statistics[at] });
  },
  LayerNormalization: normaliseLayer,
} satisfies Record<string, Kernel>;

interface Statistics {
  readonly mean: number;
  readonly variance: number;
}

/** In training, the batch's own statistics count, and the running ones move towards them. */
function normaliseBatch({ input, attributes, outputCount }: KernelCall): readonly ReferenceTensor[] {
  const [data, scale, shift, means, variances] = [input(0), input(1), input(2), input(3), input(4)];
  const [epsilon, momentum] = [attributes.float("epsilon", 1e-5), attributes.float("momentum", 0.9)];
  const isTraining = attributes.flag("training_mode", false);
  if (!attributes.flag("spatial", true)) throw new Failure("unsupported", "statistics for each place are unknown");
  const channels = data.shape[1];
  if ([scale, shift, means, variances].some(({ data: { length } }) => length !== channels)) {
    throw new Failure("invalid-input", `the statistics do not fit ${channels} channels`);
  }
  const statistics = Array.from({ length: channels }, (_, channel) =>
    isTraining
      ? statisticsOf(channelOf(data, channel))
      : { mean: means.data[channel], variance: variances.data[channel] },
  );
  const normalised = normalise(data, { epsilon, scale, shift, statisticsAt: (at) => statistics[at % channels] });
  if (!isTraining || outputCount === 1) return [normalised];
  const move = (running: ReferenceTensor, key: keyof Statistics): ReferenceTensor => {
    const moved = running.data.map((value, at) => value * momentum + statistics[at][key] * (1 - momentum));
    return { ...running, data: moved };
  };
  return [normalised, move(means, "mean"), move(variances, "variance")];
}

interface Normalisation {
  readonly epsilon: number;
  /** One for each channel. */
  readonly scale: ReferenceTensor;
  readonly shift: ReferenceTensor;
  /** By the channel's place among all channels of all images. */
  readonly statisticsAt: (at: number) => Statistics;
}

function normalise(data: ReferenceTensor, { epsilon, scale, shift, statisticsAt }: Normalisation): ReferenceTensor {
  const [, channels, ...sizes] = data.shape;
  const area = countElements(sizes);
  const normalised = data.data.map((value, offset) => {
    const at = Math.floor(offset / area);
    const { mean, variance } = statisticsAt(at);
    const channel = at % channels;
    return ((value - mean) / Math.sqrt(variance + epsilon)) * scale.data[channel] + shift.data[channel];
  });
  return referenceTensor(data.type, data.shape, normalised);
}

/** Means and reciprocals of deviations come second and third. */
function normaliseLayer({ input, optional, attributes }: KernelCall): readonly ReferenceTensor[] {
  const [{ type, shape, data }, scale, shift] = [input(0), input(1), optional(2)];
  const axis = frontAxis(attributes.integer("axis", -1), shape.length);
  const epsilon = attributes.float("epsilon", 1e-5);
  attributes.integer("stash_type", 1);
  const length = countElements(shape.slice(axis));
  const statistics = Array.from({ length: countElements(shape.slice(0, axis)) }, (_, row) =>
    statisticsOf(data.subarray(row * length, (row + 1) * length)),
  );
  const rates = statistics.map(({ variance }) => 1 / Math.sqrt(variance + epsilon));
  const read = ({ shape: own, data: elements }: ReferenceTensor, index: readonly number[]): number =>
    elements[offsetAt(index, broadcastStrides(own, shape))];
  const strides = stridesOf(shape);
  const normalised = tabulate(type, shape, (index) => {
    const offset = offsetAt(index, strides);
    const row = Math.floor(offset / length);
    return (data[offset] - statistics[row].mean) * rates[row] * read(scale, index) + (shift ? read(shift, index) : 0);
  });
  const perRow = (values: readonly number[]): ReferenceTensor =>
    referenceTensor("float32", [...shape.slice(0, axis), ...shape.slice(axis).map(() => 1)], Float64Array.from(values));
  return [normalised, perRow(statistics.map(({ mean }) => mean)), perRow(rates)];
}

/** One channel of all images. */
function channelOf({ shape, data }: ReferenceTensor, channel: number): Float64Array {
  const [, channels, ...sizes] = shape;
  const area = countElements(sizes);
  return data.filter((_, offset) => Math.floor(offset / area) % channels === channel);
}

/** Of the whole population: divided by the count itself. */
function statisticsOf(values: Float64Array): Statistics {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length };
}
