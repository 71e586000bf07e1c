/** @file The table of ONNX's operators that the program knows, each once, in the form of operator set 18.
 *
 * Kernels of the reference interpreter and rules of differentiation hang on it by name.
 * @see https://github.com/onnx/onnx/blob/main/docs/Operators.md */
import type { Attribute } from "./graph";
import type { GivenAttributes, OperatorDefinition, ReadAttributes } from "./operators/define-operator";
import { activationOperators } from "./operators/activation-operators";
import { blockOperators } from "./operators/block-operators";
import { constantOperators } from "./operators/constant-operators";
import { elementwiseOperators } from "./operators/elementwise-operators";
import { gatheringOperators } from "./operators/gathering-operators";
import { productOperators } from "./operators/product-operators";
import { reducingOperators } from "./operators/reducing-operators";
import { resamplingOperators } from "./operators/resampling-operators";
import { shapingOperators } from "./operators/shaping-operators";
import { slicingOperators } from "./operators/slicing-operators";
import { spatialOperators } from "./operators/spatial-operators";

/** The operator set of what is written. */
export const OPERATOR_SET = 18;

export const operators = {
  ...activationOperators,
  ...blockOperators,
  ...constantOperators,
  ...elementwiseOperators,
  ...gatheringOperators,
  ...productOperators,
  ...reducingOperators,
  ...resamplingOperators,
  ...shapingOperators,
  ...slicingOperators,
  ...spatialOperators,
} satisfies Record<string, OperatorDefinition>;

export type OperatorName = keyof typeof operators;

/** What one may give an operator when writing a node. */
export type AttributesFor<Name extends OperatorName> = GivenAttributes<(typeof operators)[Name]["attributes"]>;

/** What one reads from an operator's node, with defaults in their places. */
export type AttributesOf<Name extends OperatorName> = ReadAttributes<(typeof operators)[Name]["attributes"]>;

/** Whether the table has it; names of other domains are not to be asked for. */
export function isOperatorName(operator: string): operator is OperatorName {
  return Object.hasOwn(operators, operator);
}

/** The definition without the types of its attributes, for walks over any nodes. */
export function definitionOf(operator: OperatorName): OperatorDefinition {
  return operators[operator];
}

/** A node's attributes as plain values, with the defaults of those that it leaves out. */
export function attributesOf<Name extends OperatorName>(
  operator: Name,
  attributes: Readonly<Record<string, Attribute>>,
): AttributesOf<Name> {
  const table = definitionOf(operator).attributes;
  return Object.fromEntries(
    Object.entries(table).map(([name, { value }]) => [name, attributes[name]?.value ?? value]),
  ) as AttributesOf<Name>;
}
