/** @file Clipping shortens what is too long, and leaves the rest as it is. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { openSession } from "../../../../../src-main/jobs/runtime/open-session";
import { GraphBuilder } from "../../../../../src-main/numerics/onnx/builder";
import { encodeModel } from "../../../../../src-main/numerics/onnx/encode-model";
import { clippingShare, globalNorm } from "../../../../../src-main/numerics/optimizer/clip-gradients";
import { byReference } from "../../../../builders/replay-updates";

const numbers = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 1, maxLength: 6 });

test("clipped gradients together are as long as before, or as the limit where they were longer", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(numbers, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 50 }),
      async (of, limit) => {
        const { norm, share } = await clip(of, limit);
        const length = Math.hypot(...of.flat());
        expect(norm).toBeCloseTo(length, 9);
        expect(norm * share).toBeCloseTo(Math.min(length, limit), 4);
      },
    ),
  );
});

test("the length of a layer of millions of weights is right to six digits", async () => {
  const shape = [1024, 3136];
  const builder = new GraphBuilder("length");
  builder.output("length", globalNorm(builder, [builder.input("gradient", "float32", shape)]));
  const data = Float32Array.from({ length: 1024 * 3136 }, (_, place) => 0.01 * Math.sin(12.9898 * place));
  const session = await openSession(encodeModel(builder.toGraph()), "cpu");
  const { length } = await session.run({ gradient: { type: "float32", shape, data } });
  await session.release();
  const wanted = Math.sqrt(data.reduce((sum, value) => sum + value * value, 0));
  expect(Math.abs(Number(length!.data[0]) / wanted - 1)).toBeLessThan(1e-6);
});

async function clip(gradients: readonly number[][], limit: number): Promise<{ norm: number; share: number }> {
  const builder = new GraphBuilder("clip");
  const values = gradients.map((each, place) => builder.input(`gradient${place}`, "float32", [each.length]));
  const length = globalNorm(builder, values);
  builder.output("norm", length);
  builder.output("share", clippingShare(builder, length, limit));
  const tensors = gradients.map((each, place) => {
    const tensor = { type: "float32" as const, shape: [each.length], data: Float64Array.from(each) };
    return [`gradient${place}`, tensor] as const;
  });
  const answers = await byReference(builder.toGraph(), Object.fromEntries(tensors));
  return { norm: answers.get("norm")!.data[0]!, share: answers.get("share")!.data[0]! };
}
