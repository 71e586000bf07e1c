/** @file Kernels that pick elements by index, or put them where an index says. */
import { Failure } from "../../../../../src-shared/domain/failure";
import { countElements } from "../../../tensor/tensor";
import type { Kernel, KernelCall } from "../kernel";
import { aroundAxis, frontAxis, frontIndex, offsetAt, stridesOf, tabulate, visitPlaces } from "../places";
import { referenceTensor, type ReferenceTensor } from "../reference-tensor";

export const selectionKernels = {
  Gather: ({ input, attributes }) => {
    const [tensor, indices] = [input(0), input(1)];
    const axis = frontAxis(attributes.integer("axis", 0), tensor.shape.length);
    const { before, size, after } = aroundAxis(tensor.shape, axis);
    const places = indices.data.map((index) => frontIndex(index, size));
    const gathered = tabulate(tensor.type, [before, places.length, after], ([outer, at, inner]) => {
      return tensor.data[(outer * size + places[at]) * after + inner];
    });
    return { ...gathered, shape: tensor.shape.toSpliced(axis, 1, ...indices.shape) };
  },
  GatherElements: ({ input, attributes }) => {
    const [tensor, indices] = [input(0), input(1)];
    const { shape } = tensor;
    const axis = frontAxis(attributes.integer("axis", 0), shape.length);
    const [strides, indexStrides] = [stridesOf(shape), stridesOf(indices.shape)];
    return tabulate(tensor.type, indices.shape, (index) => {
      const place = frontIndex(indices.data[offsetAt(index, indexStrides)], shape[axis]);
      return tensor.data[offsetAt(index.with(axis, place), strides)];
    });
  },
  GatherND: gatherBlocks,
  ScatterElements: ({ input, attributes }) => {
    const [tensor, indices, updates] = [input(0), input(1), input(2)];
    const axis = frontAxis(attributes.integer("axis", 0), tensor.shape.length);
    const merge = readMerge(attributes);
    const strides = stridesOf(tensor.shape);
    const data = tensor.data.slice();
    visitPlaces(indices.shape, (index, offset) => {
      const place = offsetAt(index.with(axis, frontIndex(indices.data[offset], tensor.shape[axis])), strides);
      data[place] = merge(data[place], updates.data[offset]);
    });
    return { ...tensor, data };
  },
  ScatterND: scatterBlocks,
  TopK: topElements,
  OneHot: ({ input, attributes }) => {
    const [indices, depth, values] = [input(0), input(1).data[0], input(2)];
    const axis = frontAxis(attributes.integer("axis", -1), indices.shape.length + 1);
    const strides = stridesOf(indices.shape);
    const [off, on] = values.data;
    return tabulate(values.type, indices.shape.toSpliced(axis, 0, depth), (index) => {
      const hot = indices.data[offsetAt(index.toSpliced(axis, 1), strides)];
      return (hot < 0 ? hot + depth : hot) === index[axis] ? on : off;
    });
  },
  NonZero: ({ input }) => {
    const { shape, data } = input(0);
    const places: number[][] = [];
    visitPlaces(shape, (index, offset) => {
      if (data[offset] !== 0) places.push([...index]);
    });
    return tabulate("int64", [shape.length, places.length], ([axis, found]) => places[found][axis]);
  },
} satisfies Record<string, Kernel>;

/** Each row of the indices names a block of the tensor by its first axes, after those that both share. */
function gatherBlocks({ input, attributes }: KernelCall): ReferenceTensor {
  const [tensor, indices] = [input(0), input(1)];
  const shared = attributes.integer("batch_dims", 0);
  const length = indices.shape.at(-1) ?? 0;
  const block = tensor.shape.slice(shared + length);
  const count = countElements(block);
  const strides = stridesOf(tensor.shape);
  const shape = [...indices.shape.slice(0, -1), ...block];
  const data = new Float64Array(countElements(shape));
  visitPlaces(indices.shape.slice(0, -1), (index, row) => {
    const named = readRow(indices, row, tensor.shape.slice(shared));
    const start = offsetAt([...index.slice(0, shared), ...named], strides.slice(0, shared + length));
    data.set(tensor.data.subarray(start, start + count), row * count);
  });
  return referenceTensor(tensor.type, shape, data);
}

function scatterBlocks({ input, attributes }: KernelCall): ReferenceTensor {
  const [tensor, indices, updates] = [input(0), input(1), input(2)];
  const merge = readMerge(attributes);
  const length = indices.shape.at(-1) ?? 0;
  const count = countElements(tensor.shape.slice(length));
  const strides = stridesOf(tensor.shape).slice(0, length);
  const expected = [...indices.shape.slice(0, -1), ...tensor.shape.slice(length)];
  if (expected.join() !== updates.shape.join()) {
    const found = `the updates are [${updates.shape.join(", ")}]`;
    throw new Failure("invalid-input", `${found}; [${expected.join(", ")}] was expected`);
  }
  const data = tensor.data.slice();
  for (let row = 0; row < countElements(indices.shape.slice(0, -1)); row++) {
    const start = offsetAt(readRow(indices, row, tensor.shape), strides);
    for (let at = 0; at < count; at++) data[start + at] = merge(data[start + at], updates.data[row * count + at]);
  }
  return { ...tensor, data };
}

function readRow(indices: ReferenceTensor, row: number, sizes: readonly number[]): readonly number[] {
  const length = indices.shape.at(-1) ?? 0;
  const places = Array.from(indices.data.subarray(row * length, (row + 1) * length));
  return places.map((place, axis) => frontIndex(place, sizes[axis]));
}

function readMerge(attributes: KernelCall["attributes"]): (old: number, update: number) => number {
  return MERGES[attributes.choice("reduction", ["none", "add", "mul", "max", "min"])];
}

const MERGES = {
  none: (_: number, update: number): number => update,
  add: (old: number, update: number): number => old + update,
  mul: (old: number, update: number): number => old * update,
  max: (old: number, update: number): number => Math.max(old, update),
  min: (old: number, update: number): number => Math.min(old, update),
};

/** In order whether that is asked for or not; of equal elements the one that stands first comes first. */
function topElements({ input, attributes }: KernelCall): readonly ReferenceTensor[] {
  const [tensor, count] = [input(0), input(1).data[0]];
  const axis = frontAxis(attributes.integer("axis", -1), tensor.shape.length);
  const takesLargest = attributes.flag("largest", true);
  attributes.flag("sorted", true);
  const { before, size, after } = aroundAxis(tensor.shape, axis);
  if (count > size) throw new Failure("invalid-input", `${count} of ${size} elements are asked for`);
  const shape = tensor.shape.with(axis, count);
  const [values, indices] = [new Float64Array(countElements(shape)), new Float64Array(countElements(shape))];
  for (let line = 0; line < before * after; line++) {
    const [outer, inner] = [Math.floor(line / after), line % after];
    const valueAt = (place: number): number => tensor.data[(outer * size + place) * after + inner];
    const order = Array.from({ length: size }, (_, place) => place).toSorted((left, right) =>
      takesLargest ? compare(valueAt(right), valueAt(left)) : compare(valueAt(left), valueAt(right)),
    );
    for (const [rank, place] of order.slice(0, count).entries()) {
      const offset = (outer * count + rank) * after + inner;
      values[offset] = valueAt(place);
      indices[offset] = place;
    }
  }
  return [referenceTensor(tensor.type, shape, values), referenceTensor("int64", shape, indices)];
}

/** Not by their difference, for infinities have none. */
function compare(left: number, right: number): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
