/** @file A window that slides over axes of space, as gradients of convolutions and poolings need it: what lay under it
 * at each place, and the way back from there. Tensors are [images, channels, axes of space…]. */
import type { GraphBuilder, Value } from "../../onnx/builder";
import { addSizes, fixedDifference, multiplySizes } from "../../onnx/dimension";
import type { Dimension } from "../../onnx/graph";
import { scaledSize, shapeFrom, sizeOf, takeFrom, type Size } from "./open-sizes";

/** One entry for each axis of space in all of them. */
export interface SlidingWindow {
  /** Sizes of what it slides over. */
  readonly sizes: readonly Dimension[];
  /** How many places it has. */
  readonly places: readonly Dimension[];
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** From the first to the last element under it, gaps included. */
  readonly extents: readonly number[];
  readonly padsBefore: readonly number[];
  /** No window reaches further behind an axis. */
  readonly mostBehind: readonly number[];
}

interface WindowAttributes {
  readonly auto_pad: "NOTSET" | "SAME_UPPER" | "SAME_LOWER" | "VALID";
  readonly strides: readonly number[] | undefined;
  readonly dilations?: readonly number[] | undefined;
  readonly pads: readonly number[] | undefined;
}

interface Slid extends Pick<SlidingWindow, "sizes" | "places" | "kernel"> {
  /** How pads are found that the attributes do not tell; by `auto_pad`, if this is left out. */
  readonly sharing?: PadSharing | undefined;
  readonly refuse: (sentence: string) => Error;
}

/** Pads that follow from the sizes. */
export interface PadSharing {
  /** Whether an odd one stands before the axis. */
  readonly isMoreBefore: boolean;
  /** What is added to the end of what the window covers. */
  readonly added?: readonly number[] | undefined;
}

/** @throws {Failure} by `refuse` where pads that a node leaves to the run depend on sizes which only the run tells. */
export function windowOf(attributes: WindowAttributes, slid: Slid): SlidingWindow {
  const { sizes, places, kernel } = slid;
  const ones = kernel.map(() => 1);
  const { strides = ones, dilations = ones } = attributes;
  const extents = kernel.map((size, axis) => (size - 1) * dilations[axis] + 1);
  const mostBehind = extents.map((extent, axis) => extent + (attributes.pads?.[kernel.length + axis] ?? 0));
  const window = { sizes, places, kernel, strides, dilations, extents, mostBehind };
  return { ...window, padsBefore: padsBefore(attributes, { ...slid, ...window }) };
}

/** How many elements of an axis, pads before it included, the window covers in all its places together. */
export function coveredSize({ places, strides, extents }: SlidingWindow, axis: number): Dimension {
  return addSizes(multiplySizes(places[axis], strides[axis]), extents[axis] - strides[axis]);
}

/** The pads behind an axis that the window reaches into, below zero for elements that it does not reach; undefined where
 * only the run tells. */
export function padAfter(window: SlidingWindow, axis: number): number | undefined {
  return fixedDifference(coveredSize(window, axis), addSizes(window.sizes[axis], window.padsBefore[axis]));
}

interface Cover {
  readonly window: SlidingWindow;
  /** How many places the window has along an axis of space; asked for where only the run tells. */
  readonly placesAlong: (axis: number) => Size;
  readonly filling?: number;
}

/** Padded and cut to what the window covers. */
export function coverImage(builder: GraphBuilder, image: Value, { window, placesAlong, filling = 0 }: Cover): Value {
  const known = window.kernel.map((_, axis) => padAfter(window, axis));
  const after = known.map((pad, axis) => Math.max(pad ?? window.mostBehind[axis], 0));
  const pads = [0, 0, ...window.padsBefore, 0, 0, ...after];
  const padded = pads.some((pad) => pad > 0) ? builder.pad(image, pads, filling) : image;
  return known.reduce<Value>((cut, pad, axis) => {
    if (pad !== undefined && pad >= 0) return cut;
    const { strides, extents } = window;
    const size = scaledSize(builder, placesAlong(axis), strides[axis], extents[axis] - strides[axis]);
    return takeFrom(builder, cut, { axis: axis + 2, start: 0, size });
  }, padded);
}

/** Offsets of all elements under a window, in the kernel's order. */
export function tapsOf({ kernel }: Pick<SlidingWindow, "kernel">): readonly (readonly number[])[] {
  return kernel.reduce<readonly (readonly number[])[]>(
    (taps, size) => taps.flatMap((tap) => Array.from({ length: size }, (_, at) => [...tap, at])),
    [[]],
  );
}

/** What lies under one tap at each place, of an image that `coverImage` made; `firstAxis` is that of space. */
export function underTap(
  builder: GraphBuilder,
  covered: Value,
  { window, tap, firstAxis = 2 }: { window: SlidingWindow; tap: readonly number[]; firstAxis?: number },
): Value {
  const { strides, dilations, extents } = window;
  if (extents.every((extent, axis) => extent === 1 && strides[axis] === 1)) return covered;
  const starts = tap.map((at, axis) => at * dilations[axis]);
  return builder.slice(covered, {
    starts,
    ends: starts.map((start, axis) => start + 1 - extents[axis] || TO_THE_END),
    axes: tap.map((_, axis) => axis + firstAxis),
    steps: strides,
  });
}

