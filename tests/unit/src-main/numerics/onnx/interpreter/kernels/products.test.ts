/** @file Holds matrix products to ONNX Runtime. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { ElementType } from "../../../../../../../src-main/numerics/tensor/tensor";
import { broadcastableShapes, float, int64, integer, tensorsOf } from "../../../../../../builders/arbitrary-tensors";
import { askReference, disagreements } from "../../../../../../builders/ask-both";

const RUNS = { numRuns: 25 };
const size = fc.integer({ min: 1, max: 4 });

test.each<ElementType>(["float64", "float32", "int32", "int64"])(
  "MatMul of %s in stacks that broadcast",
  async (type) => {
    const cases = fc
      .tuple(broadcastableShapes(2, 2), size, size, size)
      .chain(([[left, right], rows, depth, columns]) =>
        fc.tuple(tensorsOf(type, [...left!, rows, depth]), tensorsOf(type, [...right!, depth, columns])),
      );
    const property = fc.asyncProperty(cases, async (inputs) => {
      await expect(disagreements({ operator: "MatMul", inputs }, 1e-5)).resolves.toEqual([]);
    });
    await fc.assert(property, RUNS);
  },
);

test("MatMul of vectors, which are a row on the left and a column on the right", async () => {
  const cases = fc
    .tuple(size, size, fc.boolean(), fc.boolean())
    .chain(([depth, other, isRow, isColumn]) =>
      fc.tuple(
        tensorsOf("float64", isRow ? [depth] : [2, other, depth]),
        tensorsOf("float64", isColumn ? [depth] : [2, depth, other]),
      ),
    );
  const property = fc.asyncProperty(cases, async (inputs) => {
    await expect(disagreements({ operator: "MatMul", inputs })).resolves.toEqual([]);
  });
  await fc.assert(property, RUNS);
});

test("Gemm with either side transposed, factors, and a bias of any shape that broadcasts", async () => {
  const cases = fc
    .record({ rows: size, depth: size, columns: size, flipsLeft: fc.boolean(), flipsRight: fc.boolean() })
    .chain(({ rows, depth, columns, flipsLeft, flipsRight }) =>
      fc.record({
        left: tensorsOf("float64", flipsLeft ? [depth, rows] : [rows, depth]),
        right: tensorsOf("float64", flipsRight ? [columns, depth] : [depth, columns]),
        bias: fc
          .constantFrom([rows, columns], [columns], [1, columns], [rows, 1], [1], [])
          .chain((shape) => fc.option(tensorsOf("float64", shape), { nil: undefined })),
        attributes: fc.constant({ transA: integer(Number(flipsLeft)), transB: integer(Number(flipsRight)) }),
        factors: fc.record({ alpha: fc.constant(float(0.1)), beta: fc.constant(float(-1.5)) }, { requiredKeys: [] }),
      }),
    );
  const property = fc.asyncProperty(cases, async ({ left, right, bias, attributes, factors }) => {
    await expect(
      disagreements({ operator: "Gemm", inputs: [left, right, bias], attributes: { ...attributes, ...factors } }),
    ).resolves.toEqual([]);
  });
  await fc.assert(property, RUNS);
});

test("matrices that do not fit are refused", () => {
  const inputs = [int64([1, 2, 3, 4], [2, 2]), int64([1, 2, 3], [3, 1])];
  expect(() => askReference({ operator: "MatMul", inputs })).toThrow(
    "MatMul node: int64 [2, 2] and int64 [3, 1] cannot be multiplied.",
  );
});
