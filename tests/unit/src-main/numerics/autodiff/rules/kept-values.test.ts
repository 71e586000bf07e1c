/** @file What the way back reads of the forward pass is tested: each such value has to be kept until then. */
import { expect, test } from "vitest";
import { backward } from "../../../../../../src-main/numerics/autodiff/backward";
import { borrowPass } from "../../../../../../src-main/numerics/autodiff/borrow-pass";
import { passOf } from "../../../../../../src-main/numerics/autodiff/forward-pass";
import { GraphBuilder, type Value } from "../../../../../../src-main/numerics/onnx/builder";

type Build = (to: GraphBuilder, image: Value) => Value;

test.each<[string, Build, readonly string[]]>([
  [
    "a convolution",
    (to, image) => to.conv(image, to.input("weight", "float32", [3, 2, 3, 3]), { pads: 1 }),
    ["weight"],
  ],
  [
    "a transposed convolution",
    (to, image) => to.convTranspose(image, to.input("weight", "float32", [2, 3, 2, 2]), { strides: 2 }),
    ["weight"],
  ],
  ["a maximum", (to, image) => to.maxPool(image, { kernel: 3, strides: 2, pads: 1 }), ["image", "maxPool_1"]],
  ["a mean", (to, image) => to.averagePool(image, { kernel: 3, strides: 2, pads: 1 }), []],
  ["the mean of a channel", (to, image) => to.globalAveragePool(image), []],
  ["resizing", (to, image) => to.resize(image, to.integers([1, 2, 9, 7]), { mode: "linear" }), []],
  [
    "regions",
    (to, image) => {
      const regions = to.input("regions", "float32", ["count", 4]);
      const size = { outputHeight: 2, outputWidth: 2, samplingRatio: 0, spatialScale: 0.5 };
      return to.roiAlign(image, regions, to.input("images", "int64", ["count"]), size);
    },
    ["regions"],
  ],
])("the image's gradient of %s reads no more than it has to", (_, build, kept) => {
  const forward = new GraphBuilder("forward");
  const answer = build(forward, forward.input("image", "float32", [1, 2, 6, 8]));
  const gradients = new GraphBuilder("gradients");
  const pass = borrowPass(gradients, passOf(forward), forward.toGraph().initialisers);
  const seed = gradients.input("seed", "float32", answer.shape);
  backward(gradients, pass, new Map([[answer.name, seed]]), ["image"]);
  expect([...pass.borrowed.values()].toSorted()).toEqual(kept);
});
