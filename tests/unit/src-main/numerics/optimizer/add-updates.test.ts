/** @file What an update graph answers beside torch's numbers: norms of broken gradients, scaled ones, refusals. */
import { expect, test } from "vitest";
import { GraphBuilder } from "../../../../../src-main/numerics/onnx/builder";
import { addUpdates } from "../../../../../src-main/numerics/optimizer/add-updates";
import { buildUpdateGraph, type UpdateGraph } from "../../../../../src-main/numerics/optimizer/build-update-graph";
import { globalNorm } from "../../../../../src-main/numerics/optimizer/clip-gradients";
import { updateRuleOf } from "../../../../../src-main/numerics/optimizer/update-rule-of";
import type { ReferenceTensor } from "../../../../../src-main/numerics/onnx/interpreter/reference-tensor";
import { byRuntime } from "../../../../builders/replay-updates";

const SHAPES = new Map([
  ["weight", [2, 2, 1, 1]],
  ["bias", [2]],
]);
const WEIGHTS = { weight: [0.5, -1, 2, 0.25], bias: [0.1, -0.2] };
const GRADIENTS = { weight: [0.3, 0.7, -0.9, 0.01], bias: [1.5, -0.003] };
const rule = updateRuleOf({ kind: "sgd", momentum: 0.9, weightDecay: 0.01 });

test("gradients of a scaled loss give the same weights to the last bit, and the norm of the unscaled ones", async () => {
  const plain = await answer(buildUpdateGraph(SHAPES, { rule, clipNorm: 1 }), GRADIENTS);
  const scaled = {
    weight: GRADIENTS.weight.map((each) => each * 65536),
    bias: GRADIENTS.bias.map((each) => each * 65536),
  };
  const updater = buildUpdateGraph(SHAPES, { rule, clipNorm: 1, isScaled: true });
  expect(await answer(updater, scaled, 1 / 65536)).toEqual(plain);
});

test.each([Infinity, Number.NaN])("the norm says that a gradient is %d", async (broken) => {
  const answers = await answer(buildUpdateGraph(SHAPES, { rule }), { ...GRADIENTS, bias: [broken, 0] });
  expect(answers["gradient_norm"]![0]).toBe(broken);
});

test("half-precision gradients are brought to the weight's precision", () => {
  const builder = new GraphBuilder("step");
  const weight = builder.input("weight", "float32", [3]);
  const gradient = builder.input("gradient", "float16", [3]);
  const { weights } = addUpdates(builder, [{ name: "weight", weight, gradient }], { rule });
  const { output } = weights.get("weight")!;
  expect(builder.value(output)).toEqual({ name: "updated/weight", type: "float32", shape: [3] });
});

test("a gradient of another shape than its weight is refused by name", () => {
  const builder = new GraphBuilder("step");
  const weight = builder.input("layer.weight", "float32", [2, 3]);
  const gradient = builder.input("gradient", "float32", [4, 2, 3]);
  expect(() => addUpdates(builder, [{ name: "layer.weight", weight, gradient }], { rule })).toThrow(
    "layer.weight would become float32 [4, 2, 3]; float32 [2, 3] was expected.",
  );
});

test("the norm of no gradients is refused", () => {
  expect(() => globalNorm(new GraphBuilder("none"), [])).toThrow("no gradients");
});

/** Of a first update, by ONNX Runtime. */
async function answer(
  updater: UpdateGraph,
  gradients: Readonly<Record<string, readonly number[]>>,
  gradientScale?: number,
): Promise<Readonly<Record<string, readonly number[]>>> {
  const time = { update: 1, learningRate: 0.1, ...(gradientScale !== undefined && { gradientScale }) };
  const numbers = new Map<string, readonly number[]>([
    ...Object.entries(WEIGHTS),
    ...Object.entries(gradients).map(([name, each]) => [updater.gradients.get(name)!, each] as const),
    ...Array.from(updater.updates.scalarsAt(time), ([name, each]) => [name, [each]] as const),
  ]);
  const inputs = updater.graph.inputs.map(({ name, shape }) => [name, tensorOf(shape as number[], numbers.get(name))]);
  const answers = await byRuntime(updater.graph, Object.fromEntries(inputs) as Record<string, ReferenceTensor>);
  return Object.fromEntries(Array.from(answers, ([name, { data }]) => [name, [...data]]));
}

/** Zeros where no numbers are given. */
function tensorOf(shape: readonly number[], numbers: readonly number[] | undefined): ReferenceTensor {
  const count = shape.reduce((product, size) => product * size, 1);
  return { type: "float32", shape, data: Float64Array.from(numbers ?? Array.from({ length: count }, () => 0)) };
}
