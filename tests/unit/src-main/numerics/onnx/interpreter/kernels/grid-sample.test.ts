/** @file Holds the sampling of images at computed places to ONNX Runtime. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { integer, shapes, tensorsOf, text } from "../../../../../../builders/arbitrary-tensors";
import { disagreements } from "../../../../../../builders/ask-both";

test.each(["zeros", "border"])("GridSample between elements, and %s beyond the ends", async (padding) => {
  const places = fc.integer({ min: -24, max: 24 }).map((value) => value / 16);
  const cases = fc.tuple(shapes(4, 4), shapes(2, 2)).chain(([image, [height, width]]) =>
    fc.record({
      inputs: fc.tuple(tensorsOf("float32", image), tensorsOf("float32", [image[0]!, height!, width!, 2], places)),
      isAligned: fc.boolean(),
    }),
  );
  const property = fc.asyncProperty(cases, async ({ inputs, isAligned }) => {
    const attributes = { align_corners: integer(Number(isAligned)), padding_mode: text(padding) };
    await expect(disagreements({ operator: "GridSample", inputs, attributes }, 1e-5)).resolves.toEqual([]);
  });
  await fc.assert(property, { numRuns: 40 });
});
