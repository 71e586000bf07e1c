/** @file Gradients of operators on axes of space are tested against torch's autograd
 * (tests/builders/torch-spatial-gradients.py). */
import { expect, test } from "vitest";
import type { GraphBuilder, Value } from "../../../../../src-main/numerics/onnx/builder";
import type { AttributesFor } from "../../../../../src-main/numerics/onnx/operators";
import { readFixture } from "../../../../builders/read-arrays";
import { differencesFromTorch, type BuildExpression, type TorchAnswer } from "../../../../builders/torch-gradients";

const ANSWERS = readFixture<Readonly<Record<string, TorchAnswer>>>("autodiff/torch-spatial-gradients.json");

/** The same operators in ONNX. */
const EXPRESSIONS: Readonly<Record<string, BuildExpression>> = {
  convolution: (to, x, weight, bias) => to.conv(x!, weight!, { bias, pads: 1 }),
  "strided, rows left over": (to, x, weight) => to.conv(x!, weight!, { strides: 2, pads: 1 }),
  "strided 1 × 1": (to, x, weight) => to.conv(x!, weight!, { strides: 2 }),
  "dilated in groups": (to, x, weight) => to.conv(x!, weight!, { pads: [2, 1, 2, 1], dilations: [2, 1], group: 2 }),
  depthwise: (to, x, weight) => to.conv(x!, weight!, { strides: 2, pads: 1, group: 3 }),
  "convolution of a line": (to, x, weight) => to.conv(x!, weight!, { strides: 3, pads: 2 }),
  transposed: (to, x, weight, bias) => to.convTranspose(x!, weight!, { bias, strides: 2, pads: 1, outputPadding: 1 }),
  "transposed in groups": (to, x, weight) => to.convTranspose(x!, weight!, { strides: 2, group: 2 }),
  "maxima of overlapping windows with ties": (to, x) => to.maxPool(x!, { kernel: 3, strides: 2, pads: 1 }),
  "maxima, rounded up": (to, x) => to.maxPool(x!, { kernel: 2, strides: 2, ceilMode: true }),
  "maxima of every place": (to, x) => to.maxPool(x!, { kernel: 5, pads: 2 }),
  "means without pads": (to, x) => to.averagePool(x!, { kernel: 3, strides: 2, pads: 1, ceilMode: true }),
  "means with pads": (to, x) => to.averagePool(x!, { kernel: 3, strides: 2, pads: 1, countsPads: true }),
  "mean of a channel": (to, x) => to.globalAveragePool(x!),
  "batch norm with given statistics": (to, ...inputs) => batchNorm(to, inputs, { training_mode: 0 }),
  "batch norm in training": (to, ...inputs) => batchNorm(to, inputs, { training_mode: 1 }),
  "instance norm": (to, x, scale, bias) => to.instanceNormalization(x!, { scale: scale!, bias: bias! }),
  "nearest, twice as large": (to, x) => to.resizeNearest(x!, 2),
  "nearest to a size": (to, x) =>
    to.resize(x!, to.integers([1, 2, 5, 3]), {
      mode: "nearest",
      coordinate_transformation_mode: "asymmetric",
      nearest_mode: "floor",
    }),
  bilinear: (to, x) =>
    to.resize(x!, to.integers([1, 2, 7, 3]), { mode: "linear", coordinate_transformation_mode: "pytorch_half_pixel" }),
  "bilinear between corners": (to, x) =>
    to.resize(x!, to.integers([2, 1, 7, 9]), { mode: "linear", coordinate_transformation_mode: "align_corners" }),
  regions: (to, x) => regions(to, x!, { sampling_ratio: 2, coordinate_transformation_mode: "output_half_pixel" }),
  "regions, half a pixel off": (to, x) => regions(to, x!, { sampling_ratio: 2 }),
  "regions, as many samples as places": (to, x) =>
    regions(to, x!, { coordinate_transformation_mode: "output_half_pixel" }),
  "regions, half a pixel off and as many samples": (to, x) => regions(to, x!, {}),
};

test.each(Object.keys(ANSWERS))("%s: torch's gradients", (name) => {
  // The fixture has nine digits; batch norm's epsilon is a float of 32 bits to us, and one of 64 to torch.
  expect(Math.max(...differencesFromTorch(ANSWERS[name]!, EXPRESSIONS[name]!))).toBeLessThan(1e-7);
});

test("every operator that torch was asked for is built here too", () => {
  expect(Object.keys(EXPRESSIONS)).toEqual(Object.keys(ANSWERS));
});

function batchNorm(to: GraphBuilder, inputs: Value[], attributes: AttributesFor<"BatchNormalization">): Value {
  const statistics = [to.floats([0.5, -1, 0.25]), to.floats([0.5, 2, 1])];
  return to.apply("BatchNormalization", [...inputs, ...statistics], attributes)[0]!;
}

function regions(to: GraphBuilder, features: Value, attributes: AttributesFor<"RoiAlign">): Value {
  const corners = [
    [4, 6, 20, 18],
    [-6, -9, 10, 8],
    [20, 3, 35, 30],
    [60, 60, 80, 90],
    [7, 7, 7.5, 8],
    [1, 0, 27, 26],
  ];
  const places = [to.floats(corners.flat(), [6, 4]), to.integers([0, 1, 1, 0, 0, 1])];
  const size = { output_height: 3, output_width: 2, spatial_scale: 0.25 };
  return to.apply("RoiAlign", [features, ...places], { ...size, ...attributes })[0]!;
}
