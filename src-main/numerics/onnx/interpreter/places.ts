/** @file Places in row-major tensors: indices, offsets, and what stands where. */
import { Failure } from "../../../../src-shared/domain/failure";
import { countElements, type ElementType } from "../../tensor/tensor";
import type { ReferenceTensor } from "./reference-tensor";

/** How far apart neighbours along each axis lie. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = Array.from(shape, () => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1] * shape[axis + 1];
  return strides;
}

/** Calls `visitor` with each index in row-major order. The index is one array, changed between the calls. */
export function visitPlaces(
  shape: readonly number[],
  visitor: (index: readonly number[], offset: number) => void,
): void {
  const index = Array.from(shape, () => 0);
  const count = countElements(shape);
  for (let offset = 0; offset < count; offset++) {
    visitor(index, offset);
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis] === shape[axis]; axis--) index[axis] = 0;
  }
}

/** Makes a tensor of which each element is told by its index, which is one array, changed between the calls. */
export function tabulate(
  type: ElementType,
  shape: readonly number[],
  elementAt: (index: readonly number[]) => number,
): ReferenceTensor {
  const data = new Float64Array(countElements(shape));
  visitPlaces(shape, (index, offset) => {
    data[offset] = elementAt(index);
  });
  return { type, shape, data };
}

/** The sum of each index times its stride; strides of 0 repeat an axis. */
export function offsetAt(index: readonly number[], strides: readonly number[]): number {
  let offset = 0;
  for (let axis = 0; axis < strides.length; axis++) offset += index[axis] * strides[axis];
  return offset;
}

/** The axis counted from the front.
 * @throws {Failure} `invalid-input` when there is no such axis. */
export function frontAxis(axis: number, rank: number): number {
  if (Number.isInteger(axis) && axis >= -rank && axis < rank) return axis < 0 ? axis + rank : axis;
  throw new Failure("invalid-input", `there is no axis ${axis} among ${rank}`);
}

/** The index counted from the front; negative ones count from the end.
 * @throws {Failure} `invalid-input` when there is no such place. */
export function frontIndex(index: number, size: number): number {
  if (Number.isInteger(index) && index >= -size && index < size) return index < 0 ? index + size : index;
  throw new Failure("invalid-input", `there is no index ${index} among ${size}`);
}

/** ONNX's multidirectional broadcasting, which is NumPy's.
 * @throws {Failure} `invalid-input` when two sizes differ and neither is 1.
 * @see https://github.com/onnx/onnx/blob/main/docs/Broadcasting.md */
export function broadcastShapes(shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = shapes.map((shape) => shape[axis - rank + shape.length] ?? 1);
    const size = sizes.find((each) => each !== 1) ?? 1;
    if (sizes.every((each) => each === 1 || each === size)) return size;
    const found = shapes.map((shape) => `[${shape.join(", ")}]`).join(" and ");
    throw new Failure("invalid-input", `the shapes ${found} cannot be broadcast together`);
  });
}

/** Strides that read a tensor as if it had the broadcast shape. */
export function broadcastStrides(shape: readonly number[], broadcast: readonly number[]): number[] {
  const strides = stridesOf(shape);
  const missing = broadcast.length - shape.length;
  return broadcast.map((_, axis) => (axis < missing || shape[axis - missing] === 1 ? 0 : strides[axis - missing]));
}

/** The sizes of all axes before and after one, multiplied: a tensor as [before, size, after]. */
export function aroundAxis(
  shape: readonly number[],
  axis: number,
): { readonly before: number; readonly size: number; readonly after: number } {
  return {
    before: countElements(shape.slice(0, axis)),
    size: shape[axis],
    after: countElements(shape.slice(axis + 1)),
  };
}
