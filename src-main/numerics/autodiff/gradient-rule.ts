/** @file What a rule of differentiation is: how gradients of a node's inputs follow from those of its outputs. */
import type { Failure } from "../../../src-shared/domain/failure";
import type { ElementType } from "../tensor/tensor";
import type { GraphBuilder, Value } from "../onnx/builder";
import type { Dimension } from "../onnx/graph";
import type { AttributesOf, OperatorName } from "../onnx/operators";

/** One node on the way back, and the graph that its gradient is added to. */
export interface GradientContext<Name extends OperatorName = OperatorName> {
  readonly builder: GraphBuilder;
  readonly attributes: AttributesOf<Name>;
  readonly inputCount: number;
  readonly outputCount: number;
  /** Whether the gradient of an input is wanted at all; false for whole numbers and for one that is left out. */
  readonly isWanted: (input: number) => boolean;
  /** A value of the forward pass, for a gradient that reads its elements. Each one that is asked for must be kept until
   * the way back: ask for as few as do. */
  readonly input: (index: number) => Value;
  readonly output: (index: number) => Value;
  readonly hasInput: (index: number) => boolean;
  readonly hasOutput: (index: number) => boolean;
  /** Type and shape alone, which cost nothing. */
  readonly inputType: (index: number) => ElementType;
  readonly inputShape: (index: number) => readonly Dimension[];
  readonly outputShape: (index: number) => readonly Dimension[];
  /** Elements of a small input that are known before anything runs: axes, sizes, pads. Texts are open sizes. */
  readonly contents: (index: number) => readonly Dimension[] | undefined;
  /** The sizes of an input as an int64 tensor: a constant where all are known. */
  readonly sizesOfInput: (index: number) => Value;
  /** The gradient of any of the outputs: zeros where nothing depends on it. */
  readonly gradientOf: (output: number) => Value;
  /** A gradient that has the shape of the node's output, summed over what broadcasting repeated, to that of an input. */
  readonly sumToInput: (gradient: Value, index: number) => Value;
  /** A gradient with as many elements as an input, in that input's shape. */
  readonly shapeLikeInput: (gradient: Value, index: number) => Value;
  /** @returns the failure to throw: `sentence` continues "The gradient of Conv conv_3 …" */
  readonly refuse: (sentence: string) => Failure;
}

/** `gradient` is that of the first output. One answer for each input, which is called only where it is wanted, and
 * undefined where there is none: whole numbers, truths, shapes. */
export type GradientRule<Name extends OperatorName = OperatorName> = (
  context: GradientContext<Name>,
  gradient: Value,
) => readonly ((() => Value) | undefined)[];

export type GradientRules = { readonly [Name in OperatorName]?: GradientRule<Name> };
