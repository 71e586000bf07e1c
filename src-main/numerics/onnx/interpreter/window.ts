/** @file A window that slides over the spatial axes, as convolutions and poolings share it.
 * @see https://github.com/onnx/onnx/blob/main/docs/Operators.md Conv, MaxPool, AveragePool */
import { Failure } from "../../../../src-shared/domain/failure";
import type { AttributeReader } from "./kernel";
import { stridesOf, visitPlaces } from "./places";

/** One entry for each spatial axis in all of them. */
export interface SlidingWindow {
  /** Sizes of what the window slides over. */
  readonly sizes: readonly number[];
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly padsBefore: readonly number[];
  readonly padsAfter: readonly number[];
  /** How many places the window has. */
  readonly places: readonly number[];
}

/** One element under the window: offsets within the spatial axes of the input and of the kernel. */
export interface Tap {
  readonly input: number;
  readonly kernel: number;
}

/** Reads strides, dilations, pads, auto_pad, and ceil_mode where `mayRoundUp`.
 * @throws {Failure} `invalid-input` when they are not as many as there are spatial axes. */
export function readWindow(
  attributes: AttributeReader,
  { sizes, kernel, mayRoundUp = false }: Pick<SlidingWindow, "sizes" | "kernel"> & { readonly mayRoundUp?: boolean },
): SlidingWindow {
  const steps = readSteps(attributes, sizes.length);
  const extents = extentsOf(kernel, steps.dilations);
  const roundsUp = mayRoundUp && attributes.flag("ceil_mode", false);
  const { autoPad } = steps;
  if (autoPad === "SAME_UPPER" || autoPad === "SAME_LOWER") {
    const places = sizes.map((size, axis) => Math.ceil(size / steps.strides[axis]));
    const missing = places.map((count, axis) =>
      Math.max((count - 1) * steps.strides[axis] + extents[axis] - sizes[axis], 0),
    );
    return { sizes, kernel, ...steps, ...shareOut(missing, autoPad === "SAME_LOWER"), places };
  }
  const places = sizes.map((size, axis) => {
    const before = steps.padsBefore[axis];
    const room = size + before + steps.padsAfter[axis] - extents[axis];
    const count = (roundsUp ? Math.ceil : Math.floor)(room / steps.strides[axis]) + 1;
    // A window that rounding up let begin beyond the input and its first padding covers nothing and is dropped.
    return roundsUp && (count - 1) * steps.strides[axis] >= size + before ? count - 1 : count;
  });
  return { sizes, kernel, ...steps, places };
}

/** What a convolution's or a pooling's attributes say, before sizes are known.
 * @throws {Failure} `invalid-input` when they are not as many as there are spatial axes. */
export function readSteps(attributes: AttributeReader, rank: number) {
  const autoPad = attributes.choice("auto_pad", ["NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID"]);
  const given = attributes.integers("pads");
  if (given && autoPad !== "NOTSET") throw new Failure("invalid-input", `both pads and auto_pad ${autoPad} are given`);
  const pads = given ?? repeat(0, 2 * rank);
  const strides = attributes.integers("strides") ?? repeat(1, rank);
  const dilations = attributes.integers("dilations") ?? repeat(1, rank);
  if (pads.length !== 2 * rank || strides.length !== rank || dilations.length !== rank) {
    throw new Failure("invalid-input", `pads, strides and dilations do not fit ${rank} spatial axes`);
  }
  return { autoPad, strides, dilations, padsBefore: pads.slice(0, rank), padsAfter: pads.slice(rank) };
}

/** Half before and half after; the odd one after, or before. */
export function shareOut(
  totals: readonly number[],
  isMoreBefore: boolean,
): Pick<SlidingWindow, "padsBefore" | "padsAfter"> {
  const padsBefore = totals.map((total) => (isMoreBefore ? Math.ceil : Math.floor)(total / 2));
  return { padsBefore, padsAfter: totals.map((total, axis) => total - padsBefore[axis]) };
}

/** From the first to the last element under the kernel, gaps included. */
export function extentsOf(kernel: readonly number[], dilations: readonly number[]): readonly number[] {
  return kernel.map((size, axis) => (size - 1) * dilations[axis] + 1);
}

/** The elements under the window at one place, without those in the padding. */
export function tapsAt(window: SlidingWindow, place: readonly number[]): readonly Tap[] {
  const { sizes, kernel, strides, dilations, padsBefore } = window;
  const inputStrides = stridesOf(sizes);
  const taps: Tap[] = [];
  visitPlaces(kernel, (at, offset) => {
    let input = 0;
    for (const [axis, size] of sizes.entries()) {
      const position = place[axis] * strides[axis] - padsBefore[axis] + at[axis] * dilations[axis];
      if (position < 0 || position >= size) return;
      input += position * inputStrides[axis];
    }
    taps.push({ input, kernel: offset });
  });
  return taps;
}

/** How many elements lie under the window at one place, the padding among them but not what lies beyond it. */
export function countPaddedTaps(window: SlidingWindow, place: readonly number[]): number {
  const { sizes, kernel, strides, dilations, padsBefore, padsAfter } = window;
  return sizes.reduce((count, size, axis) => {
    const start = place[axis] * strides[axis] - padsBefore[axis];
    const positions = Array.from({ length: kernel[axis] }, (_, at) => start + at * dilations[axis]);
    return count * positions.filter((position) => position < size + padsAfter[axis]).length;
  }, 1);
}

function repeat(value: number, count: number): readonly number[] {
  return Array.from({ length: count }, () => value);
}
