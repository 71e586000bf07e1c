/** @file Checks what holds of losses whatever the answers. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { absoluteLoss } from "../../../../../../src-main/detection/training/losses/absolute-loss";
import { binaryCrossEntropyLoss } from "../../../../../../src-main/detection/training/losses/binary-cross-entropy-loss";
import { cornersOf, decodeDeltas } from "../../../../../../src-main/detection/training/losses/decode-deltas";
import { focalLoss } from "../../../../../../src-main/detection/training/losses/focal-loss";
import { generalisedIouLoss } from "../../../../../../src-main/detection/training/losses/generalised-iou-loss";
import { smoothL1Loss } from "../../../../../../src-main/detection/training/losses/smooth-l1-loss";
import { decodeBoxes, UNIT_WEIGHTS } from "../../../../../../src-main/detection/boxes/box-coder";
import { GraphBuilder, type Value } from "../../../../../../src-main/numerics/onnx/builder";
import { interpret } from "../../../../../../src-main/numerics/onnx/interpreter/interpret";
import { checkGradient, checkGradientOnRuntime } from "../../../../../builders/check-gradient";

const LOSSES = { binaryCrossEntropyLoss, focalLoss, smoothL1Loss, absoluteLoss };
const names = fc.constantFrom(...(Object.keys(LOSSES) as (keyof typeof LOSSES)[]));
const number = fc.double({ min: -40, max: 40, noNaN: true });
const element = fc.record({
  answer: number,
  target: fc.constantFrom(0, 1),
  weight: fc.double({ min: 0, max: 2, noNaN: true }),
});
const elements = fc.array(element, { minLength: 1, maxLength: 8 });
type Elements = readonly { readonly answer: number; readonly target: number; readonly weight: number }[];

function lossOf(name: keyof typeof LOSSES, given: Elements): number {
  return ask(
    [given.map((each) => each.answer), given.map((each) => each.target), given.map((each) => each.weight)],
    [given.length],
    (graph, [answers, targets, weights]) =>
      LOSSES[name](graph, { answers: answers!, targets: targets!, weights: weights! }),
  )[0]!;
}

function ask(
  inputs: readonly (readonly number[])[],
  shape: readonly number[],
  build: (graph: GraphBuilder, values: readonly Value[]) => Value,
): Float64Array {
  const graph = new GraphBuilder("loss");
  const values = inputs.map((_, index) => graph.input(`x${index}`, "float32", shape));
  graph.output("answer", build(graph, values));
  const feeds = inputs.map(
    (data, index) => [`x${index}`, { type: "float32", shape, data: Float64Array.from(data) }] as const,
  );
  return interpret(graph.toGraph(), Object.fromEntries(feeds)).get("answer")!.data;
}

test("losses are finite and never below 0", () => {
  fc.assert(
    fc.property(names, elements, (name, given) => {
      // Of logits, what is left of large numbers that cancel.
      expect(lossOf(name, given)).toBeGreaterThanOrEqual(-1e-12);
      expect(lossOf(name, given)).toBeLessThan(Infinity);
    }),
  );
});

test("what has no weight does not count, and twice the weight counts twice", () => {
  fc.assert(
    fc.property(names, elements, elements, (name, given, others) => {
      const silenced = others.map((each) => ({ ...each, weight: 0 }));
      const doubled = given.map((each) => ({ ...each, weight: 2 * each.weight }));
      const loss = lossOf(name, given);
      expect(lossOf(name, [...given, ...silenced])).toBeCloseTo(loss, 9);
      expect(lossOf(name, doubled)).toBeCloseTo(2 * loss, 9);
    }),
  );
});

test("the focal loss is below the cross entropy that it weighs", () => {
  fc.assert(
    fc.property(elements, (given) => {
      expect(lossOf("focalLoss", given)).toBeLessThanOrEqual(lossOf("binaryCrossEntropyLoss", given) + 1e-12);
    }),
  );
});

const side = fc.double({ min: 0.5, max: 20, noNaN: true });
const place = fc.double({ min: 0, max: 30, noNaN: true });
const box = fc.tuple(place, place, side, side).map(([x, y, width, height]) => [x, y, x + width, y + height]);

function overlapLoss(one: readonly number[], other: readonly number[]): number {
  return ask([one, other], [1, 4], (graph, [answers, targets]) => {
    const weights = graph.floats([1], [1, 1]);
    const corners = { answers: cornersOf(graph, answers!, 1), targets: cornersOf(graph, targets!, 1) };
    return generalisedIouLoss(graph, { ...corners, weights, axis: 1 });
  })[0]!;
}

test("the loss of overlaps is 0 for the same box, at most 2, and the same from either side and at any size", () => {
  fc.assert(
    fc.property(box, box, (one, other) => {
      const loss = overlapLoss(one, other);
      expect(loss).toBeGreaterThanOrEqual(-1e-6);
      expect(loss).toBeLessThanOrEqual(2);
      // What the guard against empty boxes adds.
      expect(overlapLoss(one, one)).toBeCloseTo(0, 6);
      expect(overlapLoss(other, one)).toBeCloseTo(loss, 9);
      const tripled = (corners: readonly number[]): readonly number[] => corners.map((each) => 3 * each);
      expect(overlapLoss(tripled(one), tripled(other))).toBeCloseTo(loss, 5);
    }),
  );
});

const delta = fc.double({ min: -3, max: 6, noNaN: true });

test("boxes decoded within a graph are those that are decoded without", () => {
  fc.assert(
    fc.property(fc.tuple(delta, delta, delta, delta), box, (deltas, reference) => {
      const found = ask([deltas, reference], [1, 4], (graph, [values, references]) => {
        const { near, far } = decodeDeltas(graph, { deltas: values!, references: references!, axis: 1 });
        return graph.concat([near, far], 1);
      });
      const expected = decodeBoxes(Float32Array.from(deltas), Float32Array.from(reference), UNIT_WEIGHTS);
      const scale = Math.max(...expected.map(Math.abs), 1);
      expect(Math.max(...found.map((each, at) => Math.abs(each - expected[at]!))) / scale).toBeLessThan(1e-5);
    }),
  );
});

test("gradients through decoded boxes are central differences, on ONNX Runtime too", async () => {
  const tensor = (data: readonly number[]) =>
    ({ type: "float32", shape: [2, 4], data: Float64Array.from(data) }) as const;
  const gradientCase = {
    inputs: [
      { tensor: tensor([0.1, -0.2, 0.3, -0.4, 1.5, 0.25, -0.5, 0.75]) },
      { tensor: tensor([1, 2, 9, 8, 4, 4, 12, 20]), isConstant: true },
      { tensor: tensor([2, 3, 8.5, 9, 30, 2, 34, 11]), isConstant: true },
    ],
    build: (graph: GraphBuilder, [deltas, references, targets]: readonly Value[]) =>
      generalisedIouLoss(graph, {
        answers: decodeDeltas(graph, { deltas: deltas!, references: references!, axis: 1 }),
        targets: cornersOf(graph, targets!, 1),
        weights: graph.floats([0.5, 2], [2, 1]),
        axis: 1,
      }),
  };
  expect(checkGradient(gradientCase)).toEqual([]);
  expect(await checkGradientOnRuntime(gradientCase)).toEqual([]);
});
