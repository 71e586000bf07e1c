/** @file Holds the convolution and its transpose to ONNX Runtime. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ReferenceTensor } from "../../../../../../../src-main/numerics/onnx/interpreter/reference-tensor";
import { integer, integers, tensorsOf, text } from "../../../../../../builders/arbitrary-tensors";
import { askReference, disagreements, type NodeCase } from "../../../../../../builders/ask-both";

const RUNS = { numRuns: 25 };

/** Numbers for one and two spatial axes, and how channels are grouped. */
const geometries = fc.integer({ min: 1, max: 2 }).chain((rank) => {
  const perAxis = (min: number, max: number) =>
    fc.array(fc.integer({ min, max }), { minLength: rank, maxLength: rank });
  return fc.record({
    images: fc.integer({ min: 1, max: 2 }),
    groups: fc.integer({ min: 1, max: 2 }),
    channelsPerGroup: fc.integer({ min: 1, max: 2 }),
    mapsPerGroup: fc.integer({ min: 1, max: 2 }),
    sizes: perAxis(5, 7),
    kernel: perAxis(1, 3),
    strides: perAxis(1, 3),
    dilations: perAxis(1, 2),
    padsBefore: perAxis(0, 2),
    padsAfter: perAxis(0, 2),
    hasBias: fc.boolean(),
  });
});
type Geometry = typeof geometries extends fc.Arbitrary<infer Value> ? Value : never;

function tensorsFor({ images, groups, channelsPerGroup, mapsPerGroup, ...geometry }: Geometry, isTransposed: boolean) {
  const channels = groups * channelsPerGroup;
  const maps = groups * mapsPerGroup;
  const weights = isTransposed ? [channels, mapsPerGroup] : [maps, channelsPerGroup];
  return fc.tuple(
    tensorsOf("float32", [images, channels, ...geometry.sizes]),
    tensorsOf("float32", [...weights, ...geometry.kernel]),
    geometry.hasBias ? tensorsOf("float32", [maps]) : fc.constant(undefined),
  );
}

function attributesOf({ groups, kernel, strides, dilations, padsBefore, padsAfter }: Geometry) {
  return {
    group: integer(groups),
    kernel_shape: integers(kernel),
    strides: integers(strides),
    dilations: integers(dilations),
    pads: integers([...padsBefore, ...padsAfter]),
  };
}

/** Sums of a hundred products of numbers up to 4 lose a few bits of a float32. */
const TOLERANCE = 1e-5;

describe("Conv", () => {
  const cases = geometries.chain((geometry) =>
    tensorsFor(geometry, false).map((inputs) => ({ operator: "Conv", inputs, attributes: attributesOf(geometry) })),
  );

  test("with strides, dilations, groups and uneven pads", async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (node) => {
        await expect(disagreements(node, TOLERANCE)).resolves.toEqual([]);
      }),
      RUNS,
    );
  });

  test("with both pads and a rule to find them is refused, as ONNX Runtime refuses it", () => {
    const { inputs, attributes } = fc.sample(cases, 1)[0]!;
    const node = { operator: "Conv", inputs, attributes: { ...attributes, auto_pad: text("VALID") } };
    expect(() => askReference(node)).toThrow("Conv node: both pads and auto_pad VALID are given.");
  });

  test.each(["SAME_UPPER", "SAME_LOWER", "VALID"])("with pads found by %s", async (padding) => {
    const property = fc.asyncProperty(cases, async ({ inputs, attributes: { group, kernel_shape, strides } }) => {
      await expect(
        disagreements(
          { operator: "Conv", inputs, attributes: { group, kernel_shape, strides, auto_pad: text(padding) } },
          TOLERANCE,
        ),
      ).resolves.toEqual([]);
    });
    await fc.assert(property, RUNS);
  });

  test("with weights for other channels is refused", () => {
    const [data, weights] = fc.sample(
      fc.tuple(tensorsOf("float32", [1, 3, 4]), tensorsOf("float32", [2, 2, 1])),
      1,
    )[0]!;
    expect(() => askReference({ operator: "Conv", inputs: [data, weights] })).toThrow(
      "Conv node: weights of [2, 2, 1] in 1 groups do not fit data of [1, 3, 4].",
    );
  });
});

