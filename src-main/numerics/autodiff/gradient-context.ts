/** @file What a rule of differentiation is given: its node, the graph that is added to, and help with shapes. */
import type { GraphBuilder, Value } from "../onnx/builder";
import type { ElementType } from "../tensor/tensor";
import type { GraphNode } from "../onnx/graph";
import { attributesOf, type OperatorName } from "../onnx/operators";
import type { KnownValue } from "../onnx/operators/define-operator";
import { FLOATS } from "../onnx/operators/element-groups";
import type { ForwardPass } from "./forward-pass";
import type { GradientContext } from "./gradient-rule";
import { knownSizes, reshapeExactly, sumToShape } from "./gradient-shapes";
import { NoGradient } from "./no-gradient";

export interface Walk {
  readonly forward: ForwardPass;
  /** Values whose gradients lead to a wanted one. */
  readonly path: ReadonlySet<string>;
  /** Those that are known so far. */
  readonly gradients: ReadonlyMap<string, Value>;
}

/** `node` is one that the table has a rule for. */
export function contextOf(builder: GraphBuilder, node: GraphNode, walk: Walk): GradientContext {
  const { forward, path, gradients } = walk;
  const operator = node.operator as OperatorName;
  const infoOfInput = (index: number): KnownValue => forward.infoOf(node.inputs[index]);
  const infoOfOutput = (index: number): KnownValue => forward.infoOf(node.outputs[index]);
  const hasInput = (index: number): boolean => (node.inputs[index] ?? "") !== "";
  const sizesOf = (name: string): Value =>
    knownSizes(builder, forward.infoOf(name).shape) ?? builder.shapeOf(forward.valueOf(name));
  const sizesOfInput = (index: number): Value => sizesOf(node.inputs[index]);
  return {
    builder,
    attributes: attributesOf(operator, node.attributes),
    inputCount: node.inputs.length,
    outputCount: node.outputs.length,
    isWanted: (index) => hasInput(index) && path.has(node.inputs[index]) && isFloat(infoOfInput(index).type),
    input: (index) => forward.valueOf(node.inputs[index]),
    output: (index) => forward.valueOf(node.outputs[index]),
    hasInput,
    hasOutput: (index) => (node.outputs[index] ?? "") !== "",
    inputType: (index) => infoOfInput(index).type,
    inputShape: (index) => infoOfInput(index).shape,
    outputShape: (index) => infoOfOutput(index).shape,
    contents: (index) => (hasInput(index) ? infoOfInput(index).contents : undefined),
    sizesOfInput,
    gradientOf(index) {
      const name = node.outputs[index];
      return gradients.get(name) ?? builder.fill(sizesOf(name), 0, forward.infoOf(name));
    },
    sumToInput: (gradient, index) =>
      sumToShape(builder, gradient, { shape: infoOfInput(index).shape, sizes: () => sizesOfInput(index) }),
    shapeLikeInput: (gradient, index) =>
      gradient.shape.join() === infoOfInput(index).shape.join()
        ? gradient
        : reshapeExactly(builder, gradient, sizesOfInput(index)),
    refuse: (sentence) => new NoGradient(`The gradient of ${operator} ${node.name || node.outputs[0]} ${sentence}.`),
  };
}

function isFloat(type: ElementType): boolean {
  return (FLOATS as readonly ElementType[]).includes(type);
}
