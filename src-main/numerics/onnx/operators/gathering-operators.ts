/** @file Operators that read and write elements at places which are data themselves. */
import { ANY, NUMBERS, PLACES } from "./element-groups";
import { choice, defineOperator, integer, optionalSlot, slot } from "./define-operator";
import { axisOf, equalSize, knownNumbers, sameAsFirst, spellShape } from "./shape-rules";

const REDUCTION = choice("none", "add", "mul", "max", "min");

export const gatheringOperators = {
  Gather: defineOperator({
    since: 13,
    inputs: [slot("data", "T"), slot("indices", "Tind")],
    outputs: [slot("output", "T")],
    types: { T: ANY, Tind: PLACES },
    attributes: { axis: integer(0) },
    shapes(context) {
      const [{ shape }, { shape: places }] = context.inputs;
      const axis = axisOf(context.attributes.axis, shape.length, context);
      return [shape.toSpliced(axis, 1, ...places)];
    },
    contents(context) {
      const [{ contents, shape }, { shape: placesShape }] = context.inputs;
      const places = knownNumbers(context, 1);
      if (!contents || !places || shape.length !== 1 || placesShape.length > 1) return undefined;
      const gathered = places.map((place) => contents.at(place));
      return gathered.every((each) => each !== undefined) ? gathered : undefined;
    },
  }),

  GatherElements: defineOperator({
    since: 13,
    inputs: [slot("data", "T"), slot("indices", "Tind")],
    outputs: [slot("output", "T")],
    types: { T: ANY, Tind: PLACES },
    attributes: { axis: integer(0) },
    shapes(context) {
      const [{ shape }, { shape: places }] = context.inputs;
      axisOf(context.attributes.axis, shape.length, context);
      if (places.length !== shape.length) {
        throw context.refuse(`reads ${spellShape(shape)} at places of the shape ${spellShape(places)}`);
      }
      return [places];
    },
  }),

  /** The last axis of the places holds positions along the first axes of the data. */
  GatherND: defineOperator({
    since: 13,
    inputs: [slot("data", "T"), slot("indices", "int64")],
    outputs: [slot("output", "T")],
    types: { T: ANY },
    attributes: { batch_dims: integer(0) },
    shapes({ inputs, attributes: { batch_dims: shared }, refuse }) {
      const [{ shape }, { shape: places }] = inputs;
      const depth = places[places.length - 1];
      if (depth === undefined || typeof depth === "string") return [undefined];
      if (shared >= Math.min(shape.length, places.length) || shared + depth > shape.length) {
        throw refuse(`reads ${spellShape(shape)} at places of the shape ${spellShape(places)}`);
      }
      return [[...places.slice(0, -1), ...shape.slice(shared + depth)]];
    },
  }),

  /** With a reduction, several values may go to one place. */
  ScatterElements: defineOperator({
    since: 18,
    inputs: [slot("data", "T"), slot("indices", "Tind"), slot("updates", "T")],
    outputs: [slot("output", "T")],
    types: { T: ANY, Tind: PLACES },
    attributes: { axis: integer(0), reduction: REDUCTION },
    shapes(context) {
      const [{ shape }, { shape: places }, { shape: updates }] = context.inputs;
      axisOf(context.attributes.axis, shape.length, context);
      const complaint = (): Error =>
        context.refuse(
          `writes ${spellShape(updates)} into ${spellShape(shape)} at places of the shape ${spellShape(places)}`,
        );
      if (places.length !== shape.length || updates.length !== shape.length) throw complaint();
      for (const [axis, size] of places.entries()) equalSize(size, updates[axis], complaint);
      return sameAsFirst(context);
    },
  }),

  /** ONNX Runtime's CPU kernel races on places that come twice, whatever the reduction: have each place once. */
  ScatterND: defineOperator({
    since: 18,
    inputs: [slot("data", "T"), slot("indices", "int64"), slot("updates", "T")],
    outputs: [slot("output", "T")],
    types: { T: ANY },
    attributes: { reduction: REDUCTION },
    shapes(context) {
      const [{ shape }, { shape: places }, { shape: updates }] = context.inputs;
      const depth = places[places.length - 1];
      if (typeof depth !== "number") return sameAsFirst(context);
      const wanted = [...places.slice(0, -1), ...shape.slice(depth)];
      const complaint = (): Error =>
        context.refuse(
          `writes ${spellShape(updates)} into ${spellShape(shape)} at places of the shape ${spellShape(places)}`,
        );
      if (depth > shape.length || wanted.length !== updates.length) throw complaint();
      for (const [axis, size] of wanted.entries()) equalSize(size, updates[axis], complaint);
      return sameAsFirst(context);
    },
  }),

  /** `values` are what stands off the places, and on them. */
  OneHot: defineOperator({
    since: 11,
    inputs: [slot("indices", "T1"), slot("depth", "T2"), slot("values", "T3")],
    outputs: [slot("output", "T3")],
    types: { T1: NUMBERS, T2: NUMBERS, T3: ANY },
    attributes: { axis: integer(-1) },
    shapes(context) {
      const [{ shape }, { contents }] = context.inputs;
      const axis = axisOf(context.attributes.axis, shape.length + 1, context);
      return [shape.toSpliced(axis, 0, contents?.[0] ?? context.openSize(0, axis))];
    },
  }),

  /** Places of all elements that are not zero: one row for each axis. */
  NonZero: defineOperator({
    since: 13,
    inputs: [slot("X", "T")],
    outputs: [slot("Y", "int64")],
    types: { T: ANY },
    attributes: {},
    shapes: ({ inputs: [{ shape }], openSize }) => [[shape.length, openSize(0, 1)]],
  }),

  /** Boxes are [images, boxes, 4], scores [images, classes, boxes]; rows of the answer are image, class and box. */
  NonMaxSuppression: defineOperator({
    since: 11,
    inputs: [
      slot("boxes", "float32"),
      slot("scores", "float32"),
      optionalSlot("max_output_boxes_per_class", "int64"),
      optionalSlot("iou_threshold", "float32"),
      optionalSlot("score_threshold", "float32"),
    ],
    outputs: [slot("selected_indices", "int64")],
    types: {},
    attributes: { center_point_box: integer(0) },
    shapes: ({ openSize }) => [[openSize(0, 0), 3]],
  }),
};
