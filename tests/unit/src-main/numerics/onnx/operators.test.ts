/** @file Checks the operator table's shapes and types against what ONNX Runtime computes, on random nodes. */
import fc from "fast-check";
import { InferenceSession, Tensor as RuntimeTensor } from "onnxruntime-node";
import { expect, test } from "vitest";
import { Failure } from "../../../../../src-shared/domain/failure";
import { GraphBuilder, type Value } from "../../../../../src-main/numerics/onnx/builder";
import { encodeModel } from "../../../../../src-main/numerics/onnx/encode-model";
import type { Dimension } from "../../../../../src-main/numerics/onnx/graph";
import { definitionOf, operators, type OperatorName } from "../../../../../src-main/numerics/onnx/operators";
import { drawNode, type DrawnNode } from "../../../../builders/arbitrary-nodes";
import type { DrawnInput } from "../../../../builders/draw-tensors";
import { evaluateSize } from "../../../../builders/evaluate-size";

const NAMES = Object.keys(operators) as OperatorName[];

/** How the sizes of inputs are told to the graph: as they are, each by a name of its own, or equal ones by one name. */
type Naming = (input: number, axis: number, size: number) => Dimension;
const NAMINGS: Readonly<Record<string, Naming>> = {
  fixed: (_input, _axis, size) => size,
  "open, each its own": (input, axis) => `size${input}_${axis}`,
  "open, equal ones shared": (_input, _axis, size) => (size === 1 ? 1 : `n${size}`),
};

test.each(NAMES)("%s has the shapes and types that ONNX Runtime finds", async (operator) => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...Object.keys(NAMINGS)), fc.gen(), async (naming, generator) => {
      const node = drawNode(operator, generator);
      const { builder, outputs, sizes } = build(operator, node, NAMINGS[naming]!);
      const answers = await run(builder, node);
      for (const [index, output] of outputs.entries()) {
        const answer = answers[`output${index}`]!;
        expect(answer.type).toBe(output.type);
        const shape = output.shape.map((size, axis) =>
          isOfItsOwn(size, sizes) ? answer.dims[axis] : evaluateSize(size, sizes),
        );
        expect(shape).toEqual([...answer.dims]);
      }
    }),
    { numRuns: 20 },
  );
});

const FOLLOWED = NAMES.filter((name) => definitionOf(name).contents);

test.each(FOLLOWED)("%s of constants has the elements that are foreseen", async (operator) => {
  await fc.assert(
    fc.asyncProperty(fc.gen(), async (generator) => {
      const drawn = drawNode(operator, generator);
      const node = { ...drawn, inputs: drawn.inputs.map((input) => input && { ...input, isConstant: true }) };
      const { builder, outputs } = build(operator, node, NAMINGS["fixed"]!);
      const contents = builder.contentsOf(outputs[0]!);
      if (!contents) return;
      const answer = (await run(builder, node))["output0"]!;
      const found = Array.from(answer.data as Float32Array, Number);
      // Where an element is nothing but a size, the sign of a zero is not followed.
      expect(found.map((each) => each + 0)).toEqual(contents.map((each) => Number(each) + 0));
    }),
    { numRuns: 20 },
  );
});

const WILD = fc.constantFrom(0, 1, -1, 2, 7, -7, 1e6, 2 ** 31, -(2 ** 31), 2 ** 53 - 1, 1 - 2 ** 53);

test.each(NAMES)("%s with wild numbers has a shape or is refused", (operator) => {
  fc.assert(
    fc.property(fc.gen(), WILD, (generator, wild) => {
      const drawn = drawNode(operator, generator);
      const change = (each: number): number => (generator(fc.integer, { min: 0, max: 2 }) === 0 ? wild : each);
      const node = { ...drawn, inputs: drawn.inputs.map((input) => input && spoil(input, change)) };
      const attributes = Object.entries(drawn.attributes).map(([name, value]) => [name, spoilAttribute(value, change)]);
      try {
        const { outputs } = build(operator, { ...node, attributes: Object.fromEntries(attributes) }, NAMINGS["fixed"]!);
        for (const { shape } of outputs)
          expect(shape.every((size) => typeof size === "string" || size >= 0)).toBe(true);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(Failure);
      }
    }),
    { numRuns: 40 },
  );
});

function spoil({ tensor, isConstant }: DrawnInput, change: (each: number) => number): DrawnInput {
  if (tensor.type !== "int64" && tensor.type !== "float32") return { tensor, isConstant };
  const numbers = Array.from(tensor.data, Number).map(change);
  const data = tensor.type === "int64" ? BigInt64Array.from(numbers, BigInt) : Float32Array.from(numbers);
  return { tensor: { ...tensor, data }, isConstant: true };
}

function spoilAttribute(value: DrawnNode["attributes"][string], change: (each: number) => number): unknown {
  if (typeof value === "number") return change(value);
  return Array.isArray(value) ? value.map((each) => (typeof each === "number" ? change(each) : each)) : value;
}

/** Inputs whose sizes decide how many axes the answer has. */
const DECIDING: ReadonlySet<string> = new Set(["GatherND 1", "Squeeze 0"]);

function build(operator: OperatorName, node: DrawnNode, nameOf: Naming) {
  const builder = new GraphBuilder("node");
  const sizes = new Map<string, number>();
  const inputs = node.inputs.map((input, index) => {
    const naming = DECIDING.has(`${operator} ${index}`) ? NAMINGS["fixed"]! : nameOf;
    return input && declare(builder, input, { index, nameOf: naming, sizes });
  });
  const outputs = builder.apply(operator, inputs, node.attributes as never, node.outputs);
  for (const [index, output] of outputs.entries()) builder.output(`output${index}`, output);
  return { builder, outputs, sizes };
}

function declare(
  builder: GraphBuilder,
  { tensor, isConstant }: DrawnInput,
  { index, nameOf, sizes }: { readonly index: number; readonly nameOf: Naming; readonly sizes: Map<string, number> },
): Value {
  if (isConstant) return builder.constant(tensor);
  const shape = tensor.shape.map((size, axis) => nameOf(index, axis, size));
  for (const [axis, name] of shape.entries()) sizes.set(String(name), tensor.shape[axis]!);
  return builder.input(`input${index}`, tensor.type, shape);
}

async function run(builder: GraphBuilder, { inputs }: DrawnNode): Promise<Record<string, RuntimeTensor>> {
  const session = await InferenceSession.create(encodeModel(builder.toGraph()), { logSeverityLevel: 3 });
  try {
    const feeds = inputs.flatMap((input, index) =>
      !input || input.isConstant
        ? []
        : [
            [
              `input${index}`,
              new RuntimeTensor(input.tensor.type as "float32", input.tensor.data as never, input.tensor.shape),
            ],
          ],
    );
    return { ...(await session.run(Object.fromEntries(feeds) as Record<string, RuntimeTensor>)) } as Record<
      string,
      RuntimeTensor
    >;
  } finally {
    await session.release();
  }
}

/** A size that only the run tells. */
function isOfItsOwn(size: Dimension, sizes: ReadonlyMap<string, number>): boolean {
  return typeof size === "string" && /^\w+\.\d+$/.test(size) && !sizes.has(size);
}
