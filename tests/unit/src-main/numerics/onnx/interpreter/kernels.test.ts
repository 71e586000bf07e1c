/** @file Checks that there is a kernel for each operator of the table, and that it computes what ONNX Runtime does. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { GraphBuilder } from "../../../../../../src-main/numerics/onnx/builder";
import { kernels } from "../../../../../../src-main/numerics/onnx/interpreter/kernels";
import { toReference } from "../../../../../../src-main/numerics/onnx/interpreter/reference-tensor";
import { operators, type OperatorName } from "../../../../../../src-main/numerics/onnx/operators";
import { drawNode, type DrawnNode } from "../../../../../builders/arbitrary-nodes";
import { disagreements, type NodeCase } from "../../../../../builders/ask-both";

const NAMES = Object.keys(operators) as OperatorName[];

test("every operator has a kernel, and every kernel an operator", () => {
  expect(Object.keys(kernels).toSorted()).toEqual(NAMES.toSorted());
});

const TOLERANCE = 1e-5;

test.each(NAMES)("%s, as the builder writes it, gives what ONNX Runtime gives", async (operator) => {
  const property = fc.asyncProperty(fc.gen(), async (generator) => {
    const node = caseOf(operator, drawNode(operator, generator));
    fc.pre(!fallsEitherWay(node));
    await expect(disagreements(node, TOLERANCE)).resolves.toEqual([]);
  });
  await fc.assert(property, { numRuns: 20 });
});

/** Which pixel is the nearest hangs on the last bit of a float32 where a scale is no sum of a few powers of two. */
function fallsEitherWay({ operator, inputs, attributes }: NodeCase): boolean {
  const isNearest = attributes?.["mode"]?.value === "nearest";
  return operator === "Resize" && isNearest && (inputs[2]?.data.some((scale) => (scale * 2) % 1 !== 0) ?? false);
}

/** The node with its attributes as the builder writes them, and its outputs as the table tells them. */
function caseOf(operator: OperatorName, drawn: DrawnNode): NodeCase {
  const builder = new GraphBuilder("drawn");
  const inputs = drawn.inputs.map((input) => input && builder.constant(input.tensor));
  const outputs = builder.apply(operator, inputs, drawn.attributes as never, drawn.outputs);
  for (const [place, output] of outputs.entries()) builder.output(`output${place}`, output);
  const node = builder.toGraph().nodes.find((each) => each.operator === operator)!;
  return {
    operator,
    inputs: drawn.inputs.map((input) => input && toReference(input.tensor)),
    attributes: node.attributes,
    outputs: outputs.map(({ type }) => type),
  };
}
