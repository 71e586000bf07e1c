/** @file Checks that graphs which are built load and run in ONNX Runtime, with the shapes that were inferred. */
import { InferenceSession, Tensor } from "onnxruntime-node";
import { expect, test } from "vitest";
import { GraphBuilder } from "../../../../../src-main/numerics/onnx/builder";
import { encodeModel } from "../../../../../src-main/numerics/onnx/encode-model";

test("a small convolutional net of open size runs", async () => {
  const builder = new GraphBuilder("net");
  const image = builder.input("image", "float32", [1, 3, "32*rows", "32*columns"]);
  let value = builder.relu(
    builder.conv(image, builder.floats(new Float32Array(4 * 3 * 49).fill(0.01), [4, 3, 7, 7]), { strides: 2, pads: 3 }),
  );
  value = builder.maxPool(value, { kernel: 3, strides: 2, pads: 1 });
  expect(value.shape).toEqual([1, 4, "8*rows", "8*columns"]);
  const down = builder.averagePool(value, { kernel: 2, strides: 2 });
  value = builder.add(value, builder.resizeNearest(down, 2));
  const scale = builder.floats([1, 2, 3, 4]);
  value = builder.groupNormalization(value, { groups: 2, scale, bias: builder.floats([0, 0, 0, 1]) });
  expect(value.shape).toEqual([1, 4, "8*rows", "8*columns"]);
  builder.output("answer", value);
  const session = await InferenceSession.create(encodeModel(builder.toGraph()));
  const input = new Tensor("float32", new Float32Array(3 * 64 * 96).fill(1), [1, 3, 64, 96]);
  const { answer } = await session.run({ image: input });
  expect(answer!.dims).toEqual([1, 4, 16, 24]);
  await session.release();
});
