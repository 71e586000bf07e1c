/** @file Checks the operator TopK along any axis against ONNX Runtime's own, where no values are equal. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { openSession } from "../../../../../src-main/jobs/runtime/open-session";
import type { TensorValue } from "../../../../../src-main/jobs/runtime/session";
import { topKOfTensor } from "../../../../../src-main/jobs/runtime/top-k-of-tensor";
import { buildOnnx, int64s, ONNX_FLOAT, ONNX_INT64 } from "../../../../builders/build-onnx";

const size = fc.integer({ min: 1, max: 5 });
const request = fc
  .tuple(fc.array(size, { minLength: 1, maxLength: 4 }), fc.nat(), fc.nat())
  .map(([shape, axisSeed, countSeed]) => {
    const axis = axisSeed % shape.length;
    return { shape, axis, k: 1 + (countSeed % shape[axis]!) };
  });

test("values and places are ONNX's along every axis", async () => {
  await fc.assert(
    fc.asyncProperty(request, async ({ shape, axis, k }) => {
      const tensor = shuffled(shape);
      const { values, indices } = topKOfTensor(tensor, { k, axis });
      const expected = await onnxTopK(tensor, { k, axis });
      expect(values).toEqual(expected["values"]);
      expect(indices).toEqual(expected["indices"]);
      expect(topKOfTensor(tensor, { k, axis: axis - shape.length })).toEqual({ values, indices });
    }),
    { numRuns: 30 },
  );
});

test("an empty tensor has no largest entries", () => {
  const empty: TensorValue = { type: "float32", shape: [2, 0], data: new Float32Array(0) };
  expect(topKOfTensor(empty, { k: 0, axis: 1 }).indices).toMatchObject({ shape: [2, 0], data: new BigInt64Array(0) });
});

test("numbers that are not float32 are refused", () => {
  const tensor: TensorValue = { type: "int64", shape: [2], data: BigInt64Array.of(1n, 2n) };
  expect(() => topKOfTensor(tensor, { k: 1, axis: 0 })).toThrow("type int64; float32 was expected");
});

/** Different whole numbers in no particular order. */
function shuffled(shape: readonly number[]): TensorValue {
  const count = shape.reduce((product, each) => product * each, 1);
  const data = Float32Array.from({ length: count }, (_, place) => (place * 7919) % 1009);
  return { type: "float32", shape, data };
}

async function onnxTopK(tensor: TensorValue, { k, axis }: { readonly k: number; readonly axis: number }) {
  const model = buildOnnx({
    constants: [int64s("k", [1], [k])],
    nodes: [
      { operator: "TopK", inputs: ["x", "k"], outputs: ["values", "indices"], attributes: { axis: { int: axis } } },
    ],
    inputs: [{ name: "x", type: ONNX_FLOAT, shape: tensor.shape }],
    outputs: [
      { name: "values", type: ONNX_FLOAT, shape: tensor.shape.with(axis, k) },
      { name: "indices", type: ONNX_INT64, shape: tensor.shape.with(axis, k) },
    ],
  });
  const session = await openSession(model, "cpu");
  try {
    return await session.run({ x: tensor });
  } finally {
    await session.release();
  }
}
