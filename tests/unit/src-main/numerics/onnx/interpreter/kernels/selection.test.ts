/** @file Holds the kernels that pick and put elements by index to ONNX Runtime. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ReferenceTensor } from "../../../../../../../src-main/numerics/onnx/interpreter/reference-tensor";
import {
  anyTensors,
  axesOf,
  eighths,
  flags,
  int64,
  integer,
  scalar,
  shapes,
  tensorsOf,
  text,
} from "../../../../../../builders/arbitrary-tensors";
import { askReference, disagreements } from "../../../../../../builders/ask-both";

const RUNS = { numRuns: 25 };
const tensors = anyTensors("float32", { minRank: 1 });
const onAxis = tensors.chain((tensor) => fc.record({ tensor: fc.constant(tensor), axis: axesOf(tensor.shape.length) }));

test("Gather takes slices by indices of any shape, counted from either end", async () => {
  const cases = onAxis.chain(({ tensor, axis }) =>
    shapes(0, 3).chain((shape) =>
      tensorsOf("int64", shape, axesOf(tensor.shape.at(axis)!)).map((indices) => ({ tensor, axis, indices })),
    ),
  );
  const property = fc.asyncProperty(cases, async ({ tensor, axis, indices }) => {
    await expect(
      disagreements({ operator: "Gather", inputs: [tensor, indices], attributes: { axis: integer(axis) } }),
    ).resolves.toEqual([]);
  });
  await fc.assert(property, RUNS);
});

test("Gather beyond the end is refused", () => {
  const inputs = [int64([1, 2, 3]), int64([3])];
  expect(() => askReference({ operator: "Gather", inputs })).toThrow("Gather node: there is no index 3 among 3.");
});

/** A tensor with indices along an axis, in a shape that is nowhere larger but there. */
const elementwise = onAxis.chain(({ tensor, axis }) => {
  const size = tensor.shape.at(axis)!;
  return fc
    .tuple(...tensor.shape.map((most) => fc.integer({ min: 1, max: most })), fc.integer({ min: 1, max: 5 }))
    .map((sizes) => sizes.slice(0, -1).with(axis, sizes.at(-1)!))
    .chain((shape) => tensorsOf("int64", shape, axesOf(size)).map((indices) => ({ tensor, axis, indices })));
});

test("GatherElements takes one element for each index", async () => {
  const property = fc.asyncProperty(elementwise, async ({ tensor, axis, indices }) => {
    await expect(
      disagreements({ operator: "GatherElements", inputs: [tensor, indices], attributes: { axis: integer(axis) } }),
    ).resolves.toEqual([]);
  });
  await fc.assert(property, RUNS);
});

test.each(["none", "add", "mul", "max", "min"])("ScatterElements, merged by %s", async (reduction) => {
  const cases = elementwise.chain(({ tensor, axis, indices }) => {
    // ONNX leaves open which of two updates of one place wins where they are not merged.
    const places = reduction === "none" ? distinctAlong(indices, axis, tensor.shape.at(axis)!) : indices;
    return tensorsOf("float32", places.shape).map((updates) => ({ inputs: [tensor, places, updates], axis }));
  });
  const property = fc.asyncProperty(cases, async ({ inputs, axis }) => {
    await expect(
      disagreements({
        operator: "ScatterElements",
        inputs,
        attributes: { axis: integer(axis), reduction: text(reduction) },
      }),
    ).resolves.toEqual([]);
  });
  await fc.assert(property, RUNS);
});

/** One index along the axis, so that no place comes twice. */
function distinctAlong({ shape, data }: ReferenceTensor, axis: number, size: number): ReferenceTensor {
  const single = shape.with(axis, 1);
  const count = single.reduce((product, each) => product * each, 1);
  return { type: "int64", shape: single, data: data.slice(0, count).map((index) => index % size) };
}

