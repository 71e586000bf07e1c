/** @file Holds non-maximum suppression to ONNX Runtime. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { flags, integer, scalar, tensorsOf } from "../../../../../../builders/arbitrary-tensors";
import { disagreements } from "../../../../../../builders/ask-both";

test("NonMaxSuppression keeps the same boxes, by corners in any order or by centres", async () => {
  const cases = fc
    .tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 8 }))
    .chain(([images, classes, boxes]) =>
      fc.record({
        boxes: tensorsOf("float32", [images, boxes, 4], fc.integer({ min: 0, max: 12 })),
        scores: tensorsOf(
          "float32",
          [images, classes, boxes],
          fc.integer({ min: 0, max: 8 }).map((value) => value / 8),
        ),
        most: fc.nat(6),
        // Off every ratio of small areas, where the last bit of a float32 would decide.
        overlap: fc.constantFrom(0, 0.1234, 0.3456, 0.7123),
        floor: fc.constantFrom(undefined, 0.3),
        isCentred: flags,
      }),
    );
  const property = fc.asyncProperty(cases, async ({ boxes, scores, most, overlap, floor, isCentred }) => {
    await expect(
      disagreements({
        operator: "NonMaxSuppression",
        inputs: [
          boxes,
          scores,
          scalar("int64", most),
          scalar("float32", overlap),
          floor === undefined ? undefined : scalar("float32", floor),
        ],
        attributes: { center_point_box: integer(isCentred) },
        outputs: ["int64"],
      }),
    ).resolves.toEqual([]);
  });
  await fc.assert(property, { numRuns: 40 });
});
