/** @file Holds the kernels that rearrange elements, or make them, to ONNX Runtime. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Attribute } from "../../../../../../../src-main/numerics/onnx/graph";
import type { ElementType } from "../../../../../../../src-main/numerics/tensor/tensor";
import {
  anyTensors,
  axesOf,
  broadcastableShapes,
  float,
  int64,
  integer,
  integers,
  scalar,
  shapes,
  tensorsOf,
  text,
} from "../../../../../../builders/arbitrary-tensors";
import { askReference, disagreements } from "../../../../../../builders/ask-both";

const RUNS = { numRuns: 25 };
const types = fc.constantFrom<ElementType>("float32", "int64", "bool", "uint8");
const tensors = types.chain((type) => anyTensors(type));

test("Reshape keeps sizes by 0 and finds one by -1", async () => {
  const cases = anyTensors("float32", { minRank: 2 }).chain((tensor) => {
    const merged = [tensor.shape[0]!, tensor.data.length / tensor.shape[0]!];
    const open = fc.option(fc.nat(1), { nil: undefined });
    return open.map((place) => ({ tensor, shape: place === undefined ? [0, merged[1]!] : merged.with(place, -1) }));
  });
  const property = fc.asyncProperty(cases, async ({ tensor, shape }) => {
    await expect(disagreements({ operator: "Reshape", inputs: [tensor, int64(shape)] })).resolves.toEqual([]);
  });
  await fc.assert(property, RUNS);
});

test("Reshape takes a 0 for a size where it is told to", async () => {
  const empty = { type: "float32", shape: [2, 0, 3], data: new Float64Array(0) } as const;
  const attributes = { allowzero: integer(1) };
  await expect(disagreements({ operator: "Reshape", inputs: [empty, int64([3, 0, 5])], attributes })).resolves.toEqual(
    [],
  );
});

test("Reshape to another number of elements is refused", () => {
  const inputs = [int64([1, 2, 3]), int64([2, 2])];
  expect(() => askReference({ operator: "Reshape", inputs })).toThrow(
    "Reshape node: [3] does not fill the shape [2, 2].",
  );
});

test("Flatten at any axis", async () => {
  const cases = tensors.chain((tensor) => {
    const rank = tensor.shape.length;
    return fc.record({ tensor: fc.constant(tensor), axis: fc.integer({ min: -rank, max: rank }) });
  });
  const property = fc.asyncProperty(cases, async ({ tensor, axis }) => {
    await expect(
      disagreements({ operator: "Flatten", inputs: [tensor], attributes: { axis: integer(axis) } }),
    ).resolves.toEqual([]);
  });
  await fc.assert(property, RUNS);
});

test("Unsqueeze and Squeeze add and drop axes, counted from either end", async () => {
  const cases = tensors.chain((tensor) => {
    const rank = tensor.shape.length + 2;
    const axes = fc.uniqueArray(fc.nat(rank - 1), { minLength: 2, maxLength: 2 });
    return fc.tuple(fc.constant(tensor), axes, fc.boolean(), fc.boolean()).map(([, given, ...fromEnd]) => ({
      tensor,
      axes: given.map((axis, place) => (fromEnd[place] ? axis - rank : axis)),
    }));
  });
  const property = fc.asyncProperty(cases, async ({ tensor, axes }) => {
    const unsqueeze = { operator: "Unsqueeze", inputs: [tensor, int64(axes)] };
    await expect(disagreements(unsqueeze)).resolves.toEqual([]);
    const [unsqueezed] = askReference(unsqueeze);
    await expect(disagreements({ operator: "Squeeze", inputs: [unsqueezed, int64(axes)] })).resolves.toEqual([]);
    await expect(disagreements({ operator: "Squeeze", inputs: [unsqueezed] })).resolves.toEqual([]);
  });
  await fc.assert(property, RUNS);
});

test("Squeeze of an axis that is not 1 is refused", () => {
  const inputs = [int64([1, 2, 3]), int64([0])];
  expect(() => askReference({ operator: "Squeeze", inputs })).toThrow("Squeeze node: [3] does not fill the shape [].");
});

test("Transpose to any order", async () => {
  const cases = tensors.chain((tensor) => {
    const axes = tensor.shape.map((_, axis) => axis);
    const order = fc.option(fc.shuffledSubarray(axes, { minLength: axes.length }), { nil: undefined });
    return fc.record({ tensor: fc.constant(tensor), order });
  });
  const property = fc.asyncProperty(cases, async ({ tensor, order }) => {
    await expect(
      disagreements({
        operator: "Transpose",
        inputs: [tensor],
        ...(order && { attributes: { perm: integers(order) } }),
      }),
    ).resolves.toEqual([]);
  });
  await fc.assert(property, RUNS);
});

test("Expand broadcasts both ways", async () => {
  const cases = broadcastableShapes(2).chain(([shape, wanted]) =>
    fc.record({ tensor: tensorsOf("float32", shape!), wanted: fc.constant(wanted!) }),
  );
  const property = fc.asyncProperty(cases, async ({ tensor, wanted }) => {
    await expect(disagreements({ operator: "Expand", inputs: [tensor, int64(wanted)] })).resolves.toEqual([]);
  });
  await fc.assert(property, RUNS);
});

test("Tile repeats along each axis", async () => {
  const cases = anyTensors("float32", { minRank: 1, maxRank: 3 }).chain((tensor) => {
    const rank = tensor.shape.length;
    return fc.record({
      tensor: fc.constant(tensor),
      repeats: fc.array(fc.nat(3), { minLength: rank, maxLength: rank }),
    });
  });
  const property = fc.asyncProperty(cases, async ({ tensor, repeats }) => {
    await expect(disagreements({ operator: "Tile", inputs: [tensor, int64(repeats)] })).resolves.toEqual([]);
  });
  await fc.assert(property, RUNS);
});

test("Concat joins any number of tensors, empty ones too", async () => {
  const cases = fc
    .tuple(types, shapes(1, 4), fc.array(fc.nat(3), { minLength: 1, maxLength: 4 }))
    .chain(([type, shape, sizes]) =>
      axesOf(shape.length).chain((axis) =>
        fc.record({
          axis: fc.constant(axis),
          inputs: fc.tuple(...sizes.map((size) => tensorsOf(type, shape.with(axis, size)))),
        }),
      ),
    );
  const property = fc.asyncProperty(cases, async ({ axis, inputs }) => {
    await expect(disagreements({ operator: "Concat", inputs, attributes: { axis: integer(axis) } })).resolves.toEqual(
      [],
    );
  });
  await fc.assert(property, RUNS);
});

describe("Split", () => {
  const cases = shapes(1, 4).chain((rest) =>
    fc
      .tuple(axesOf(rest.length), fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }))
      .chain(([axis, sizes]) => {
        const total = sizes.reduce((sum, size) => sum + size, 0);
        return fc.record({
          axis: fc.constant(axis),
          sizes: fc.constant(sizes),
          tensor: tensorsOf("float32", rest.with(axis, total)),
        });
      }),
  );

  test("into parts of given sizes", async () => {
    const property = fc.asyncProperty(cases, async ({ axis, sizes, tensor }) => {
      await expect(
        disagreements({
          operator: "Split",
          inputs: [tensor, int64(sizes)],
          attributes: { axis: integer(axis) },
          outputs: sizes.map(() => "float32"),
        }),
      ).resolves.toEqual([]);
    });
    await fc.assert(property, RUNS);
  });

  test("into a number of parts, of which the last may be smaller", async () => {
    const property = fc.asyncProperty(cases, fc.integer({ min: 1, max: 3 }), async ({ axis, tensor }, parts) => {
      const size = tensor.shape.at(axis)!;
      const count = Math.min(parts, size);
      fc.pre(Math.ceil(size / count) * (count - 1) < size);
      await expect(
        disagreements({
          operator: "Split",
          inputs: [tensor],
          attributes: { axis: integer(axis), num_outputs: integer(count) },
          outputs: Array.from({ length: count }, () => "float32"),
        }),
      ).resolves.toEqual([]);
    });
    await fc.assert(property, RUNS);
  });
});

const extremes = [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 31 - 1, -(2 ** 31)];

test("Slice from, to and by any number, beyond the edges too", async () => {
  const bound = fc.oneof(fc.integer({ min: -6, max: 6 }), fc.constantFrom(...extremes));
  const cases = anyTensors("float32", { minRank: 1 }).chain((tensor) => {
    const axes = fc.subarray(
      tensor.shape.map((_, axis) => axis),
      { minLength: 1 },
    );
    const step = fc.constantFrom(1, 2, 3, -1, -2);
    return axes.chain((listed) => {
      const many = { minLength: listed.length, maxLength: listed.length };
      return fc.record({
        tensor: fc.constant(tensor),
        axes: fc.constant(listed),
        starts: fc.array(bound, many),
        ends: fc.array(bound, many),
        steps: fc.array(step, many),
      });
    });
  });
  const property = fc.asyncProperty(cases, async ({ tensor, axes, starts, ends, steps }) => {
    await expect(
      disagreements({ operator: "Slice", inputs: [tensor, ...[starts, ends, axes, steps].map((each) => int64(each))] }),
    ).resolves.toEqual([]);
  });
  await fc.assert(property, { numRuns: 40 });
});

describe("Pad", () => {
  const padded = (mode: string, smallest: number) =>
    shapes(1, 3, { smallest: 2 }).chain((shape) => {
      const rank = shape.length;
      return fc.record({
        tensor: tensorsOf("float32", shape),
        mode: fc.constant(mode),
        pads: fc.array(fc.integer({ min: smallest, max: 1 }), { minLength: 2 * rank, maxLength: 2 * rank }),
      });
    });

  test.each(["reflect", "edge"])("by %s", async (mode) => {
    const property = fc.asyncProperty(padded(mode, 0), async ({ tensor, pads }) => {
      await expect(
        disagreements({ operator: "Pad", inputs: [tensor, int64(pads)], attributes: { mode: text(mode) } }),
      ).resolves.toEqual([]);
    });
    await fc.assert(property, RUNS);
  });

  test("by wrapping around", async () => {
    const property = fc.asyncProperty(padded("wrap", 0), async ({ tensor, pads }) => {
      await expect(
        disagreements({
          operator: "Pad",
          inputs: [tensor, int64(pads)],
          attributes: { mode: text("wrap") },
          opset: 19,
        }),
      ).resolves.toEqual([]);
    });
    await fc.assert(property, RUNS);
  });

  test("with a constant, which may also cut", async () => {
    const filling = fc.option(fc.integer({ min: -2, max: 2 }), { nil: undefined });
    const property = fc.asyncProperty(padded("constant", -1), filling, async ({ tensor, pads }, value) => {
      await expect(
        disagreements({
          operator: "Pad",
          inputs: [tensor, int64(pads), value === undefined ? undefined : scalar("float32", value)],
        }),
      ).resolves.toEqual([]);
    });
    await fc.assert(property, RUNS);
  });

  test("along some axes only", async () => {
    const tensor = tensorsOf("float32", [2, 3, 4]);
    const property = fc.asyncProperty(tensor, axesOf(3), async (input, axis) => {
      await expect(
        disagreements({ operator: "Pad", inputs: [input, int64([1, 2]), undefined, int64([axis])] }),
      ).resolves.toEqual([]);
    });
    await fc.assert(property, RUNS);
  });
});

test("Shape answers the sizes of some axes", async () => {
  const bound = fc.integer({ min: -5, max: 5 }).map(integer);
  const bounds = fc.record({ start: bound, end: bound }, { requiredKeys: [] });
  const property = fc.asyncProperty(tensors, bounds, async (input, attributes) => {
    await expect(
      disagreements({ operator: "Shape", inputs: [input], attributes, outputs: ["int64"], opset: 15 }),
    ).resolves.toEqual([]);
  });
  await fc.assert(property, RUNS);
});

describe("made of nothing", () => {
  const constants: readonly (readonly [Record<string, Attribute>, ElementType])[] = [
    [{ value_float: float(0.1) }, "float32"],
    [{ value_floats: { kind: "floats", value: [0.1, -2] } }, "float32"],
    [{ value_int: integer(-7) }, "int64"],
    [{ value_ints: integers([3, -7]) }, "int64"],
    [
      { value: { kind: "tensor", value: { type: "float64", shape: [1, 2], data: Float64Array.of(0.1, 3) } } },
      "float64",
    ],
  ];
  test.each(constants)("Constant of %o", async (attributes, type) => {
    await expect(disagreements({ operator: "Constant", inputs: [], attributes, outputs: [type] })).resolves.toEqual([]);
  });

  test("ConstantOfShape is filled with its value, or with zeros", async () => {
    const value: Attribute = { kind: "tensor", value: { type: "int64", shape: [1], data: BigInt64Array.of(-5n) } };
    const property = fc.asyncProperty(shapes(0, 3), async (shape) => {
      const inputs = [int64(shape)];
      await expect(
        disagreements({ operator: "ConstantOfShape", inputs, attributes: { value }, outputs: ["int64"] }),
      ).resolves.toEqual([]);
      await expect(disagreements({ operator: "ConstantOfShape", inputs, outputs: ["float32"] })).resolves.toEqual([]);
    });
    await fc.assert(property, RUNS);
  });

  test.each(["float32", "int64"] as const)("Range of %s, upwards and downwards", async (type) => {
    const number = fc.integer({ min: -8, max: 8 });
    const step = number.filter((value) => value !== 0);
    const property = fc.asyncProperty(number, number, step, async (...numbers) => {
      await expect(
        disagreements({ operator: "Range", inputs: numbers.map((value) => scalar(type, value)) }),
      ).resolves.toEqual([]);
    });
    await fc.assert(property, RUNS);
  });
});

test("Identity answers what it is given", async () => {
  await fc.assert(
    fc.asyncProperty(tensors, async (input) => {
      await expect(disagreements({ operator: "Identity", inputs: [input] })).resolves.toEqual([]);
    }),
    RUNS,
  );
});
