/** @file Kernels that put elements into another shape or order, or make a tensor of none. */
import { Failure } from "../../../../../src-shared/domain/failure";
import { countElements } from "../../../tensor/tensor";
import type { Kernel, KernelCall } from "../kernel";
import { aroundAxis, broadcastShapes, broadcastStrides, frontAxis, offsetAt, stridesOf, tabulate } from "../places";
import { referenceTensor, toReference, type ReferenceTensor } from "../reference-tensor";

export const arrangementKernels = {
  Identity: ({ input }) => input(0),
  Reshape: ({ input, attributes }) => {
    const shape = reshaped(input(0).shape, integersOf(input(1)), attributes.flag("allowzero", false));
    return withShape(input(0), shape);
  },
  Flatten: ({ input, attributes }) => {
    const { shape } = input(0);
    const axis = attributes.integer("axis", 1);
    const start = axis === shape.length ? axis : frontAxis(axis, shape.length);
    return withShape(input(0), [countElements(shape.slice(0, start)), countElements(shape.slice(start))]);
  },
  Squeeze: (call) => {
    const { shape } = call.input(0);
    const axes = axesOf(call)?.map((axis) => frontAxis(axis, shape.length));
    const isDropped = (size: number, axis: number): boolean => (axes ? axes.includes(axis) : size === 1);
    return withShape(
      call.input(0),
      shape.filter((size, axis) => !isDropped(size, axis)),
    );
  },
  Unsqueeze: (call) => {
    const { shape } = call.input(0);
    const listed = axesOf(call) ?? [];
    const added = new Set(listed.map((axis) => frontAxis(axis, shape.length + listed.length)));
    if (added.size < listed.length) throw new Failure("invalid-input", `the axes ${listed.join(", ")} repeat`);
    const sizes = shape.values();
    const places = Array.from({ length: shape.length + listed.length }, (_, axis) => axis);
    return withShape(
      call.input(0),
      places.map((axis) => (added.has(axis) ? 1 : sizes.next().value!)),
    );
  },
  Transpose: ({ input, attributes }) => {
    const { type, shape, data } = input(0);
    const order = attributes.integers("perm") ?? shape.map((_, axis) => shape.length - 1 - axis);
    if (order.toSorted((a, b) => a - b).some((axis, place) => axis !== place) || order.length !== shape.length) {
      throw new Failure("invalid-input", `[${order.join(", ")}] is no order of ${shape.length} axes`);
    }
    const strides = stridesOf(shape);
    const read = order.map((axis) => strides[axis]);
    return tabulate(
      type,
      order.map((axis) => shape[axis]),
      (index) => data[offsetAt(index, read)],
    );
  },
  Expand: ({ input }) => {
    const { type, shape, data } = input(0);
    const expanded = broadcastShapes([shape, integersOf(input(1))]);
    const strides = broadcastStrides(shape, expanded);
    return tabulate(type, expanded, (index) => data[offsetAt(index, strides)]);
  },
  Tile: ({ input }) => {
    const { type, shape, data } = input(0);
    const repeats = integersOf(input(1));
    checkCount("repeats", repeats, shape.length);
    const strides = stridesOf(shape);
    const tiled = shape.map((size, axis) => size * repeats[axis]);
    return tabulate(
      type,
      tiled,
      (index) =>
        data[
          offsetAt(
            index.map((place, axis) => place % shape[axis]),
            strides,
          )
        ],
    );
  },
  Concat: ({ inputs, attributes }) => concatenate(inputs, attributes.integer("axis", 0)),
  Split: split,
  Slice: slice,
  Pad: pad,
  Shape: ({ input, attributes }) => {
    const { shape } = input(0);
    const sizes = shape.slice(attributes.integer("start", 0), attributes.integer("end", shape.length));
    return integers(sizes);
  },
  Constant: constant,
  ConstantOfShape: ({ input, attributes }) => {
    const value = attributes.tensor("value");
    const filled = value ? toReference(value) : referenceTensor("float32", [1], Float64Array.of(0));
    return tabulate(filled.type, integersOf(input(0)), () => filled.data[0]);
  },
  Range: ({ input }) => {
    const [start, limit, step] = [input(0).data[0], input(1).data[0], input(2).data[0]];
    const count = Math.max(Math.ceil((limit - start) / step), 0);
    return tabulate(input(0).type, [count], ([place]) => start + place * step);
  },
} satisfies Record<string, Kernel>;

