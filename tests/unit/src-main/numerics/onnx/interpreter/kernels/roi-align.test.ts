/** @file Holds the sampling of regions to ONNX Runtime. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { ReferenceTensor } from "../../../../../../../src-main/numerics/onnx/interpreter/reference-tensor";
import { float, int64, integer, tensorsOf, text } from "../../../../../../builders/arbitrary-tensors";
import { askReference, disagreements } from "../../../../../../builders/ask-both";

/** Beyond the map on every side, and empty; ONNX Runtime fails for those upside down. */
const region = fc
  .tuple(...[64, 64].map((least) => fc.integer({ min: -least, max: 192 })), fc.nat(128), fc.nat(128))
  .map(([x, y, width, height]) => [x!, y!, x! + width!, y! + height!].map((value) => value / 4));

const cases = fc
  .record({ images: fc.integer({ min: 1, max: 2 }), channels: fc.integer({ min: 1, max: 3 }), count: fc.nat(4) })
  .chain(({ images, channels, count }) =>
    fc.record({
      features: tensorsOf("float32", [images, channels, 6, 7]),
      regions: fc
        .array(region, { minLength: count, maxLength: count })
        .map((rows): ReferenceTensor => ({ type: "float32", shape: [count, 4], data: Float64Array.from(rows.flat()) })),
      images: tensorsOf("int64", [count], fc.nat(images - 1)),
      attributes: fc.record({
        output_height: fc.integer({ min: 1, max: 3 }).map(integer),
        output_width: fc.integer({ min: 1, max: 3 }).map(integer),
        sampling_ratio: fc.nat(2).map(integer),
        spatial_scale: fc.constantFrom(1, 0.25, 0.125).map(float),
      }),
    }),
  );

test.each(["half_pixel", "output_half_pixel"])("RoiAlign by %s", async (mode) => {
  const property = fc.asyncProperty(cases, async ({ features, regions, images, attributes }) => {
    await expect(
      disagreements(
        {
          operator: "RoiAlign",
          inputs: [features, regions, images],
          attributes: { ...attributes, coordinate_transformation_mode: text(mode) },
          outputs: ["float32"],
        },
        1e-5,
      ),
    ).resolves.toEqual([]);
  });
  await fc.assert(property, { numRuns: 60 });
});

test("RoiAlign before version 16 has no half pixel", async () => {
  const property = fc.asyncProperty(cases, async ({ features, regions, images, attributes }) => {
    await expect(
      disagreements(
        { operator: "RoiAlign", inputs: [features, regions, images], attributes, outputs: ["float32"], opset: 13 },
        1e-5,
      ),
    ).resolves.toEqual([]);
  });
  await fc.assert(property, { numRuns: 50 });
});

test("regions without their images are refused", () => {
  const [features] = fc.sample(tensorsOf("float32", [1, 1, 2, 2]), 1);
  const [regions] = fc.sample(tensorsOf("float32", [2, 4]), 1);
  expect(() => askReference({ operator: "RoiAlign", inputs: [features, regions, int64([0])] })).toThrow(
    "RoiAlign node: features of [1, 1, 2, 2] and regions of [2, 4] with 1 images do not belong together.",
  );
});
