/** @file An ONNX graph as values, with every attribute decoded: what the builder makes and the interpreter runs. */
import type { ElementType, Tensor } from "../tensor/tensor";

/** A text stands for a size that is known at run time only; the same text is the same size. */
export type Dimension = number | string;

/** A tensor within a graph. Its shape is absent where a file does not tell it and it was not inferred. */
export interface ValueInfo {
  readonly name: string;
  readonly type: ElementType;
  readonly shape?: readonly Dimension[];
}

export type Attribute =
  | { readonly kind: "integer"; readonly value: number }
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "integers"; readonly value: readonly number[] }
  | { readonly kind: "floats"; readonly value: readonly number[] }
  | { readonly kind: "texts"; readonly value: readonly string[] }
  | { readonly kind: "tensor"; readonly value: Tensor }
  | { readonly kind: "graph"; readonly value: Graph };

export interface GraphNode {
  readonly name: string;
  readonly operator: string;
  /** Empty for ONNX's own operators. */
  readonly domain: string;
  /** In the operator's order; an empty name stands for an input that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export interface Graph {
  readonly name: string;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly initialisers: ReadonlyMap<string, Tensor>;
  /** In an order in which each node reads only what stands before it. */
  readonly nodes: readonly GraphNode[];
  /** Every tensor whose type is known, inputs, initialisers and outputs among them. */
  readonly values: ReadonlyMap<string, ValueInfo>;
}