describe("blocks by index", () => {
  /** Rows of indices into the first axes that are not shared. */
  const blocks = shapes(1, 4).chain((shape) =>
    fc.nat(Math.min(shape.length - 1, 2)).chain((shared) =>
      fc.tuple(fc.integer({ min: 1, max: shape.length - shared }), shapes(0, 2)).chain(([length, rows]) => {
        const indexShape = [...shape.slice(0, shared), ...rows, length];
        const count = indexShape.slice(0, -1).reduce((product, size) => product * size, 1);
        const row = fc.tuple(...shape.slice(shared, shared + length).map((size) => axesOf(size)));
        return fc.record({
          tensor: tensorsOf("float32", shape),
          indices: fc
            .array(row, { minLength: count, maxLength: count })
            .map((all): ReferenceTensor => int64(all.flat(), indexShape)),
          shared: fc.constant(shared),
        });
      }),
    ),
  );

  test("GatherND takes blocks, with shared axes or without", async () => {
    const property = fc.asyncProperty(blocks, async ({ tensor, indices, shared }) => {
      await expect(
        disagreements({ operator: "GatherND", inputs: [tensor, indices], attributes: { batch_dims: integer(shared) } }),
      ).resolves.toEqual([]);
    });
    await fc.assert(property, RUNS);
  });

  test.each(["none", "add", "mul", "max", "min"])("ScatterND puts blocks, merged by %s", async (reduction) => {
    const cases = blocks
      .filter(({ shared, indices }) => shared === 0 && (reduction !== "none" || areDistinct(indices)))
      .chain(({ tensor, indices }) => {
        const length = indices.shape.at(-1)!;
        const shape = [...indices.shape.slice(0, -1), ...tensor.shape.slice(length)];
        return tensorsOf("float32", shape).map((updates) => [tensor, indices, updates]);
      });
    const property = fc.asyncProperty(cases, async (inputs) => {
      await expect(
        disagreements({ operator: "ScatterND", inputs, attributes: { reduction: text(reduction) } }),
      ).resolves.toEqual([]);
    });
    await fc.assert(property, RUNS);
  });

  function areDistinct({ shape, data }: ReferenceTensor): boolean {
    return data.length === shape.at(-1);
  }
});

test("TopK takes the largest or smallest in order, the first of equals first", async () => {
  const cases = onAxis.chain(({ tensor, axis }) =>
    fc.record({
      tensor: fc.constant(tensor),
      axis: fc.constant(axis),
      count: fc.integer({ min: 0, max: tensor.shape.at(axis)! }),
      largest: flags,
    }),
  );
  const property = fc.asyncProperty(cases, async ({ tensor, axis, count, largest }) => {
    await expect(
      disagreements({
        operator: "TopK",
        inputs: [tensor, int64([count])],
        attributes: { axis: integer(axis), largest: integer(largest) },
        outputs: ["float32", "int64"],
      }),
    ).resolves.toEqual([]);
  });
  await fc.assert(property, RUNS);
});

test("OneHot marks indices from either end, and none where they lie outside", async () => {
  const cases = shapes(1, 3).chain((shape) =>
    fc.record({
      indices: tensorsOf("int64", shape, fc.integer({ min: -6, max: 6 })),
      depth: fc.integer({ min: 1, max: 5 }),
      axis: axesOf(shape.length + 1),
      values: tensorsOf("float32", [2], eighths),
    }),
  );
  const property = fc.asyncProperty(cases, async ({ indices, depth, axis, values }) => {
    await expect(
      disagreements({
        operator: "OneHot",
        inputs: [indices, scalar("int64", depth), values],
        attributes: { axis: integer(axis) },
        outputs: ["float32"],
      }),
    ).resolves.toEqual([]);
  });
  await fc.assert(property, RUNS);
});

test("NonZero lists places in order", async () => {
  const values = fc.constantFrom(0, 0, 1.5, -2);
  const property = fc.asyncProperty(anyTensors("float32", { minRank: 1, values }), async (input) => {
    await expect(disagreements({ operator: "NonZero", inputs: [input], outputs: ["int64"] })).resolves.toEqual([]);
  });
  await fc.assert(property, RUNS);
});
