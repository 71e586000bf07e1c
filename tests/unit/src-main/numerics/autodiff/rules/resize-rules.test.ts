/** @file Gradients of resizing are tested where they take a short way, and where they are refused. */
import { expect, test } from "vitest";
import { backward } from "../../../../../../src-main/numerics/autodiff/backward";
import { passOf } from "../../../../../../src-main/numerics/autodiff/forward-pass";
import { GraphBuilder } from "../../../../../../src-main/numerics/onnx/builder";
import type { Dimension } from "../../../../../../src-main/numerics/onnx/graph";
import type { AttributesFor } from "../../../../../../src-main/numerics/onnx/operators";

test("elements that were simply repeated are summed by a pool", () => {
  const shape = ["images", 2, "rows", "columns"];
  expect(
    operatorsOfGradient(shape, {
      mode: "nearest",
      coordinate_transformation_mode: "asymmetric",
      nearest_mode: "floor",
    }),
  ).toContain("AveragePool");
  expect(operatorsOfGradient(shape, { mode: "nearest" })).toContain("AveragePool");
  expect(operatorsOfGradient(shape, { mode: "linear" })).toContain("MatMul");
});

test.each<[AttributesFor<"Resize">, string]>([
  [{ mode: "cubic" }, "is known for nearest and linear sampling without antialias"],
  [{ mode: "linear", antialias: 1 }, "is known for nearest and linear sampling without antialias"],
  [{ mode: "linear", coordinate_transformation_mode: "tf_crop_and_resize" }, "is not known for a crop"],
])("%o is refused in a sentence", (attributes, sentence) => {
  expect(() => operatorsOfGradient([1, 1, 2, 2], attributes)).toThrow(`The gradient of Resize resize_1 ${sentence}.`);
});

function operatorsOfGradient(shape: readonly Dimension[], attributes: AttributesFor<"Resize">): readonly string[] {
  const to = new GraphBuilder("case");
  const image = to.input("image", "float32", shape);
  const [resized] = to.apply("Resize", [image, undefined, to.floats([1, 1, 2, 2])], attributes);
  const pass = passOf(to);
  backward(to, pass, new Map([[resized!.name, to.input("seed", "float32", resized!.shape)]]), ["image"]);
  return to.toGraph().nodes.map(({ operator }) => operator);
}
