/** @file Operators that sample an image at places between its elements. */
import { axisOf, equalSize, requireRank, spellShape } from "./shape-rules";
import { multiplySizes } from "../dimension";
import type { Dimension } from "../graph";
import { choice, defineOperator, float, integer, integers, optionalSlot, slot } from "./define-operator";
import { ANY, FLOATS } from "./element-groups";

export const resamplingOperators = {
  /** Either scales or sizes are given, for all axes or for those in `axes`. */
  Resize: defineOperator({
    since: 18,
    inputs: [
      slot("X", "T1"),
      optionalSlot("roi", "T2"),
      optionalSlot("scales", "float32"),
      optionalSlot("sizes", "int64"),
    ],
    outputs: [slot("Y", "T1")],
    types: { T1: ANY, T2: FLOATS },
    attributes: {
      antialias: integer(0),
      axes: integers(),
      coordinate_transformation_mode: choice(
        "half_pixel",
        "pytorch_half_pixel",
        "align_corners",
        "asymmetric",
        "tf_crop_and_resize",
        "half_pixel_symmetric",
      ),
      cubic_coeff_a: float(-0.75),
      exclude_outside: integer(0),
      extrapolation_value: float(0),
      keep_aspect_ratio_policy: choice("stretch", "not_larger", "not_smaller"),
      mode: choice("nearest", "linear", "cubic"),
      nearest_mode: choice("round_prefer_floor", "round_prefer_ceil", "floor", "ceil"),
    },
    shapes(context) {
      const { inputs, attributes, optional, openSize, refuse } = context;
      const [{ shape }] = inputs;
      const axes = attributes.axes?.map((axis) => axisOf(axis, shape.length, context)) ?? shape.map((_, axis) => axis);
      // Older exporters leave an empty tensor where the other of the two is given.
      const [scales, sizes] = [2, 3].map((index) => (optional(index)?.shape[0] === 0 ? undefined : optional(index)));
      if (!scales === !sizes) throw refuse("needs either scales or sizes");
      const given = (scales ?? sizes)?.contents;
      if (given && given.length !== axes.length) {
        throw refuse(`resizes ${spellShape(shape)} by ${spellShape(given)}; ${axes.length} numbers were expected`);
      }
      const isOpen = !given || attributes.keep_aspect_ratio_policy !== "stretch";
      return [
        shape.map((size, axis) => {
          const place = axes.indexOf(axis);
          if (place < 0) return size;
          if (isOpen) return openSize(0, axis);
          return (scales ? scaledSize(size, given[place]) : given[place]) ?? openSize(0, axis);
        }),
      ];
    },
  }),

  /** Means over a grid of samples in each cell of each region; regions are (x1, y1, x2, y2). */
  RoiAlign: defineOperator({
    since: 16,
    inputs: [slot("X", "T1"), slot("rois", "T1"), slot("batch_indices", "int64")],
    outputs: [slot("Y", "T1")],
    types: { T1: FLOATS },
    attributes: {
      coordinate_transformation_mode: choice("half_pixel", "output_half_pixel"),
      mode: choice("avg", "max"),
      output_height: integer(1),
      output_width: integer(1),
      sampling_ratio: integer(0),
      spatial_scale: float(1),
    },
    shapes(context) {
      const [, channels] = requireRank(context, 0, 4);
      const [count, corners] = requireRank(context, 1, 2);
      const [indices] = requireRank(context, 2, 1);
      equalSize(corners, 4, () => context.refuse(`got regions of ${corners} numbers; 4 were expected`));
      equalSize(count, indices, () => context.refuse(`got ${count} regions and ${indices} images of theirs`));
      const { output_height: height, output_width: width } = context.attributes;
      return [[count, channels, height, width]];
    },
  }),

  /** At the places that `grid` names by (x, y), from -1 to 1 over the image: [images, height, width, 2]. Sets from 20 on
   * call the modes otherwise. */
  GridSample: defineOperator({
    since: 16,
    inputs: [slot("X", "T1"), slot("grid", "T2")],
    outputs: [slot("Y", "T1")],
    types: { T1: ANY, T2: FLOATS },
    attributes: {
      align_corners: integer(0),
      mode: choice("bilinear", "nearest", "bicubic", "linear", "cubic"),
      padding_mode: choice("zeros", "border", "reflection"),
    },
    shapes(context) {
      const [{ shape }] = context.inputs;
      const grid = requireRank(context, 1, shape.length);
      const complaint = (): Error => context.refuse(`samples ${spellShape(shape)} by a grid of ${spellShape(grid)}`);
      if (shape.length < 3) throw complaint();
      equalSize(shape[0], grid[0], complaint);
      equalSize(grid[grid.length - 1], shape.length - 2, complaint);
      return [[...shape.slice(0, 2), ...grid.slice(1, -1)]];
    },
  }),
};

/** ONNX Runtime multiplies in float32 and rounds down. */
function scaledSize(size: Dimension, scale: Dimension): Dimension | undefined {
  if (typeof scale !== "number") return undefined;
  if (typeof size === "number") return Math.floor(Math.fround(size * Math.fround(scale)));
  return Number.isInteger(scale) ? multiplySizes(size, scale) : undefined;
}
