/** @file Holds the poolings to ONNX Runtime. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  anyTensors,
  flags,
  int64,
  integer,
  integers,
  tensorsOf,
  text,
} from "../../../../../../builders/arbitrary-tensors";
import { askReference, disagreements } from "../../../../../../builders/ask-both";

const RUNS = { numRuns: 25 };

const cases = fc.integer({ min: 1, max: 2 }).chain((rank) => {
  const perAxis = (min: number, max: number) =>
    fc.array(fc.integer({ min, max }), { minLength: rank, maxLength: rank });
  return fc
    .record({
      channels: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 })),
      sizes: perAxis(5, 8),
      kernel: perAxis(2, 3),
      strides: perAxis(1, 3),
      dilations: perAxis(1, 2),
      padsBefore: perAxis(0, 1),
      padsAfter: perAxis(0, 1),
      ceil: flags,
    })
    .chain(({ channels, sizes, kernel, strides, dilations, padsBefore, padsAfter, ceil }) =>
      tensorsOf("float32", [...channels, ...sizes]).map((input) => ({
        input,
        dilations,
        attributes: {
          kernel_shape: integers(kernel),
          strides: integers(strides),
          pads: integers([...padsBefore, ...padsAfter]),
          ceil_mode: integer(ceil),
        },
      })),
    );
});

test("MaxPool answers the largest and where it stands in rows or columns, the first of equals", async () => {
  const property = fc.asyncProperty(cases, flags, async ({ input, dilations, attributes }, storageOrder) => {
    await expect(
      disagreements({
        operator: "MaxPool",
        inputs: [input],
        attributes: { ...attributes, dilations: integers(dilations), storage_order: integer(storageOrder) },
        outputs: ["float32", "int64"],
      }),
    ).resolves.toEqual([]);
  });
  await fc.assert(property, RUNS);
});

test("AveragePool counts the padding or does not", async () => {
  const property = fc.asyncProperty(cases, flags, async ({ input, attributes }, countsPadding) => {
    await expect(
      disagreements({
        operator: "AveragePool",
        inputs: [input],
        attributes: { ...attributes, count_include_pad: integer(countsPadding) },
      }),
    ).resolves.toEqual([]);
  });
  await fc.assert(property, RUNS);
});

test.each([
  ["MaxPool", "SAME_UPPER"],
  ["MaxPool", "SAME_LOWER"],
  ["MaxPool", "VALID"],
  ["AveragePool", "SAME_UPPER"],
  ["AveragePool", "SAME_LOWER"],
  ["AveragePool", "VALID"],
])("%s with pads found by %s", async (operator, padding) => {
  const property = fc.asyncProperty(cases, async ({ input, attributes: { kernel_shape, ...attributes } }) => {
    // Where a stride leaps over what a kernel sees, the pads would be negative; ONNX Runtime refuses them.
    const strides = integers(attributes.strides.value.map((stride) => Math.min(stride, 2)));
    await expect(
      disagreements({
        operator,
        inputs: [input],
        attributes: { kernel_shape, strides, auto_pad: text(padding) },
      }),
    ).resolves.toEqual([]);
  });
  await fc.assert(property, RUNS);
});

test("GlobalAveragePool takes the mean of each channel", async () => {
  const property = fc.asyncProperty(anyTensors("float32", { minRank: 3 }), async (input) => {
    await expect(disagreements({ operator: "GlobalAveragePool", inputs: [input] })).resolves.toEqual([]);
  });
  await fc.assert(property, { numRuns: 30 });
});

test("a kernel for other axes is refused", () => {
  const attributes = { kernel_shape: integers([2, 2]) };
  expect(() => askReference({ operator: "MaxPool", inputs: [int64([1, 2], [1, 1, 2])], attributes })).toThrow(
    "MaxPool node: kernel_shape does not fit data of [1, 1, 2].",
  );
});
