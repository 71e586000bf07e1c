/** @file Holds the elementwise kernels to ONNX Runtime. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ONNX_ELEMENT_TYPES } from "../../../../../../../src-main/numerics/onnx/element-types";
import type { ElementType } from "../../../../../../../src-main/numerics/tensor/tensor";
import {
  anyTensors,
  broadcastableShapes,
  eighths,
  float,
  integer,
  scalar,
  smallIntegers,
  tensorsOf,
  valuesOf,
} from "../../../../../../builders/arbitrary-tensors";
import { askReference, disagreements } from "../../../../../../builders/ask-both";

const RUNS = { numRuns: 25 };

interface Case {
  readonly operator: string;
  readonly type: ElementType;
  readonly values?: fc.Arbitrary<number>;
}

describe("of one tensor", () => {
  const positive = fc.integer({ min: 1, max: 64 }).map((value) => value / 8);
  const cases: readonly Case[] = [
    { operator: "Abs", type: "float32" },
    { operator: "Abs", type: "int64" },
    { operator: "Neg", type: "float64" },
    { operator: "Neg", type: "int32" },
    { operator: "Sign", type: "float32" },
    { operator: "Sign", type: "int64" },
    { operator: "Floor", type: "float64" },
    { operator: "Ceil", type: "float32" },
    { operator: "Reciprocal", type: "float64", values: positive },
    { operator: "Sqrt", type: "float64", values: positive },
    { operator: "Exp", type: "float64" },
    { operator: "Log", type: "float64", values: positive },
    { operator: "Tanh", type: "float64" },
    { operator: "Erf", type: "float32" },
    { operator: "Relu", type: "float64" },
    { operator: "Sigmoid", type: "float64" },
    { operator: "Softplus", type: "float32" },
    { operator: "HardSwish", type: "float32" },
    { operator: "Not", type: "bool" },
    { operator: "Identity", type: "uint8" },
  ];
  test.each(cases)("$operator of $type", async ({ operator, type, values = valuesOf(type) }) => {
    const property = fc.asyncProperty(anyTensors(type, { values }), async (input) => {
      await expect(disagreements({ operator, inputs: [input] })).resolves.toEqual([]);
    });
    await fc.assert(property, RUNS);
  });

  test.each(["HardSigmoid", "LeakyRelu"])("%s with its slopes", async (operator) => {
    const slopes = fc.record({ alpha: eighths.map(float) }, { requiredKeys: [] });
    const property = fc.asyncProperty(anyTensors("float32"), slopes, async (input, attributes) => {
      await expect(disagreements({ operator, inputs: [input], attributes })).resolves.toEqual([]);
    });
    await fc.assert(property, RUNS);
  });

  test("Clip with both bounds, one or none", async () => {
    const bound = fc.option(
      eighths.map((value) => scalar("float32", value)),
      { nil: undefined },
    );
    const property = fc.asyncProperty(anyTensors("float32"), bound, bound, async (input, lowest, highest) => {
      await expect(disagreements({ operator: "Clip", inputs: [input, lowest, highest] })).resolves.toEqual([]);
    });
    await fc.assert(property, RUNS);
  });
});

describe("of two tensors that broadcast", () => {
  const notZero = smallIntegers.filter((value) => value !== 0);
  const cases: readonly Case[] = [
    { operator: "Add", type: "float64" },
    { operator: "Add", type: "int32" },
    { operator: "Sub", type: "float64" },
    { operator: "Sub", type: "int64" },
    { operator: "Mul", type: "float32" },
    { operator: "Mul", type: "int64" },
    { operator: "Div", type: "float64", values: notZero },
    { operator: "Div", type: "int64", values: notZero },
    { operator: "Div", type: "int32", values: notZero },
    { operator: "Min", type: "float32" },
    { operator: "Min", type: "int64" },
    { operator: "Max", type: "float64" },
    { operator: "Max", type: "int32" },
  ];
  test.each(cases)("$operator of $type", async ({ operator, type, values = valuesOf(type) }) => {
    const property = fc.asyncProperty(pairsOf(type, values), async (inputs) => {
      await expect(disagreements({ operator, inputs })).resolves.toEqual([]);
    });
    await fc.assert(property, RUNS);
  });

  const compared: readonly Case[] = [
    { operator: "Equal", type: "float32" },
    { operator: "Equal", type: "int64" },
    { operator: "Equal", type: "bool" },
    { operator: "Greater", type: "float32" },
    { operator: "GreaterOrEqual", type: "float32" },
    { operator: "Less", type: "int64" },
    { operator: "LessOrEqual", type: "float64" },
    { operator: "And", type: "bool" },
    { operator: "Or", type: "bool" },
  ];
  test.each(compared)("$operator of $type", async ({ operator, type }) => {
    const property = fc.asyncProperty(pairsOf(type, valuesOf(type)), async (inputs) => {
      await expect(disagreements({ operator, inputs, outputs: ["bool"] })).resolves.toEqual([]);
    });
    await fc.assert(property, RUNS);
  });

  const powers = [
    ["float32", "float32"],
    ["float32", "int64"],
    ["int64", "int64"],
    ["float64", "float64"],
  ] as const;
  test.each(powers)("Pow of %s to the power of %s", async (type, exponentType) => {
    const base = fc.integer({ min: 1, max: 4 });
    const exponent = fc.integer({ min: type === "int64" ? 0 : -2, max: 3 });
    const pairs = broadcastableShapes(2).chain(([left, right]) =>
      fc.tuple(tensorsOf(type, left!, base), tensorsOf(exponentType, right!, exponent)),
    );
    await fc.assert(
      fc.asyncProperty(pairs, async (inputs) => {
        await expect(disagreements({ operator: "Pow", inputs })).resolves.toEqual([]);
      }),
      RUNS,
    );
  });

  function pairsOf(type: ElementType, values: fc.Arbitrary<number>) {
    return broadcastableShapes(2).chain((both) => fc.tuple(...both.map((shape) => tensorsOf(type, shape, values))));
  }
});

test.each(["Min", "Max"])("%s of three tensors", async (operator) => {
  const triples = broadcastableShapes(3).chain((all) => fc.tuple(...all.map((shape) => tensorsOf("float32", shape))));
  await fc.assert(
    fc.asyncProperty(triples, async (inputs) => {
      await expect(disagreements({ operator, inputs })).resolves.toEqual([]);
    }),
    RUNS,
  );
});

test.each(["float32", "int64"] as const)("Where chooses among %s", async (type) => {
  const triples = broadcastableShapes(3).chain(([condition, left, right]) =>
    fc.tuple(tensorsOf("bool", condition!), tensorsOf(type, left!), tensorsOf(type, right!)),
  );
  const property = fc.asyncProperty(triples, async (inputs) => {
    await expect(disagreements({ operator: "Where", inputs, outputs: [type] })).resolves.toEqual([]);
  });
  await fc.assert(property, RUNS);
});

const casts = [
  ["float32", "int64"],
  ["float32", "int32"],
  ["float32", "bool"],
  ["float32", "float64"],
  ["int64", "float32"],
  ["int64", "bool"],
  ["int64", "int32"],
  ["int32", "uint8"],
  ["int64", "int8"],
  ["bool", "float32"],
  ["uint8", "float32"],
  ["float32", "float16"],
  ["float16", "float32"],
] as const;
test.each(casts)("Cast of %s to %s", async (from, to) => {
  const attributes = { to: integer(ONNX_ELEMENT_TYPES.get(to)!) };
  const property = fc.asyncProperty(anyTensors(from), async (input) => {
    await expect(
      disagreements({ operator: "Cast", inputs: [input], attributes, outputs: [to] }, 2e-3),
    ).resolves.toEqual([]);
  });
  await fc.assert(property, RUNS);
});

test("whole numbers wrap as their type does, and are refused where doubles are not exact", () => {
  const add = (type: ElementType, left: number, right: number) =>
    askReference({ operator: "Add", inputs: [scalar(type, left), scalar(type, right)] })[0]!.data[0];
  expect(add("int32", 2 ** 31 - 1, 1)).toBe(-(2 ** 31));
  expect(add("uint8", 250, 10)).toBe(4);
  expect(() => add("int64", 2 ** 53 - 1, 2)).toThrow("beyond 2^53");
});

test("tensors of two types are refused, as ONNX Runtime refuses them", () => {
  const inputs = [scalar("float32", 1), scalar("int64", 1)];
  expect(() => askReference({ operator: "Add", inputs })).toThrow(
    "Add node: the inputs are of float32 and int64; one type was expected.",
  );
});
