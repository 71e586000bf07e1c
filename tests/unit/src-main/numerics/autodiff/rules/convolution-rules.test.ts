/** @file Gradients of convolutions are tested where the sizes make them take another way; random nodes are held to
 * central differences in rules.test.ts. */
import { expect, test } from "vitest";
import {
  checkGradient,
  checkGradientOnRuntime,
  scatteredNumbers,
  type GradientCase,
  type GradientInput,
} from "../../../../../builders/check-gradient";
import type { Dimension } from "../../../../../../src-main/numerics/onnx/graph";

test.each([7, 8])("the weight of %i channels gets the gradient of central differences", async (channels) => {
  const strided = convolution({ channels, filters: 3, kernel: 3, options: { strides: 2, pads: 1 } });
  expect(checkGradient(strided)).toEqual([]);
  expect(await checkGradientOnRuntime(strided)).toEqual([]);
});

test("a window that leaves an open number of rows over gives back to all rows it saw", async () => {
  const declared = ["images", 2, "rows", "columns"];
  const strided = convolution({
    channels: 2,
    filters: 3,
    kernel: 2,
    options: { strides: 3, pads: [1, 0, 0, 1] },
    declared,
  });
  expect(checkGradient(strided)).toEqual([]);
  expect(await checkGradientOnRuntime(strided)).toEqual([]);
});

test("several filters for each single channel give back to it", async () => {
  const multiplied: GradientCase = {
    inputs: [input([2, 3, 6, 5]), input([6, 1, 3, 3])],
    build: (to, [image, weight]) => to.conv(image!, weight!, { strides: 2, pads: 1, group: 3 }),
  };
  expect(checkGradient(multiplied)).toEqual([]);
  expect(await checkGradientOnRuntime(multiplied)).toEqual([]);
});

test("pads that a node leaves to the run are refused where sizes are open", () => {
  const padded: GradientCase = {
    inputs: [input([1, 1, 4], [1, 1, "columns"]), input([1, 1, 2])],
    build: (to, [image, weight]) => to.apply("Conv", [image, weight], { auto_pad: "SAME_UPPER", strides: [2] }),
  };
  const sentence = "The gradient of Conv conv_1 cannot tell the pads of an axis of columns elements before it runs.";
  expect(() => checkGradient(padded)).toThrow(sentence);
});

test("a weight of open sizes is refused", () => {
  const open: GradientCase = {
    inputs: [input([1, 1, 4]), input([1, 1, 2], [1, 1, "taps"])],
    build: (to, [image, weight]) => to.conv(image!, weight!),
  };
  expect(() => checkGradient(open)).toThrow("Conv conv_1 needs a weight of known sizes; taps was found.");
});

interface Convolution {
  readonly channels: number;
  readonly filters: number;
  readonly kernel: number;
  readonly options: { readonly strides: number; readonly pads: number | readonly number[] };
  readonly declared?: readonly Dimension[];
}

function convolution({ channels, filters, kernel, options, declared }: Convolution): GradientCase {
  return {
    inputs: [input([2, channels, 6, 5], declared), input([filters, channels, kernel, kernel])],
    build: (to, [image, weight]) => to.conv(image!, weight!, options),
  };
}

function input(shape: readonly number[], declared?: readonly Dimension[]): GradientInput {
  const data = scatteredNumbers(
    shape.reduce((product, size) => product * size, 1),
    shape.length,
  );
  return { tensor: { type: "float32", shape, data }, declared };
}
