/** @file Operators that join tensors, take parts of them and surround them. */
import {
  addSizes,
  divideSizesUp,
  fixedDifference,
  largerSize,
  multiplySizes,
  smallerSize,
  subtractSizes,
} from "../dimension";
import type { Dimension } from "../graph";
import { choice, defineOperator, integer, older, optionalSlot, required, slot, variadicSlot } from "./define-operator";
import { ANY, PLACES } from "./element-groups";
import { axisOf, equalSize, knownNumbers, spellShape, type AnyContext } from "./shape-rules";

export const slicingOperators = {
  Concat: defineOperator({
    since: 13,
    inputs: [variadicSlot("inputs", "T")],
    outputs: [slot("concat_result", "T")],
    types: { T: ANY },
    attributes: { axis: required("integer") },
    shapes(context) {
      const { inputs, attributes, refuse } = context;
      const [first, ...others] = inputs.map(({ shape }) => shape);
      const axis = axisOf(attributes.axis, first.length, context);
      return [
        others.reduce((sum, shape) => {
          const complaint = (): Error =>
            refuse(`joins the shapes ${spellShape(first)} and ${spellShape(shape)} along axis ${axis}`);
          if (shape.length !== sum.length) throw complaint();
          return sum.map((size, place) =>
            place === axis ? addSizes(size, shape[place]) : equalSize(size, shape[place], complaint),
          );
        }, first),
      ];
    },
    contents({ inputs }) {
      const all = inputs.map(({ contents, shape }) => (shape.length === 1 ? contents : undefined));
      return all.every((each) => each !== undefined) ? all.flat() : undefined;
    },
  }),

  /** Into the sizes that are given, or into as many equal parts as there are outputs, the last of them smaller. */
  Split: defineOperator({
    since: 18,
    inputs: [slot("input", "T"), optionalSlot("split", "int64")],
    outputs: [variadicSlot("outputs", "T")],
    types: { T: ANY },
    attributes: { axis: integer(0), num_outputs: integer(), split: older("integers") },
    shapes(context) {
      const { inputs, attributes, outputCount, optional, openSize } = context;
      const [{ shape }] = inputs;
      const axis = axisOf(attributes.axis, shape.length, context);
      const sizes = attributes.split ?? optional(1)?.contents;
      const parts = sizes ?? (optional(1) ? undefined : equalParts(shape[axis], outputCount));
      if (parts) requireParts(parts, shape[axis], context);
      return Array.from({ length: outputCount }, (_, output) =>
        shape.map((size, place) => (place === axis ? (parts?.[output] ?? openSize(output, axis)) : size)),
      );
    },
  }),

  Slice: defineOperator({
    since: 13,
    inputs: [
      slot("data", "T"),
      slot("starts", "Tind"),
      slot("ends", "Tind"),
      optionalSlot("axes", "Tind"),
      optionalSlot("steps", "Tind"),
    ],
    outputs: [slot("output", "T")],
    types: { T: ANY, Tind: PLACES },
    attributes: {},
    shapes(context) {
      const { inputs, optional, openSize } = context;
      const [{ shape }, { contents: starts, shape: startsShape }, { contents: ends }] = inputs;
      const axes = optional(3) ? knownNumbers(context, 3) : firstAxes(startsShape[0], shape.length);
      const steps = optional(4) ? knownNumbers(context, 4) : axes?.map(() => 1);
      if (!axes) return [shape.map((_, axis) => openSize(0, axis))];
      const places = axes.map((axis) => axisOf(axis, shape.length, context));
      return [
        shape.map((size, axis) => {
          const place = places.indexOf(axis);
          if (place < 0) return size;
          const [start, end, step] = [starts?.[place], ends?.[place], steps?.[place]];
          if (start === undefined || end === undefined || step === undefined) return openSize(0, axis);
          return sliceSize(size, { start, end, step }) ?? openSize(0, axis);
        }),
      ];
    },
    contents(context) {
      const [{ contents, shape }] = context.inputs;
      const [start] = knownNumbers(context, 1) ?? [];
      const [end] = knownNumbers(context, 2) ?? [];
      const [step] = context.optional(4) ? (knownNumbers(context, 4) ?? []) : [1];
      if (!contents || shape.length !== 1 || start === undefined || end === undefined || step === undefined)
        return undefined;
      return sliceElements(contents, { start, end, step });
    },
  }),

  Tile: defineOperator({
    since: 13,
    inputs: [slot("input", "T"), slot("repeats", "int64")],
    outputs: [slot("output", "T")],
    types: { T: ANY },
    attributes: {},
    shapes(context) {
      const [{ shape }, { contents }] = context.inputs;
      if (contents && contents.length !== shape.length) {
        throw context.refuse(
          `repeats ${spellShape(shape)} by ${spellShape(contents)}; one number for each axis was expected`,
        );
      }
      return [shape.map((size, axis) => (contents ? multiplySizes(size, contents[axis]) : context.openSize(0, axis)))];
    },
  }),

  Pad: defineOperator({
    since: 18,
    inputs: [
      slot("data", "T"),
      slot("pads", "int64"),
      optionalSlot("constant_value", "T"),
      optionalSlot("axes", "Tind"),
    ],
    outputs: [slot("output", "T")],
    types: { T: ANY, Tind: PLACES },
    attributes: { mode: choice("constant", "reflect", "edge", "wrap") },
    shapes(context) {
      const { inputs, optional, openSize, refuse } = context;
      const [{ shape }, { contents: pads }] = inputs;
      const axes = optional(3) ? knownNumbers(context, 3) : firstAxes(shape.length, shape.length);
      if (!axes || !pads) return [shape.map((_, axis) => openSize(0, axis))];
      if (pads.length !== 2 * axes.length) {
        throw refuse(`pads ${spellShape(shape)} by ${spellShape(pads)}; ${2 * axes.length} numbers were expected`);
      }
      const places = axes.map((axis) => axisOf(axis, shape.length, context));
      return [
        shape.map((size, axis) => {
          const place = places.indexOf(axis);
          return place < 0 ? size : addSizes(size, addSizes(pads[place], pads[place + axes.length]));
        }),
      ];
    },
  }),
};

