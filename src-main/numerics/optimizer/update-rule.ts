/** @file What an optimiser is: how new weights follow from gradients, and what it remembers between two updates. */
import type { GraphBuilder, Value } from "../onnx/builder";

export interface UpdateTime {
  /** Counted from 1. */
  readonly update: number;
  readonly learningRate: number;
}

/** A weight and what is remembered of it, all of one shape and type. */
export interface WeightState {
  readonly weight: Value;
  /** In the order of the rule's `memories`. */
  readonly memories: readonly Value[];
}

export interface UpdateRule {
  /** What is remembered of each weight, by torch's names: tensors of its shape, zeros before the first update. */
  readonly memories: readonly string[];
  /** Numbers that change from update to update, the same for all weights. */
  readonly scalars: readonly string[];
  /** Those numbers at one update, in order: computed in doubles and rounded once, as torch does. */
  readonly scalarsAt: (time: UpdateTime) => readonly number[];
  /** Adds the nodes that bring one weight up to date. The scalars have as many axes as the weight, all of size 1. */
  readonly apply: (
    builder: GraphBuilder,
    state: WeightState,
    given: { readonly gradient: Value; readonly scalars: readonly Value[] },
  ) => WeightState;
}