/** The sum of what each tap gives back to the elements that it lay upon: `parts` has one tensor over the window's places
 * for each tap, in the kernel's order; `sizes` are those of the image's axes of space. */
export function giveBack(
  builder: GraphBuilder,
  parts: readonly Value[],
  { window, sizes }: { readonly window: SlidingWindow; readonly sizes: readonly Size[] },
): Value {
  return window.kernel.reduce<readonly Value[]>((left, taps, axis) => {
    const others = left.length / taps;
    return Array.from({ length: others }, (_, other) => {
      const along = left.filter((__, place) => place % others === other);
      return giveBackAlong(builder, along, { window, axis, size: sizes[axis] });
    });
  }, parts)[0];
}

/** ONNX's spelling of a slice without an end. */
const TO_THE_END = 2 ** 31 - 1;

function padsBefore(attributes: WindowAttributes, slid: Slid & Omit<SlidingWindow, "padsBefore">): readonly number[] {
  const { kernel, sizes, refuse } = slid;
  const { auto_pad: padding, pads } = attributes;
  const none = kernel.map(() => 0);
  const sharing = slid.sharing ?? (padding.startsWith("SAME") ? { isMoreBefore: padding === "SAME_LOWER" } : undefined);
  if (!sharing) return (padding === "NOTSET" ? pads?.slice(0, kernel.length) : undefined) ?? none;
  return kernel.map((_, axis) => {
    const missing = fixedDifference(coveredSize({ ...slid, padsBefore: none }, axis), sizes[axis]);
    if (missing === undefined)
      throw refuse(`cannot tell the pads of an axis of ${sizes[axis]} elements before it runs`);
    const total = Math.max(missing + (sharing.added?.[axis] ?? 0), 0);
    return (sharing.isMoreBefore ? Math.ceil : Math.floor)(total / 2);
  });
}

/** Taps whose offsets leave the same rest when divided by the stride are added place by place, each moved by its whole
 * strides; the sums for all rests, one after the other, are the image. */
function giveBackAlong(
  builder: GraphBuilder,
  parts: readonly Value[],
  { window, axis, size }: { readonly window: SlidingWindow; readonly axis: number; readonly size: Size },
): Value {
  const [stride, dilation, start] = [window.strides[axis], window.dilations[axis], window.padsBefore[axis]];
  const steps = stepsNeeded(window, axis);
  const sums = Array.from({ length: stride }, (_, rest) =>
    parts
      .map((part, tap) => ({ part, offset: tap * dilation }))
      .filter(({ offset }) => offset % stride === rest)
      .map(({ part, offset }) => move(builder, part, { axis: axis + 2, by: Math.floor(offset / stride), steps }))
      .reduce<Value | undefined>((sum, part) => (sum ? builder.add(sum, part) : part), undefined),
  );
  return takeFrom(builder, interleave(builder, sums, axis + 2), { axis: axis + 2, start, size });
}

/** By how many places an axis of the image, counted in strides, is longer than one of the window's places. What a window
 * leaves over is less than a stride. */
function stepsNeeded(window: SlidingWindow, axis: number): number {
  const stride = window.strides[axis];
  const steps = Math.floor((window.extents[axis] - 1) / stride);
  const room = multiplySizes(addSizes(window.places[axis], steps), stride);
  const spare = fixedDifference(room, addSizes(window.sizes[axis], window.padsBefore[axis]));
  return spare !== undefined && spare >= 0 ? steps : steps + 1;
}

/** Zeros before and behind, `steps` in all. */
function move(
  builder: GraphBuilder,
  part: Value,
  { axis, by, steps }: { readonly axis: number; readonly by: number; readonly steps: number },
): Value {
  const pads = part.shape.map((_, place) => (place === axis ? by : 0));
  const behind = part.shape.map((_, place) => (place === axis ? steps - by : 0));
  return steps === 0 ? part : builder.pad(part, [...pads, ...behind]);
}

/** Elements of all parts in turn along an axis; a part that is left out is zero. */
function interleave(builder: GraphBuilder, parts: readonly (Value | undefined)[], axis: number): Value {
  const given = parts.find((part) => part !== undefined) as Value;
  if (parts.length === 1) return given;
  const zeros = (): Value => builder.fill(builder.shapeOf(given), 0, given);
  const stacked = builder.concat(
    parts.map((part) => builder.unsqueeze(part ?? zeros(), [axis + 1])),
    axis + 1,
  );
  const behind = given.shape.slice(axis + 1).map((_, place) => sizeOf(builder, given, axis + 1 + place));
  const before = given.shape.slice(0, axis).map(() => 0);
  return builder.reshapeTo(stacked, shapeFrom(builder, [...before, -1, ...behind]));
}