/** The whole numbers of a shape, of axes, of pads. */
function integersOf({ data }: ReferenceTensor): readonly number[] {
  return Array.from(data);
}

/** @throws {Failure} `invalid-input` when another number of elements is needed. */
function withShape({ type, shape, data }: ReferenceTensor, wanted: readonly number[]): ReferenceTensor {
  if (countElements(wanted) === data.length) return { type, shape: wanted, data };
  throw new Failure("invalid-input", `[${shape.join(", ")}] does not fill the shape [${wanted.join(", ")}]`);
}

function integers(values: readonly number[]): ReferenceTensor {
  return referenceTensor("int64", [values.length], Float64Array.from(values));
}

/** 0 keeps the size that stood there, -1 takes what is left. */
function reshaped(shape: readonly number[], wanted: readonly number[], allowsZero: boolean): readonly number[] {
  const sizes = wanted.map((size, axis) => (size === 0 && !allowsZero ? shape[axis] : size));
  const rest = countElements(shape) / countElements(sizes.filter((size) => size !== -1));
  if (sizes.filter((size) => size === -1).length > 1) {
    throw new Failure("invalid-input", `[${wanted.join(", ")}] leaves more than one size open`);
  }
  return sizes.map((size) => (size === -1 ? rest : size));
}

/** An attribute before version 13, an input since; undefined where neither is there. */
function axesOf({ attributes, optional }: KernelCall): readonly number[] | undefined {
  const given = optional(1);
  return attributes.integers("axes") ?? (given && integersOf(given));
}

function concatenate(tensors: readonly ReferenceTensor[], givenAxis: number): ReferenceTensor {
  const [first] = tensors;
  const axis = frontAxis(givenAxis, first.shape.length);
  for (const { shape, type } of tensors) {
    const isAlike =
      shape.length === first.shape.length && shape.every((size, at) => at === axis || size === first.shape[at]);
    if (isAlike && type === first.type) continue;
    const found = `${type} [${shape.join(", ")}] and ${first.type} [${first.shape.join(", ")}]`;
    throw new Failure("invalid-input", `${found} cannot be joined along axis ${axis}`);
  }
  const total = tensors.reduce((sum, { shape }) => sum + shape[axis], 0);
  const sources = tensors.flatMap((tensor) => Array.from({ length: tensor.shape[axis] }, (_, at) => ({ tensor, at })));
  return tabulate(first.type, first.shape.with(axis, total), (index) => {
    const { tensor, at } = sources[index[axis]];
    return tensor.data[offsetAt(index.with(axis, at), stridesOf(tensor.shape))];
  });
}

function split({ input, optional, attributes, outputCount }: KernelCall): readonly ReferenceTensor[] {
  const tensor = input(0);
  const axis = frontAxis(attributes.integer("axis", 0), tensor.shape.length);
  const size = tensor.shape[axis];
  const count = attributes.integer("num_outputs", outputCount);
  const given = attributes.integers("split") ?? optional(1)?.data;
  const each = Math.ceil(size / count);
  const equal = Array.from({ length: count }, (_, part) => Math.max(Math.min(each, size - part * each), 0));
  const sizes = given ? Array.from(given) : equal;
  if (sizes.reduce((sum, part) => sum + part, 0) !== size) {
    throw new Failure("invalid-input", `parts of ${sizes.join(", ")} do not add up to ${size}`);
  }
  let start = 0;
  return sizes.map((part) => {
    start += part;
    return cut(tensor, axis, { start: start - part, step: 1, count: part });
  });
}

