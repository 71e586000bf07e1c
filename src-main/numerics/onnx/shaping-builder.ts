/** @file The builder's methods for operators that arrange, pick and reduce elements. */
import { ElementwiseBuilder } from "./elementwise-builder";
import type { Value } from "./graph-assembly";
import type { AttributesFor } from "./operators";

export interface ReduceOptions {
  /** All axes where none are named. */
  readonly axes?: readonly number[] | undefined;
  /** Axes that are reduced stay, with size 1, unless this is false. */
  readonly keepAxes?: boolean | undefined;
}

/** Of each of the axes, or of all from the first on; places are counted from the end where they are negative. */
export interface SliceOptions {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly axes?: readonly number[] | undefined;
  readonly steps?: readonly number[] | undefined;
}

type ReductionName = "ReduceSum" | "ReduceMean" | "ReduceMax" | "ReduceMin";

export class ShapingBuilder extends ElementwiseBuilder {
  readonly reduceSum = (value: Value, options?: ReduceOptions): Value => this.#reduce("ReduceSum", value, options);
  readonly reduceMean = (value: Value, options?: ReduceOptions): Value => this.#reduce("ReduceMean", value, options);
  readonly reduceMax = (value: Value, options?: ReduceOptions): Value => this.#reduce("ReduceMax", value, options);
  readonly reduceMin = (value: Value, options?: ReduceOptions): Value => this.#reduce("ReduceMin", value, options);

  /** One size may be -1, which is what remains; 0 takes the size of the same axis over. */
  reshape(value: Value, shape: readonly number[]): Value {
    return this.reshapeTo(value, this.integers(shape));
  }

  /** To a shape that is a tensor, such as another value's `shapeOf`. */
  reshapeTo(value: Value, shape: Value): Value {
    return this.one("Reshape", [value, shape]);
  }

  /** An int64 tensor of the sizes of all axes. */
  shapeOf(value: Value): Value {
    return this.one("Shape", [value]);
  }

  flatten(value: Value, axis = 1): Value {
    return this.one("Flatten", [value], { axis });
  }

  squeeze(value: Value, axes: readonly number[]): Value {
    return this.one("Squeeze", [value, this.integers(axes)]);
  }

  unsqueeze(value: Value, axes: readonly number[]): Value {
    return this.one("Unsqueeze", [value, this.integers(axes)]);
  }

  transpose(value: Value, order: readonly number[]): Value {
    return this.one("Transpose", [value], { perm: order });
  }

  /** Broadcasts to a shape that is given, or that is an int64 tensor. */
  expand(value: Value, shape: readonly number[] | Value): Value {
    return this.one("Expand", [value, this.#integersOr(shape)]);
  }

  concat(values: readonly Value[], axis: number): Value {
    return this.one("Concat", values, { axis });
  }

  /** One value for each of the sizes. */
  split(value: Value, sizes: readonly number[], axis = 0): readonly Value[] {
    return this.apply("Split", [value, this.integers(sizes)], { axis }, sizes.length);
  }

  slice(value: Value, { starts, ends, axes, steps }: SliceOptions): Value {
    const places = axes ?? starts.map((_, axis) => axis);
    const inputs = [starts, ends, places, ...(steps ? [steps] : [])].map((each) => this.integers(each));
    return this.one("Slice", [value, ...inputs]);
  }

  tile(value: Value, repeats: readonly number[]): Value {
    return this.one("Tile", [value, this.integers(repeats)]);
  }

  /** `pads` are those before all axes, then those behind them. */
  pad(value: Value, pads: readonly number[], filling = 0): Value {
    return this.one("Pad", [value, this.integers(pads), this.scalarLike(value, filling)]);
  }

  gather(value: Value, places: Value, axis = 0): Value {
    return this.one("Gather", [value, places], { axis });
  }

  gatherElements(value: Value, places: Value, axis = 0): Value {
    return this.one("GatherElements", [value, places], { axis });
  }

  gatherND(value: Value, places: Value): Value {
    return this.one("GatherND", [value, places]);
  }

  scatterElements(value: Value, places: Value, updates: Value, attributes?: AttributesFor<"ScatterElements">): Value {
    return this.one("ScatterElements", [value, places, updates], attributes);
  }

  /** Without a reduction: ONNX Runtime's CPU kernel races where one place comes twice, and is silently wrong. */
  scatterND(value: Value, places: Value, updates: Value): Value {
    return this.one("ScatterND", [value, places, updates]);
  }

  topK(value: Value, count: number, axis = -1): readonly [values: Value, places: Value] {
    const [values, places] = this.apply("TopK", [value, this.integers([count])], { axis });
    return [values, places];
  }

  argMax(value: Value, axis: number, { keepAxes }: Pick<ReduceOptions, "keepAxes"> = {}): Value {
    return this.one("ArgMax", [value], { axis, keepdims: keepAxes === false ? 0 : 1 });
  }

  cumSum(value: Value, axis: number): Value {
    return this.one("CumSum", [value, this.integers(axis)]);
  }

  /** Of the type of `like`: 1 at each place of a new last axis, 0 elsewhere. */
  oneHot(places: Value, depth: number, like: Value): Value {
    const values = this.concat([this.filledLike(like, 0, [1]), this.filledLike(like, 1, [1])], 0);
    return this.one("OneHot", [places, this.integers(depth), values]);
  }

  /** int64 numbers from 0 to before `count`, which is a number or an int64 tensor without axes. */
  range(count: number | Value): Value {
    const limit = typeof count === "number" ? this.integers(count) : count;
    return this.one("Range", [this.integers(0), limit, this.integers(1)]);
  }

  /** A tensor of one number throughout, of a shape that is known at run time only. */
  fill(shape: Value, number: number, like: Pick<Value, "type">): Value {
    return this.one("Expand", [this.scalarLike(like, number), shape]);
  }

  #reduce(operator: ReductionName, value: Value, { axes, keepAxes }: ReduceOptions = {}): Value {
    const keepdims = keepAxes === false ? 0 : 1;
    return this.one(operator, [value, axes && this.integers(axes)], { keepdims });
  }

  #integersOr(shape: readonly number[] | Value): Value {
    return "name" in shape ? shape : this.integers(shape);
  }
}
