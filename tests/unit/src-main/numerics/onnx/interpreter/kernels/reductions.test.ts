/** @file Holds the kernels that compute along axes to ONNX Runtime. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ElementType } from "../../../../../../../src-main/numerics/tensor/tensor";
import {
  anyTensors,
  axesOf,
  flags,
  int64,
  integer,
  integers,
  scalar,
} from "../../../../../../builders/arbitrary-tensors";
import { askReference, disagreements } from "../../../../../../builders/ask-both";

const RUNS = { numRuns: 25 };
const tiny = fc.integer({ min: -3, max: 3 });

describe("reductions", () => {
  const cases = ["ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceSumSquare"].flatMap(
    (operator) => (["float64", "int32"] as const).map((type) => ({ operator, type })),
  );
  test.each(cases.filter(({ operator, type }) => operator !== "ReduceMean" || type === "float64"))(
    "$operator of $type along any axes, kept or not",
    async ({ operator, type }) => {
      // Products of whole numbers stay within 32 bits.
      const tensors =
        operator === "ReduceProd" ? anyTensors(type, { minRank: 1, maxRank: 2, values: tiny }) : undefined;
      const property = fc.asyncProperty(
        reductionsOf(type, tensors),
        fc.boolean(),
        async ({ tensor, axes, ...given }, mayDoNothing) => {
          const attributes = { keepdims: integer(given.keeps), noop_with_empty_axes: integer(Number(mayDoNothing)) };
          await expect(disagreements({ operator, inputs: [tensor, axes && int64(axes)], attributes })).resolves.toEqual(
            [],
          );
        },
      );
      await fc.assert(property, RUNS);
    },
  );

  test("axes may be an attribute, as before version 18", async () => {
    const property = fc.asyncProperty(reductionsOf("float32"), async ({ tensor, axes, keeps }) => {
      await expect(
        disagreements({
          operator: "ReduceMean",
          inputs: [tensor],
          attributes: { keepdims: integer(keeps), ...(axes && axes.length > 0 && { axes: integers(axes) }) },
          opset: 13,
        }),
      ).resolves.toEqual([]);
    });
    await fc.assert(property, RUNS);
  });

  function reductionsOf(type: ElementType, tensors = anyTensors(type, { minRank: 1 })) {
    return tensors.chain((tensor) => {
      const rank = tensor.shape.length;
      const front = fc.subarray(Array.from({ length: rank }, (_, axis) => axis));
      const listed = front.chain((axes) =>
        fc.tuple(...axes.map((axis) => fc.constantFrom(axis, axis - rank))).map((mixed) => [...mixed]),
      );
      return fc.record({
        tensor: fc.constant(tensor),
        axes: fc.option(listed, { nil: undefined }),
        keeps: flags,
      });
    });
  }
});

test.each(["Softmax", "LogSoftmax"])("%s along any axis", async (operator) => {
  const property = fc.asyncProperty(onAxis("float64"), async ({ tensor, axis }) => {
    await expect(disagreements({ operator, inputs: [tensor], attributes: { axis: integer(axis) } })).resolves.toEqual(
      [],
    );
  });
  await fc.assert(property, RUNS);
});

test("Softmax of large numbers does not overflow, and its logarithm does not vanish", () => {
  const input = { type: "float32", shape: [3], data: Float64Array.of(1e5, 1e5 - 1, -1e5) } as const;
  const [softmax] = askReference({ operator: "Softmax", inputs: [input] });
  const [logSoftmax] = askReference({ operator: "LogSoftmax", inputs: [input] });
  expect([...softmax!.data]).toEqual(
    [1 / (1 + Math.exp(-1)), 1 / (1 + Math.E), 0].map((value) => expect.closeTo(value, 10)),
  );
  expect(logSoftmax!.data[2]).toBeCloseTo(-2e5 - Math.log1p(Math.exp(-1)), 8);
});

test.each(["float64", "int32"] as const)(
  "CumSum of %s, from either end, with or without the element itself",
  async (type) => {
    const property = fc.asyncProperty(onAxis(type), flags, flags, async ({ tensor, axis }, exclusive, reverse) => {
      await expect(
        disagreements({
          operator: "CumSum",
          inputs: [tensor, scalar("int64", axis)],
          attributes: { exclusive: integer(exclusive), reverse: integer(reverse) },
        }),
      ).resolves.toEqual([]);
    });
    await fc.assert(property, RUNS);
  },
);

test("ArgMax takes the first or the last of equals", async () => {
  const property = fc.asyncProperty(onAxis("float32"), flags, flags, async ({ tensor, axis }, keepdims, takesLast) => {
    await expect(
      disagreements({
        operator: "ArgMax",
        inputs: [tensor],
        attributes: { axis: integer(axis), keepdims: integer(keepdims), select_last_index: integer(takesLast) },
        outputs: ["int64"],
      }),
    ).resolves.toEqual([]);
  });
  await fc.assert(property, RUNS);
});

function onAxis(type: ElementType) {
  return anyTensors(type, { minRank: 1 }).chain((tensor) =>
    fc.record({ tensor: fc.constant(tensor), axis: axesOf(tensor.shape.length) }),
  );
}
