/** @file Holds the normalisations to ONNX Runtime. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { float, integer, shapes, tensorsOf } from "../../../../../../builders/arbitrary-tensors";
import { askReference, disagreements } from "../../../../../../builders/ask-both";

const RUNS = { numRuns: 25 };
const TOLERANCE = 1e-5;
const epsilons = fc.record({ epsilon: fc.constantFrom(1e-5, 1e-3, 0.1).map(float) }, { requiredKeys: [] });
const positive = fc.integer({ min: 1, max: 32 }).map((value) => value / 8);

const batches = shapes(2, 4).chain((shape) => {
  const perChannel = tensorsOf("float32", [shape[1]!]);
  return fc.tuple(
    tensorsOf("float32", shape),
    perChannel,
    perChannel,
    perChannel,
    tensorsOf("float32", [shape[1]!], positive),
  );
});

test("BatchNormalization by running statistics", async () => {
  const property = fc.asyncProperty(batches, epsilons, async (inputs, attributes) => {
    await expect(disagreements({ operator: "BatchNormalization", inputs, attributes }, TOLERANCE)).resolves.toEqual([]);
  });
  await fc.assert(property, RUNS);
});

test("BatchNormalization in training counts by its batch, and moves the running statistics", async () => {
  const momentum = fc.constantFrom(0.9, 0.5);
  // A batch without variance has the root of epsilon for a divisor, which float32 magnifies.
  const varied = batches.filter(([data]) => new Set(data.data).size === data.data.length && data.data.length >= 4);
  const property = fc.asyncProperty(varied, momentum, async (inputs, value) => {
    await expect(
      disagreements(
        {
          operator: "BatchNormalization",
          inputs,
          attributes: { momentum: float(value), epsilon: float(0.1), training_mode: integer(1) },
          outputs: ["float32", "float32", "float32"],
        },
        TOLERANCE,
      ),
    ).resolves.toEqual([]);
  });
  await fc.assert(property, RUNS);
});

test("InstanceNormalization by each channel of each image", async () => {
  const cases = shapes(3, 4).chain((shape) => {
    const perChannel = tensorsOf("float32", [shape[1]!]);
    return fc.tuple(tensorsOf("float32", shape), perChannel, perChannel);
  });
  const property = fc.asyncProperty(cases, async (inputs) => {
    await expect(
      disagreements({ operator: "InstanceNormalization", inputs, attributes: { epsilon: float(0.1) } }, TOLERANCE),
    ).resolves.toEqual([]);
  });
  await fc.assert(property, RUNS);
});

test("statistics for other channels are refused", () => {
  const inputs = [[1, 3], [3], [3], [2], [3]].map((shape) => fc.sample(tensorsOf("float32", shape), 1)[0]!);
  expect(() => askReference({ operator: "BatchNormalization", inputs })).toThrow(
    "BatchNormalization node: the statistics do not fit 3 channels.",
  );
});

test("LayerNormalization from an axis on, with the statistics that it counts by", async () => {
  const cases = shapes(1, 4).chain((shape) =>
    fc.integer({ min: -shape.length, max: shape.length - 1 }).chain((axis) => {
      const perPlace = tensorsOf("float32", shape.slice(axis));
      const inputs = fc.tuple(tensorsOf("float32", shape), perPlace, fc.option(perPlace, { nil: undefined }));
      return fc.record({ inputs, axis: fc.constant(axis) });
    }),
  );
  const property = fc.asyncProperty(cases, async ({ inputs, axis }) => {
    const attributes = { axis: integer(axis), epsilon: float(0.1) };
    const outputs = ["float32", "float32", "float32"] as const;
    await expect(
      disagreements({ operator: "LayerNormalization", inputs, attributes, outputs }, TOLERANCE),
    ).resolves.toEqual([]);
  });
  await fc.assert(property, RUNS);
});
