/** @file Convolutions, pooling and normalisation: operators on tensors of [images, channels, axes of space…]. */
import { addSizes, divideSizesDown, divideSizesUp, multiplySizes, smallerSize, subtractSizes } from "../dimension";
import type { Dimension } from "../graph";
import {
  choice,
  defineOperator,
  float,
  integer,
  integers,
  older,
  optionalSlot,
  required,
  slot,
  type RuleContext,
  type Shape,
} from "./define-operator";
import { FLOATS } from "./element-groups";
import { equalSize, requireRank, sameAsFirst, spellShape, type AnyContext } from "./shape-rules";

const PADDING = choice("NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID");

/** How a window moves over the axes of space. */
interface Window {
  readonly kernel: readonly Dimension[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** All those before the axes, then all those behind them. */
  readonly pads: readonly number[];
  readonly padding: "NOTSET" | "SAME_UPPER" | "SAME_LOWER" | "VALID";
}

interface WindowAttributes {
  readonly strides: readonly number[] | undefined;
  readonly pads: readonly number[] | undefined;
  readonly dilations?: readonly number[] | undefined;
  readonly auto_pad: Window["padding"];
}

export const spatialOperators = {
  Conv: defineOperator({
    since: 11,
    inputs: [slot("X", "T"), slot("W", "T"), optionalSlot("B", "T")],
    outputs: [slot("Y", "T")],
    types: { T: FLOATS },
    attributes: {
      auto_pad: PADDING,
      dilations: integers(),
      group: integer(1),
      kernel_shape: integers(),
      pads: integers(),
      strides: integers(),
    },
    shapes(context) {
      const { inputs, attributes, refuse } = context;
      const [image, weight] = inputs;
      const [images, channels, ...space] = spatialShape(context);
      const [filters, channelsPerGroup, ...kernel] = requireRank(context, 1, image.shape.length);
      const { group } = attributes;
      const wanted = multiplySizes(channelsPerGroup, group);
      equalSize(channels, wanted, () =>
        refuse(
          `got ${channels} channels, but its weight ${spellShape(weight.shape)} in ${group} groups takes ${wanted}`,
        ),
      );
      if (typeof filters === "number" && filters % group !== 0) {
        throw refuse(`makes ${filters} channels, which do not divide into ${group} groups`);
      }
      requireBias(context, filters);
      requireKernel(attributes.kernel_shape, kernel, context);
      const window = windowOf(kernel, attributes, context);
      return [[images, filters, ...space.map((size, axis) => slideOver(size, axis, window, context))]];
    },
  }),

  ConvTranspose: defineOperator({
    since: 11,
    inputs: [slot("X", "T"), slot("W", "T"), optionalSlot("B", "T")],
    outputs: [slot("Y", "T")],
    types: { T: FLOATS },
    attributes: {
      auto_pad: PADDING,
      dilations: integers(),
      group: integer(1),
      kernel_shape: integers(),
      output_padding: integers(),
      output_shape: integers(),
      pads: integers(),
      strides: integers(),
    },
    shapes(context) {
      const { inputs, attributes, refuse } = context;
      const [images, channels, ...space] = spatialShape(context);
      const [taken, filtersPerGroup, ...kernel] = requireRank(context, 1, inputs[0].shape.length);
      equalSize(channels, taken, () => refuse(`got ${channels} channels, but its weight takes ${taken}`));
      const filters = multiplySizes(filtersPerGroup, attributes.group);
      requireBias(context, filters);
      requireKernel(attributes.kernel_shape, kernel, context);
      const window = windowOf(kernel, attributes, context);
      const added = listOf(attributes.output_padding, space.length, 0, context);
      const wanted = attributes.output_shape?.slice(-space.length);
      const slid = space.map((size, axis) => wanted?.[axis] ?? slideBack(size, axis, window, added[axis]));
      return [[images, filters, ...slid]];
    },
  }),

  MaxPool: defineOperator({
    since: 12,
    inputs: [slot("X", "T")],
    outputs: [slot("Y", "T"), optionalSlot("Indices", "int64")],
    types: { T: [...FLOATS, "int8", "uint8"] },
    attributes: {
      auto_pad: PADDING,
      ceil_mode: integer(0),
      dilations: integers(),
      kernel_shape: required("integers"),
      pads: integers(),
      storage_order: integer(0),
      strides: integers(),
    },
    shapes(context) {
      const shape = pooled(context);
      return [shape, shape];
    },
  }),

  AveragePool: defineOperator({
    since: 11,
    inputs: [slot("X", "T")],
    outputs: [slot("Y", "T")],
    types: { T: FLOATS },
    attributes: {
      auto_pad: PADDING,
      ceil_mode: integer(0),
      count_include_pad: integer(0),
      kernel_shape: required("integers"),
      pads: integers(),
      strides: integers(),
    },
    shapes: (context) => [pooled(context)],
  }),

  GlobalAveragePool: defineOperator({
    since: 1,
    inputs: [slot("X", "T")],
    outputs: [slot("Y", "T")],
    types: { T: FLOATS },
    attributes: {},
    shapes(context) {
      const [images, channels, ...space] = spatialShape(context);
      return [[images, channels, ...space.map(() => 1)]];
    },
  }),

  /** In training, the second and third output are the new running mean and variance. */
  BatchNormalization: defineOperator({
    since: 15,
    inputs: [slot("X", "T"), slot("scale", "T1"), slot("B", "T1"), slot("input_mean", "T2"), slot("input_var", "T2")],
    outputs: [slot("Y", "T"), optionalSlot("running_mean", "T2"), optionalSlot("running_var", "T2")],
    types: { T: FLOATS, T1: FLOATS, T2: FLOATS },
    attributes: { epsilon: float(1e-5), momentum: float(0.9), training_mode: integer(0), spatial: older("integer") },
    shapes(context) {
      const { inputs } = context;
      requirePerChannel(context, [1, 2, 3, 4]);
      return [inputs[0].shape, inputs[3].shape, inputs[4].shape];
    },
  }),

  InstanceNormalization: defineOperator({
    since: 6,
    inputs: [slot("input", "T"), slot("scale", "T"), slot("B", "T")],
    outputs: [slot("output", "T")],
    types: { T: FLOATS },
    attributes: { epsilon: float(1e-5) },
    shapes(context) {
      requirePerChannel(context, [1, 2]);
      return sameAsFirst(context);
    },
  }),
};

function spatialShape({ inputs, refuse }: AnyContext): Shape {
  const [{ shape }] = inputs;
  if (shape.length < 3) {
    throw refuse(`got the shape ${spellShape(shape)}; images, channels and at least one axis of space were expected`);
  }
  return shape;
}

function requireBias(context: AnyContext, filters: Dimension): void {
  const bias = context.optional(2);
  if (!bias) return;
  const complaint = (): Error => context.refuse(`got a bias of ${spellShape(bias.shape)}; [${filters}] was expected`);
  if (bias.shape.length !== 1) throw complaint();
  equalSize(bias.shape[0], filters, complaint);
}

function requirePerChannel(context: AnyContext, places: readonly number[]): void {
  const channels = context.inputs[0].shape[1] ?? 1;
  for (const place of places) {
    const [size] = requireRank(context, place, 1);
    equalSize(size, channels, () =>
      context.refuse(`got ${size} numbers as input ${place + 1}; one for each of ${channels} channels were expected`),
    );
  }
}

function requireKernel(told: readonly number[] | undefined, kernel: Shape, { refuse }: AnyContext): void {
  const isSame =
    !told ||
    (told.length === kernel.length &&
      told.every((size, axis) => (kernel[axis] ?? size) === size || typeof kernel[axis] === "string"));
  if (!isSame) throw refuse(`has kernel_shape ${spellShape(told)}, but a weight of ${spellShape(kernel)}`);
}

function pooled(
  context: AnyContext &
    Pick<RuleContext, "inputs"> & {
      readonly attributes: WindowAttributes & { readonly kernel_shape: readonly number[]; readonly ceil_mode: number };
    },
): Shape {
  const { attributes, refuse } = context;
  const [images, channels, ...space] = spatialShape(context);
  const kernel = attributes.kernel_shape;
  if (kernel.length !== space.length) {
    throw refuse(`has a window of ${spellShape(kernel)} for ${space.length} axes of space`);
  }
  const window = windowOf(kernel, attributes, context);
  const slide = attributes.ceil_mode === 0 ? slideOver : slideBeyond;
  return [images, channels, ...space.map((size, axis) => slide(size, axis, window, context))];
}

function windowOf(kernel: readonly Dimension[], attributes: WindowAttributes, context: AnyContext): Window {
  const rank = kernel.length;
  const steps = (given: readonly number[] | undefined): readonly number[] => {
    const list = listOf(given, rank, 1, context);
    if (list.some((step) => step < 1)) throw context.refuse(`moves by ${spellShape(list)}; at least 1 was expected`);
    return list;
  };
  return {
    kernel,
    strides: steps(attributes.strides),
    dilations: steps(attributes.dilations),
    pads: listOf(attributes.pads, 2 * rank, 0, context),
    padding: attributes.auto_pad,
  };
}

function listOf(
  given: readonly number[] | undefined,
  length: number,
  fallback: number,
  { refuse }: AnyContext,
): readonly number[] {
  if (given && given.length !== length) throw refuse(`has ${spellShape(given)} where ${length} numbers were expected`);
  return given ?? Array.from({ length }, () => fallback);
}

/** How many whole windows fit. */
function slideOver(size: Dimension, axis: number, window: Window, { refuse }: AnyContext): Dimension {
  const { strides, padding } = window;
  if (padding === "SAME_UPPER" || padding === "SAME_LOWER") return divideSizesUp(size, strides[axis]);
  const steps = divideSizesDown(room(size, axis, window), strides[axis]);
  if (typeof steps === "number" && steps < 0) {
    throw refuse(`has a window that is wider than its padded input of ${size} on axis ${axis + 2}`);
  }
  return addSizes(steps, 1);
}

/** As `slideOver`, with a last window that may reach beyond the end, if it begins before it. */
function slideBeyond(size: Dimension, axis: number, window: Window, context: AnyContext): Dimension {
  const { strides, pads, padding } = window;
  if (padding === "SAME_UPPER" || padding === "SAME_LOWER") return slideOver(size, axis, window, context);
  const before = padding === "VALID" ? 0 : pads[axis];
  const reaching = addSizes(divideSizesUp(room(size, axis, window), strides[axis]), 1);
  return smallerSize(reaching, divideSizesUp(addSizes(size, before), strides[axis]));
}

/** By how much a window can move within the padded input. */
function room(size: Dimension, axis: number, { kernel, dilations, pads, padding }: Window): Dimension {
  const padded = padding === "VALID" ? size : addSizes(size, pads[axis] + pads[axis + kernel.length]);
  return subtractSizes(padded, reach(kernel[axis], dilations[axis]));
}

/** From the first to the last element that a window looks at. */
function reach(kernel: Dimension, dilation: number): Dimension {
  return addSizes(multiplySizes(subtractSizes(kernel, 1), dilation), 1);
}

function slideBack(size: Dimension, axis: number, window: Window, added: number): Dimension {
  const { kernel, strides, dilations, pads, padding } = window;
  if (padding === "SAME_UPPER" || padding === "SAME_LOWER") return multiplySizes(size, strides[axis]);
  const pad = padding === "VALID" ? 0 : pads[axis] + pads[axis + kernel.length];
  const spread = multiplySizes(subtractSizes(size, 1), strides[axis]);
  return subtractSizes(addSizes(addSizes(spread, reach(kernel[axis], dilations[axis])), added), pad);
}
