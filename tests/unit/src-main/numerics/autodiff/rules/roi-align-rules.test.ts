/** @file Gradients of RoIAlign are tested at its edges: many channels, no regions, forms that are refused. */
import { expect, test } from "vitest";
import { backward } from "../../../../../../src-main/numerics/autodiff/backward";
import { passOf } from "../../../../../../src-main/numerics/autodiff/forward-pass";
import { GraphBuilder } from "../../../../../../src-main/numerics/onnx/builder";
import {
  checkGradient,
  checkGradientOnRuntime,
  scatteredNumbers,
  type GradientCase,
} from "../../../../../builders/check-gradient";

test("more channels than are taken at a time all get their gradients", async () => {
  const wide = regionsOf({ channels: 70, images: 1, regions: [[0, 0, 3, 2]] });
  expect(await checkGradientOnRuntime(wide)).toEqual([]);
  expect(checkGradient(wide)).toEqual([]);
});

test.each([1, 2])(
  "without any regions, the gradient of %i feature maps is zero on ONNX Runtime too",
  async (images) => {
    const empty = regionsOf({ channels: 2, images, regions: [] });
    expect(checkGradient(empty)).toEqual([]);
    expect(await checkGradientOnRuntime(empty)).toEqual([]);
  },
);

test("regions that take the largest sample are refused", () => {
  const to = new GraphBuilder("case");
  const inputs = [to.input("features", "float32", [1, 1, 3, 4]), to.floats([0, 0, 3, 2], [1, 4]), to.integers([0])];
  const [largest] = to.apply("RoiAlign", inputs, { mode: "max" });
  const seeds = new Map([[largest!.name, largest!]]);
  const sentence = "The gradient of RoiAlign roiAlign_1 is not known for the mode max.";
  expect(() => backward(to, passOf(to), seeds, ["features"])).toThrow(sentence);
});

interface Regions {
  readonly channels: number;
  readonly images: number;
  readonly regions: readonly (readonly [number, number, number, number])[];
}

function regionsOf({ channels, images, regions }: Regions): GradientCase {
  const shape = [images, channels, 3, 4];
  const data = scatteredNumbers(images * channels * 12, 1);
  const corners = Float64Array.from(regions.flat());
  const owners = new Float64Array(regions.length);
  return {
    inputs: [
      { tensor: { type: "float32", shape, data } },
      {
        tensor: { type: "float32", shape: [regions.length, 4], data: corners },
        declared: ["regions", 4],
        isConstant: regions.length > 0,
      },
      { tensor: { type: "int64", shape: [regions.length], data: owners }, declared: ["regions"] },
    ],
    build: (to, inputs) => to.apply("RoiAlign", inputs, { output_height: 2, output_width: 2 }),
  };
}
