/** @file Checks that graphs which are built run in ONNX Runtime, and that wrong ones are refused as they are built. */
import { InferenceSession, Tensor } from "onnxruntime-node";
import { expect, test } from "vitest";
import { Failure } from "../../../../../src-shared/domain/failure";
import { GraphBuilder, type Value } from "../../../../../src-main/numerics/onnx/builder";
import { encodeModel } from "../../../../../src-main/numerics/onnx/encode-model";

test("a small convolutional net of open size runs", async () => {
  const builder = new GraphBuilder("net");
  const image = builder.input("image", "float32", [1, 3, "32*rows", "32*columns"]);
  const weight = builder.floats(new Float32Array(4 * 3 * 49).fill(0.01), [4, 3, 7, 7]);
  const stem = builder.relu(builder.conv(image, weight, { strides: 2, pads: 3 }));
  const fine = builder.maxPool(stem, { kernel: 3, strides: 2, pads: 1 });
  const coarse = builder.averagePool(fine, { kernel: 2, strides: 2 });
  const merged = builder.add(fine, builder.resizeNearest(coarse, 2));
  expect(merged.shape).toEqual([1, 4, "8*rows", "8*columns"]);
  builder.output("answer", merged);
  const answer = (await run(builder, { image: ones([1, 3, 64, 96]) }))["answer"]!;
  expect(answer.dims).toEqual([1, 4, 16, 24]);
  // In the middle, each of 3 × 49 products is 0.01, and the pyramid adds the same once more.
  expect((answer.data as Float32Array)[8 * 24 + 12]).toBeCloseTo(2 * 1.47, 5);
});

test("a group of channels is brought to mean 0 and variance 1, then scaled channel by channel", async () => {
  const builder = new GraphBuilder("group");
  const image = builder.input("image", "float32", ["images", 4, "rows", 2]);
  const normalised = builder.groupNormalization(image, {
    groups: 2,
    scale: builder.floats([1, 2, 3, 4]),
    bias: builder.floats([0, 0, 10, 0]),
    epsilon: 0,
  });
  expect(normalised.shape).toEqual(["images", 4, "rows", 2]);
  builder.output("normalised", normalised);
  const values = [-3, -1, 1, 3, 0, 4, 0, 4];
  const given = new Tensor("float32", Float32Array.from(values), [1, 4, 1, 2]);
  const answer = (await run(builder, { image: given }))["normalised"]!.data as Float32Array;
  const root = Math.sqrt(5);
  const expected = [-3 / root, -1 / root, 2 / root, 6 / root, 7, 13, -4, 4];
  for (const [index, each] of expected.entries()) expect(answer[index]).toBeCloseTo(each, 5);
});

test("a graph in half precision runs, with constants in the type of what they meet", async () => {
  const builder = new GraphBuilder("half");
  const half = builder.cast(builder.input("x", "float32", [3]), "float16");
  const answer = builder.clip(builder.add(half, builder.scalarLike(half, 0.5)), { min: 0 });
  expect(answer.type).toBe("float16");
  builder.output("y", builder.cast(answer, "float32"));
  const x = new Tensor("float32", Float32Array.of(-2, 0.25, 1 / 3), [3]);
  // 1/3 in float16 is 0.33325195.
  expect([...((await run(builder, { x }))["y"]!.data as Float32Array)]).toEqual([0, 0.75, 0.83349609375]);
});

test("equal small constants are kept once, whatever asked for them, and large data is not copied", () => {
  const builder = new GraphBuilder("constants");
  expect(builder.floats([1, 2])).toBe(builder.floats(Float32Array.of(1, 2)));
  expect(builder.floats([1, 2])).not.toBe(builder.floats([1, 2], [2, 1]));
  expect(builder.floats(0)).not.toBe(builder.floats(-0));
  expect(builder.integers([1, 2])).not.toBe(builder.floats([1, 2]));
  const data = new Float32Array(1000);
  const large = builder.floats(data);
  expect(builder.floats(data)).not.toBe(large);
  expect(builder.toGraph().initialisers.get(large.name)!.data).toBe(data);
});

test("names tell where in the network a node stands", () => {
  const builder = new GraphBuilder("names");
  const x = builder.input("x", "float32", [1]);
  const [first, second] = builder.within("backbone.layer1", () => [
    builder.relu(x),
    builder.within("tail", () => builder.relu(x)),
  ]);
  expect([first!.name, second!.name, builder.relu(x).name]).toEqual([
    "backbone.layer1/relu_1",
    "backbone.layer1/tail/relu_1",
    "relu_1",
  ]);
});