interface Cut {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

function cut({ type, shape, data }: ReferenceTensor, axis: number, { start, step, count }: Cut): ReferenceTensor {
  const { before, size, after } = aroundAxis(shape, axis);
  const cutOut = tabulate(type, [before, count, after], ([outer, place, inner]) => {
    return data[(outer * size + start + place * step) * after + inner];
  });
  return { ...cutOut, shape: shape.with(axis, count) };
}

function slice({ input, optional }: KernelCall): ReferenceTensor {
  const [starts, ends] = [integersOf(input(1)), integersOf(input(2))];
  const axes = optional(3)?.data ?? starts.map((_, axis) => axis);
  const steps = optional(4)?.data ?? starts.map(() => 1);
  return starts.reduce((tensor, start, place) => {
    const axis = frontAxis(axes[place], tensor.shape.length);
    return cut(tensor, axis, readCut(tensor.shape[axis], { start, end: ends[place], step: steps[place] }));
  }, input(0));
}

/** ONNX Runtime takes the largest numbers of 32 and of 64 bits for "to the end", backwards too. */
const TO_THE_END: ReadonlySet<number> = new Set([2 ** 31 - 1, 2 ** 63]);

/** Starts and ends below 0 count from the end of the axis; what lies beyond it is brought to its edge. */
function readCut(size: number, given: { readonly start: number; readonly end: number; readonly step: number }): Cut {
  const { step } = given;
  if (step === 0) throw new Failure("invalid-input", "a step of 0 leads nowhere");
  const bring = (place: number, lowest: number): number =>
    Math.min(Math.max(place < 0 ? place + size : place, lowest), step > 0 ? size : size - 1);
  // Backwards, the end stands one before the first place, so that the first can be taken.
  const last = step > 0 ? size : -1;
  const start = bring(given.start, 0);
  const end = TO_THE_END.has(given.end) ? last : bring(given.end, Math.min(last, 0));
  return { start, step, count: Math.max(Math.ceil((end - start) / step), 0) };
}

function pad({ input, optional, attributes }: KernelCall): ReferenceTensor {
  const { type, shape, data } = input(0);
  const mode = attributes.choice("mode", ["constant", "reflect", "edge", "wrap"]);
  const filling = optional(2)?.data[0] ?? 0;
  const given = optional(3);
  const axes = (given ? integersOf(given) : shape.map((_, axis) => axis)).map((axis) => frontAxis(axis, shape.length));
  const pads = integersOf(input(1));
  checkCount("pads", pads, 2 * axes.length);
  const before = shape.map((_, axis) => (axes.includes(axis) ? pads[axes.indexOf(axis)] : 0));
  const after = shape.map((_, axis) => (axes.includes(axis) ? pads[axes.length + axes.indexOf(axis)] : 0));
  const padded = shape.map((size, axis) => before[axis] + size + after[axis]);
  const strides = stridesOf(shape);
  return tabulate(type, padded, (index) => {
    const source = index.map((place, axis) => sourceOf[mode](place - before[axis], shape[axis]));
    return source.some((place, axis) => place < 0 || place >= shape[axis]) ? filling : data[offsetAt(source, strides)];
  });
}

/** Where a place beyond the edge takes its element from; the place itself, still outside, where it takes none. */
const sourceOf = {
  constant: (place: number): number => place,
  edge: (place: number, size: number): number => Math.min(Math.max(place, 0), size - 1),
  wrap: (place: number, size: number): number => ((place % size) + size) % size,
  /** The edge itself is not repeated: the picture has a period of twice the size less two. */
  reflect: (place: number, size: number): number => {
    if (size === 1) return 0;
    const period = 2 * (size - 1);
    const phase = ((place % period) + period) % period;
    return Math.min(phase, period - phase);
  },
};

function constant({ attributes }: KernelCall): ReferenceTensor {
  const tensor = attributes.tensor("value");
  if (tensor) return toReference(tensor);
  const floats = attributes.floats("value_floats");
  if (floats) return referenceTensor("float32", [floats.length], Float64Array.from(floats));
  const listed = attributes.integers("value_ints");
  if (listed) return integers(listed);
  const number = attributes.float("value_float", NaN);
  if (!Number.isNaN(number)) return referenceTensor("float32", [], Float64Array.of(number));
  return referenceTensor("int64", [], Float64Array.of(attributes.integer("value_int", NaN)));
}

function checkCount(what: string, values: readonly number[], expected: number): void {
  if (values.length === expected) return;
  throw new Failure("invalid-input", `there are ${values.length} ${what}; ${expected} were expected`);
}
