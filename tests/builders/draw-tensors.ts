/** @file Draws small tensors at random: shapes, exact numbers, and places within them. */
import fc, { type GeneratorValue } from "fast-check";
import type { Attribute } from "../../src-main/numerics/onnx/graph";
import type { ElementType, Tensor } from "../../src-main/numerics/tensor/tensor";

/** A constant is known when the graph is built; anything else is fed when it runs. */
export interface DrawnInput {
  readonly tensor: Tensor;
  readonly isConstant: boolean;
}

export class Draw {
  constructor(readonly generator: GeneratorValue) {}

  readonly integer = (min: number, max: number): number => this.generator(fc.integer, { min, max });
  readonly flag = (): boolean => this.integer(0, 1) === 1;
  readonly bit = (): number => this.integer(0, 1);
  readonly pick = <Each>(choices: readonly Each[]): Each => choices[this.integer(0, choices.length - 1)]!;
  readonly list = (length: number, min: number, max: number): number[] =>
    Array.from({ length }, () => this.integer(min, max));
  readonly shape = (minRank = 0, maxRank = 4): number[] => this.list(this.integer(minRank, maxRank), 1, 4);
  readonly axis = (rank: number): number => this.integer(-rank, rank - 1);
  readonly some = (rank: number): number[] => Array.from({ length: rank }, (_, axis) => axis).filter(this.flag);
  readonly order = (rank: number): number[] => {
    const left = Array.from({ length: rank }, (_, axis) => axis);
    return Array.from({ length: rank }, () => left.splice(this.integer(0, left.length - 1), 1)[0]!);
  };

  /** Whole quarters, so that sums are exact. */
  readonly floats = (shape: readonly number[], min = -8, max = 8): DrawnInput =>
    fed(
      "float32",
      shape,
      Float32Array.from(this.list(count(shape), min, max), (each) => each / 4),
    );
  readonly truths = (shape: readonly number[]): DrawnInput =>
    fed("bool", shape, Uint8Array.from(this.list(count(shape), 0, 1)));
  readonly places = (shape: readonly number[], size: number): DrawnInput =>
    fed("int64", shape, BigInt64Array.from(this.list(count(shape), -size, size - 1), BigInt));
}

export function fed(type: ElementType, shape: readonly number[], data: Tensor["data"]): DrawnInput {
  return { tensor: { type, shape, data }, isConstant: false };
}

export function known(values: readonly number[], shape: readonly number[] = [values.length]): DrawnInput {
  return { tensor: { type: "int64", shape, data: BigInt64Array.from(values, BigInt) }, isConstant: true };
}

export function knownFloats(values: readonly number[], shape: readonly number[] = [values.length]): DrawnInput {
  return { tensor: { type: "float32", shape, data: Float32Array.from(values) }, isConstant: true };
}

export function count(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Shapes of one common shape, some of whose axes are 1 or are left out in front. */
export function broadcastable(draw: Draw, length: number, maxRank = 4): number[][] {
  const shape = draw.shape(0, maxRank);
  return Array.from({ length }, () => {
    const from = draw.integer(0, shape.length);
    return shape.slice(draw.flag() ? from : 0).map((size) => (draw.integer(0, 3) === 0 ? 1 : size));
  });
}

export function drawWindow(draw: Draw): {
  readonly space: number[];
  readonly group: number;
  readonly kernel: number[];
  readonly window: { readonly strides: number[]; readonly auto_pad: string } & Readonly<
    Record<string, Attribute["value"]>
  >;
} {
  const axes = draw.integer(1, 2);
  const kernel = draw.list(axes, 1, 3);
  const auto = draw.pick(["NOTSET", "NOTSET", "NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER"]);
  // ONNX Runtime wants neither gaps between taps nor gaps between windows where it finds the pads itself.
  const isSame = auto.startsWith("SAME");
  const dilations = kernel.map(() => draw.integer(1, isSame ? 1 : 2));
  const strides = kernel.map((size) => draw.integer(1, isSame ? size : 3));
  const reach = kernel.map((size, axis) => (size - 1) * dilations[axis]! + 1);
  const space = reach.map((size) => size + draw.integer(0, 4));
  const pads = auto === "NOTSET" ? { pads: draw.list(2 * axes, 0, 2) } : {};
  const window = { kernel_shape: kernel, strides, dilations, auto_pad: auto, ...pads };
  return { space, group: draw.integer(1, 2), kernel, window };
}

/** Rows of random places along several axes. */
export function positions(draw: Draw, rows: readonly number[], sizes: readonly number[]): DrawnInput {
  const places = Array.from({ length: count(rows) }, () => sizes.map((size) => draw.integer(0, size - 1)));
  return fed("int64", [...rows, sizes.length], BigInt64Array.from(places.flat(), BigInt));
}

export function everyPosition(sizes: readonly number[]): number[][] {
  return sizes.reduce<number[][]>(
    (all, size) => all.flatMap((position) => Array.from({ length: size }, (_, place) => [...position, place])),
    [[]],
  );
}
