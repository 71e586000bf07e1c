/** @file Holds resampling to ONNX Runtime. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { float, int64, integer, integers, tensorsOf, text } from "../../../../../../builders/arbitrary-tensors";
import { askReference, disagreements, type NodeCase } from "../../../../../../builders/ask-both";

const RUNS = { numRuns: 25 };
const TOLERANCE = 1e-5;
const images = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
  .chain((sizes) => tensorsOf("float32", [1, 2, ...sizes]));
/** Powers of two, of which every coordinate is exact in a float32 as well: ties then fall alike. */
const exactScale = fc.constantFrom(0.5, 1, 2, 4);
const coordinates = ["half_pixel", "asymmetric", "pytorch_half_pixel"] as const;
const roundings = ["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"] as const;

function byScales(input: NodeCase["inputs"][number], scales: readonly number[]): NodeCase["inputs"] {
  return [input, undefined, { type: "float32", shape: [4], data: Float64Array.from([1, 1, ...scales]) }];
}

describe("nearest", () => {
  test.each(coordinates.flatMap((mode) => roundings.map((rounding) => [mode, rounding] as const)))(
    "by %s and %s",
    async (mode, rounding) => {
      const attributes = { coordinate_transformation_mode: text(mode), nearest_mode: text(rounding) };
      const property = fc.asyncProperty(images, exactScale, exactScale, async (input, ...scales) => {
        fc.pre(scales.every((scale, axis) => Math.floor(input.shape[axis + 2]! * scale) > 0));
        await expect(
          disagreements({ operator: "Resize", inputs: byScales(input, scales), attributes }),
        ).resolves.toEqual([]);
      });
      await fc.assert(property, RUNS);
    },
  );
});

describe.each(["linear", "cubic"])("%s", (mode) => {
  test.each([...coordinates, "align_corners"] as const)("by %s to given sizes", async (transformation) => {
    const attributes = { mode: text(mode), coordinate_transformation_mode: text(transformation) };
    const size = fc.integer({ min: 1, max: 9 });
    const property = fc.asyncProperty(images, size, size, async (input, ...sizes) => {
      await expect(
        disagreements(
          { operator: "Resize", inputs: [input, undefined, undefined, int64([1, 2, ...sizes])], attributes },
          TOLERANCE,
        ),
      ).resolves.toEqual([]);
    });
    await fc.assert(property, RUNS);
  });

  test("by scales that leave a part of a pixel", async () => {
    const scale = fc.constantFrom(0.75, 1.25, 1.5, 2.75);
    const property = fc.asyncProperty(images, scale, scale, async (input, ...scales) => {
      const sizes = scales.map((each, axis) => Math.floor(input.shape[axis + 2]! * each));
      // ONNX Runtime copies where no size changes, whatever the scales say of the coordinates.
      fc.pre(sizes.every((size) => size > 0) && sizes.some((size, axis) => size !== input.shape[axis + 2]));
      await expect(
        disagreements(
          { operator: "Resize", inputs: byScales(input, scales), attributes: { mode: text(mode) } },
          TOLERANCE,
        ),
      ).resolves.toEqual([]);
    });
    await fc.assert(property, RUNS);
  });
});

test("cubic with another coefficient, and without what lies outside", async () => {
  const attributes = { mode: text("cubic"), cubic_coeff_a: float(-0.5), exclude_outside: integer(1) };
  const property = fc.asyncProperty(images, exactScale, exactScale, async (input, ...scales) => {
    fc.pre(scales.every((scale, axis) => Math.floor(input.shape[axis + 2]! * scale) > 0));
    await expect(
      disagreements({ operator: "Resize", inputs: byScales(input, scales), attributes }, TOLERANCE),
    ).resolves.toEqual([]);
  });
  await fc.assert(property, RUNS);
});

test.each(["not_larger", "not_smaller"])("to sizes that are %s, with the same aspect", async (policy) => {
  const attributes = { mode: text("linear"), axes: integers([2, 3]), keep_aspect_ratio_policy: text(policy) };
  const size = fc.constantFrom(4, 8, 12);
  const property = fc.asyncProperty(tensorsOf("float32", [1, 1, 2, 4]), size, size, async (input, ...sizes) => {
    const inputs = [input, undefined, undefined, int64(sizes)];
    await expect(disagreements({ operator: "Resize", inputs, attributes }, TOLERANCE)).resolves.toEqual([]);
  });
  await fc.assert(property, RUNS);
});

test("along some axes only", async () => {
  const property = fc.asyncProperty(images, async (input) => {
    await expect(
      disagreements(
        {
          operator: "Resize",
          inputs: [input, undefined, undefined, int64([6, 7])],
          attributes: { mode: text("linear"), axes: integers([2, 3]) },
        },
        TOLERANCE,
      ),
    ).resolves.toEqual([]);
  });
  await fc.assert(property, RUNS);
});

test("neither scales nor sizes, or both, are refused", () => {
  const [input] = fc.sample(images, 1);
  expect(() => askReference({ operator: "Resize", inputs: [input] })).toThrow(
    "Resize node: one scale or one size for each of 4 axes was expected.",
  );
});