describe("ConvTranspose", () => {
  const cases = geometries.chain((geometry) =>
    tensorsFor(geometry, true).map((inputs) => ({ geometry, inputs, attributes: attributesOf(geometry) })),
  );

  test("with strides, dilations, groups, uneven pads and padding of the answer", async () => {
    const property = fc.asyncProperty(cases, fc.nat(2), async ({ geometry, inputs, attributes }, extra) => {
      const padding = geometry.strides.map((stride) => Math.min(stride - 1, extra));
      await expect(
        disagreements(transposed(inputs, { ...attributes, output_padding: integers(padding) }), TOLERANCE),
      ).resolves.toEqual([]);
    });
    await fc.assert(property, RUNS);
  });

  test.each(["NOTSET", "SAME_UPPER", "SAME_LOWER"])("to a size that is asked for, padded by %s", async (padding) => {
    const property = fc.asyncProperty(
      cases,
      async ({ geometry, inputs, attributes: { group, kernel_shape, strides: steps, dilations: gaps } }) => {
        const { sizes, strides, kernel, dilations } = geometry;
        const whole = sizes.map(
          (size, axis) => (size - 1) * strides[axis]! + (kernel[axis]! - 1) * dilations[axis]! + 1,
        );
        const asked = whole.map((size, axis) => size - (axis % 2) - 1);
        const window = { group, kernel_shape, strides: steps, dilations: gaps };
        const size = { output_shape: integers(asked), auto_pad: text(padding) };
        await expect(disagreements(transposed(inputs, { ...window, ...size }), TOLERANCE)).resolves.toEqual([]);
      },
    );
    await fc.assert(property, RUNS);
  });

  test.each(["SAME_UPPER", "SAME_LOWER", "VALID"])("with pads found by %s", async (padding) => {
    const property = fc.asyncProperty(cases, async ({ inputs, attributes: { group, kernel_shape, strides } }) => {
      const node = transposed(inputs, { group, kernel_shape, strides, auto_pad: text(padding) });
      await expect(disagreements(node, TOLERANCE)).resolves.toEqual([]);
    });
    await fc.assert(property, RUNS);
  });

  function transposed(inputs: NodeCase["inputs"], attributes: NonNullable<NodeCase["attributes"]>): NodeCase {
    return { operator: "ConvTranspose", inputs, attributes };
  }

  test("is the adjoint of Conv: a product with one is a product with the other", () => {
    const property = fc.property(
      geometries.chain((geometry) => {
        const whole = tensorsFor({ ...geometry, hasBias: false }, false);
        return whole.map(([data, weights]) => ({ data, weights, attributes: attributesOf(geometry) }));
      }),
      fc.infiniteStream(fc.integer({ min: -4, max: 4 })),
      ({ data, weights, attributes }, numbers) => {
        const [there] = askReference({ operator: "Conv", inputs: [data, weights], attributes });
        const other: ReferenceTensor = { ...there!, data: there!.data.map(() => numbers.next().value) };
        const covered = { output_shape: integers(data.shape.slice(2)) };
        const [back] = askReference({
          operator: "ConvTranspose",
          inputs: [other, weights],
          attributes: { ...attributes, output_padding: missing(attributes, data, other, weights) },
        });
        expect(back!.shape.slice(2)).toEqual(covered.output_shape.value);
        expect(dot(back!, data)).toBeCloseTo(dot(there!, other), 9);
      },
    );
    fc.assert(property, RUNS);
  });

  /** Rows that a stride left over at the end, which the transpose cannot know of. */
  function missing(
    { strides, dilations, pads }: ReturnType<typeof attributesOf>,
    data: ReferenceTensor,
    answer: ReferenceTensor,
    weights: ReferenceTensor,
  ) {
    const rank = strides.value.length;
    return integers(
      strides.value.map((stride, axis) => {
        const extent = (weights.shape[axis + 2]! - 1) * dilations.value[axis]! + 1;
        const reached = stride * (answer.shape[axis + 2]! - 1) + extent - pads.value[axis]! - pads.value[axis + rank]!;
        return data.shape[axis + 2]! - reached;
      }),
    );
  }

  function dot({ data: left }: ReferenceTensor, { data: right }: ReferenceTensor): number {
    return left.reduce((sum, value, place) => sum + value * right[place]!, 0);
  }
});
