/** @file Kernels that compute one number, or a running one, from all along some axes. */
import { Failure } from "../../../../../src-shared/domain/failure";
import { countElements } from "../../../tensor/tensor";
import type { Kernel, KernelCall } from "../kernel";
import { aroundAxis, frontAxis, offsetAt, stridesOf, visitPlaces } from "../places";
import { referenceTensor, type ReferenceTensor } from "../reference-tensor";
import { wrapIntegers } from "../whole-numbers";

export const reductionKernels = {
  ReduceSum: reduction((values) => sum(values)),
  ReduceMean: reduction((values) => sum(values) / values.length),
  ReduceMax: reduction((values) => values.reduce((largest, value) => Math.max(largest, value), -Infinity)),
  ReduceMin: reduction((values) => values.reduce((smallest, value) => Math.min(smallest, value), Infinity)),
  ReduceProd: reduction((values) => values.reduce((product, value) => product * value, 1)),
  ReduceSumSquare: reduction((values) => sum(values.map((value) => value * value))),
  ReduceL2: reduction((values) => Math.hypot(...values)),
  ReduceLogSumExp: reduction(logSumExp),

  Softmax: alongAxis((values) => {
    const scale = logSumExp(values);
    return values.map((value) => Math.exp(value - scale));
  }),
  LogSoftmax: alongAxis((values) => {
    const scale = logSumExp(values);
    return values.map((value) => value - scale);
  }),
  CumSum: ({ input, attributes }) => {
    const [isExclusive, isReverse] = [attributes.flag("exclusive", false), attributes.flag("reverse", false)];
    return mapLines(input(0), input(1).data[0], (line) => {
      const ordered = isReverse ? line.toReversed() : line;
      const sums = runningSums(ordered, isExclusive);
      return isReverse ? sums.toReversed() : sums;
    });
  },
  ArgMax: largestPlace,
} satisfies Record<string, Kernel>;

/** Applies `compute` to the elements along an axis, and puts as many in their place.
 * @throws {Failure} `invalid-input` when there is no such axis. */
function mapLines(
  tensor: ReferenceTensor,
  axis: number,
  compute: (line: readonly number[]) => readonly number[],
): ReferenceTensor {
  const { type, shape, data } = tensor;
  const { before, size, after } = aroundAxis(shape, frontAxis(axis, shape.length));
  const mapped = new Float64Array(data.length);
  for (let outer = 0; outer < before; outer++) {
    for (let inner = 0; inner < after; inner++) {
      const offsets = Array.from({ length: size }, (_, place) => (outer * size + place) * after + inner);
      const line = compute(offsets.map((offset) => data[offset]));
      for (const [place, offset] of offsets.entries()) mapped[offset] = line[place];
    }
  }
  return { type, shape, data: mapped };
}

function alongAxis(compute: (line: readonly number[]) => readonly number[]): Kernel {
  return ({ input, attributes }) => mapLines(input(0), attributes.integer("axis", -1), compute);
}

function reduction(compute: (values: readonly number[]) => number): Kernel {
  return (call) => {
    const { shape, type, data } = call.input(0);
    const { axes, keeps } = readReduction(call, shape.length);
    const kept = shape.map((size, axis) => (axes.has(axis) ? 1 : size));
    const groups: number[][] = Array.from({ length: countElements(kept) }, () => []);
    const strides = stridesOf(kept).map((stride, axis) => (axes.has(axis) ? 0 : stride));
    visitPlaces(shape, (index, offset) => groups[offsetAt(index, strides)].push(data[offset]));
    const reduced = keeps ? kept : shape.filter((_, axis) => !axes.has(axis));
    return wrapIntegers(referenceTensor(type, reduced, Float64Array.from(groups, compute)));
  };
}

/** The axes are an attribute in old versions and an input in new ones; none means all, unless the node says otherwise. */
function readReduction(
  { attributes, optional }: KernelCall,
  rank: number,
): { readonly axes: ReadonlySet<number>; readonly keeps: boolean } {
  const listed = attributes.integers("axes") ?? Array.from(optional(1)?.data ?? []);
  const isNoop = attributes.flag("noop_with_empty_axes", false);
  const all = isNoop ? [] : Array.from({ length: rank }, (_, axis) => axis);
  const axes = listed.length > 0 ? listed.map((axis) => frontAxis(axis, rank)) : all;
  return { axes: new Set(axes), keeps: attributes.flag("keepdims", true) };
}

function largestPlace({ input, attributes }: KernelCall): ReferenceTensor {
  const { shape } = input(0);
  const axis = frontAxis(attributes.integer("axis", 0), shape.length);
  const takesLast = attributes.flag("select_last_index", false);
  const keeps = attributes.flag("keepdims", true);
  if (shape[axis] === 0) throw new Failure("invalid-input", "the axis is empty and has no largest element");
  const places = mapLines(input(0), axis, (line) => {
    let place = 0;
    for (const [at, value] of line.entries()) {
      if (value > line[place] || (takesLast && value === line[place])) place = at;
    }
    return line.map(() => place);
  });
  return firstAlong(places, axis, keeps);
}

/** The first element along an axis, which all others equal. */
function firstAlong({ shape, data }: ReferenceTensor, axis: number, keeps: boolean): ReferenceTensor {
  const { size, after } = aroundAxis(shape, axis);
  const reduced = keeps ? shape.with(axis, 1) : shape.toSpliced(axis, 1);
  const isFirst = (_: number, offset: number): boolean => Math.floor(offset / after) % size === 0;
  return referenceTensor("int64", reduced, data.filter(isFirst));
}

function runningSums(values: readonly number[], isExclusive: boolean): readonly number[] {
  let total = 0;
  return values.map((value) => {
    const before = total;
    total += value;
    return isExclusive ? before : total;
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Taken from the largest value, so that no exponential overflows. */
function logSumExp(values: readonly number[]): number {
  const largest = values.reduce((most, value) => Math.max(most, value), -Infinity);
  if (!Number.isFinite(largest)) return largest;
  return largest + Math.log(sum(values.map((value) => Math.exp(value - largest))));
}