test("a graph can be taken up again and gets an output more", async () => {
  const builder = new GraphBuilder("first");
  const x = builder.input("x", "float32", ["n"]);
  builder.output("doubled", builder.mul(x, builder.floats(2)));
  const more = GraphBuilder.from(builder.toGraph());
  more.output("total", more.reduceSum(more.value("doubled"), { keepAxes: false }));
  const answers = await run(more, { x: ones([3]) });
  expect([answers["doubled"]!.data, answers["total"]!.data]).toEqual([Float32Array.of(2, 2, 2), Float32Array.of(6)]);
});

const wrongs: Readonly<Record<string, readonly [(builder: GraphBuilder, image: Value) => unknown, string]>> = {
  "a weight for other channels": [
    (builder, image) => builder.within("stem", () => builder.conv(image, zeros(builder, [8, 4, 3, 3]))),
    "Conv stem/conv_1 got 3 channels, but its weight [8, 4, 3, 3] in 1 groups takes 4.",
  ],
  "a bias of another length": [
    (builder, image) => builder.conv(image, zeros(builder, [8, 3, 1, 1]), { bias: zeros(builder, [4]) }),
    "Conv conv_1 got a bias of [4]; [8] was expected.",
  ],
  "a window that does not fit": [
    (builder, image) => builder.maxPool(image, { kernel: 9 }),
    "MaxPool maxPool_1 has a window that is wider than its padded input of 8 on axis 2.",
  ],
  "an element type that does not fit": [
    (builder, image) => builder.add(image, builder.integers(1)),
    "Add add_1 got int64 as input B; float32 was expected.",
  ],
  "shapes that do not broadcast": [
    (builder, image) => builder.add(image, zeros(builder, [2])),
    "Add add_1 got the shapes [1, 3, 8, 8] and [2], which do not broadcast.",
  ],
  "a shape of another count": [
    (builder, image) => builder.reshape(image, [2, -1, 5]),
    "Reshape reshape_1 makes the shape [2, -1, 5] of [1, 3, 8, 8].",
  ],
  "an axis that is not there": [
    (builder, image) => builder.softmax(image, 4),
    "Softmax softmax_1 names axis 4 of a tensor with 4 axes.",
  ],
  "matrices whose inner sizes differ": [
    (builder) => builder.gemm(zeros(builder, [2, 3]), zeros(builder, [2, 3])),
    "Gemm gemm_1 got the shapes [2, 3] and [2, 3], whose inner sizes 3 and 2 differ.",
  ],
  "a missing input": [
    (builder, image) => builder.apply("Conv", [image]),
    "Conv conv_1 got no input W, which it needs.",
  ],
  "an input too many": [
    (builder, image) => builder.apply("Relu", [image, image]),
    "Relu relu_1 got 2 inputs; at most 1 were expected.",
  ],
  "a missing attribute": [
    (builder, image) => builder.apply("Concat", [image]),
    "Concat concat_1 has no attribute axis, which it needs.",
  ],
  "an attribute that operator set 18 does not have": [
    (builder, image) => builder.apply("ReduceSum", [image], { axes: [1] } as never),
    "ReduceSum has no attribute axes.",
  ],
  "an attribute outside its choices": [
    (builder, image) =>
      builder.apply("Pad", [image, builder.integers([0, 0, 0, 0, 0, 0, 0, 0])], { mode: "mirror" } as never),
    'Pad pad_1 has mode "mirror"; one of constant, reflect, edge, wrap was expected.',
  ],
  "another graph's value": [
    (builder) => builder.relu(new GraphBuilder("other").input("image", "float32", [1])),
    "The graph wrong was given image of another graph.",
  ],
  "a name twice": [
    (builder) => builder.input("image", "float32", [1]),
    'The graph wrong has a value named "image" already, or the name is empty.',
  ],
  "data of another length than its shape": [
    (builder) => builder.floats([1, 2, 3], [2, 2]),
    "A constant of the graph wrong has 3 numbers for the shape [2, 2]; 4 were expected.",
  ],
};

test.each(Object.entries(wrongs))("%s is refused as it is added", (_, [add, sentence]) => {
  const builder = new GraphBuilder("wrong");
  const image = builder.input("image", "float32", [1, 3, 8, 8]);
  expect(() => add(builder, image)).toThrow(new Failure("internal", sentence));
});

function zeros(builder: GraphBuilder, shape: readonly number[]): Value {
  return builder.floats(new Float32Array(shape.reduce((product, size) => product * size, 1)), shape);
}

function ones(shape: readonly number[]): Tensor {
  return new Tensor("float32", new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(1), shape);
}

async function run(builder: GraphBuilder, feeds: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>> {
  const session = await InferenceSession.create(encodeModel(builder.toGraph()), { logSeverityLevel: 3 });
  try {
    return { ...(await session.run(feeds)) } as Record<string, Tensor>;
  } finally {
    await session.release();
  }
}