/** A run of places: from `start` to before `end`, each counted from the end where it is negative. */
interface Run<Place> {
  readonly start: Place;
  readonly end: Place;
  readonly step: number;
}

function equalParts(size: Dimension, count: number): readonly Dimension[] {
  const part = divideSizesUp(size, count);
  const last = subtractSizes(size, multiplySizes(part, count - 1));
  return Array.from({ length: count }, (_, index) => (index === count - 1 ? last : part));
}

function requireParts(parts: readonly Dimension[], size: Dimension, { outputCount, refuse }: AnyContext): void {
  if (parts.length !== outputCount) throw refuse(`splits into ${parts.length} parts and has ${outputCount} outputs`);
  const left = fixedDifference(parts.reduce(addSizes, 0), size);
  const isTooSmall = parts.some((part) => typeof part === "number" && part < 0);
  if (isTooSmall || (left ?? 0) !== 0) throw refuse(`splits ${size} into ${spellShape(parts)}`);
}

/** How many places a run has in an axis. */
function sliceSize(size: Dimension, { start, end, step }: Run<Dimension>): Dimension | undefined {
  if (step === 0) return undefined;
  const [before, beyond] = step > 0 ? [0, size] : [-1, subtractSizes(size, 1)];
  const first = placeIn(size, start, { before: 0, beyond });
  const last = NO_END.has(end) ? [before, beyond][Number(step > 0)] : placeIn(size, end, { before, beyond });
  if (first === undefined || last === undefined) return undefined;
  const length =
    step > 0
      ? subtractSizes(smallerSize(size, last), largerSize(0, first))
      : subtractSizes(smallerSize(beyond, largerSize(0, first)), largerSize(-1, last));
  return divideSizesUp(largerSize(0, length), Math.abs(step));
}

/** ONNX Runtime takes these for an end that is not given, in both directions. */
const NO_END: ReadonlySet<Dimension> = new Set([2 ** 31 - 1, 2 ** 63]);
/** Exporters write the largest number there is for "up to the end". */
const BEYOND_ANY_SIZE = 2 ** 30;

/** A place counted from the front. */
function placeIn(
  size: Dimension,
  place: Dimension,
  { before, beyond }: { readonly before: Dimension; readonly beyond: Dimension },
): Dimension | undefined {
  if (typeof place === "number" && place >= BEYOND_ANY_SIZE) return beyond;
  if (typeof place === "number" && place <= -BEYOND_ANY_SIZE) return before;
  // Whether a formula with a minus counts from the front or from the end, only the run tells.
  if (typeof place === "string" && place.includes("-")) return undefined;
  return typeof place === "number" && place < 0 ? addSizes(size, place) : place;
}

function sliceElements(elements: readonly Dimension[], { start, end, step }: Run<number>): readonly Dimension[] {
  const count = Number(sliceSize(elements.length, { start, end, step }) ?? 0);
  const first = start < 0 ? start + elements.length : start;
  const from = step > 0 ? Math.max(0, first) : Math.min(elements.length - 1, Math.max(0, first));
  return Array.from({ length: count }, (_, index) => elements[from + index * step]);
}

function firstAxes(count: Dimension | undefined, rank: number): readonly number[] | undefined {
  return typeof count === "number" && count <= rank ? Array.from({ length: count }, (_, axis) => axis) : undefined;
}
