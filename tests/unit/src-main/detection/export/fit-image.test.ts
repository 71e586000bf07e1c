/** @file An image as a graph prepares it against the same steps in TypeScript, bit for bit but for a fused product. */
import fc from "fast-check";
import * as ort from "onnxruntime-node";
import { beforeAll, expect, test } from "vitest";
import { fitImage } from "../../../../../src-main/detection/export/fit-image";
import { fitToNetwork } from "../../../../../src-main/detection/preprocessing/fit-to-network";
import { GraphBuilder } from "../../../../../src-main/numerics/onnx/builder";
import { encodeModel } from "../../../../../src-main/numerics/onnx/encode-model";
import type { Dimension } from "../../../../../src-main/numerics/onnx/graph";

const SETTINGS = {
  minSizePx: 96,
  maxSizePx: 160,
  normalisation: { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] },
} as const;

function build(shape: readonly Dimension[]): GraphBuilder {
  const graph = new GraphBuilder("fit");
  const fitted = fitImage(graph, graph.input("image", "float32", shape), SETTINGS);
  graph.output("fitted", fitted.image);
  graph.output("corner", fitted.corner);
  graph.output("ratios", fitted.ratios);
  return graph;
}

function drawImage(channels: 1 | 3, rows: number, columns: number) {
  const data = Float32Array.from({ length: channels * rows * columns }, (_, place) => Math.sin(place * place));
  return { data, shape: [channels, rows, columns] as const };
}

let session: ort.InferenceSession;
beforeAll(async () => {
  session = await ort.InferenceSession.create(encodeModel(build([1, "channels", "height", "width"]).toGraph()));
});

test("images of any size become what they become outside of a graph", async () => {
  const side = fc.integer({ min: 20, max: 260 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(1, 3), side, side, async (channels, rows, columns) => {
      const image = drawImage(channels, rows, columns);
      const { fitted, corner, ratios } = await session.run({
        image: new ort.Tensor("float32", image.data, [1, ...image.shape]),
      });
      const expected = fitToNetwork(image, SETTINGS);
      expect(fitted!.dims).toEqual([1, 3, expected.paddedHeight, expected.paddedWidth]);
      const found = fitted!.data as Float32Array;
      const worst = found.reduce((most, value, place) => Math.max(most, Math.abs(value - expected.data[place]!)), 0);
      expect(worst).toBeLessThan(2e-6);
      const { width, height } = expected;
      expect(Array.from(corner!.data as Float32Array)).toEqual([width, height, width, height]);
      const ratio = [Math.fround(columns / width), Math.fround(rows / height)];
      expect(Array.from(ratios!.data as Float32Array)).toEqual([...ratio, ...ratio]);
    }),
    { numRuns: 40, examples: [[3, 200, 96], [1, 96, 128], [3, 33, 47]] }, // prettier-ignore
  );
});

test("a size that the input fixes is known before anything runs, in the precision in which it is reckoned", () => {
  const shapeFor = (rows: number, columns: number) => build([1, 3, rows, columns]).toGraph().outputs[0]!.shape;
  // 200 × 96 becomes 159 × 76; doubles would make 160 of it.
  expect(shapeFor(200, 96)).toEqual([1, 3, 160, 96]);
  expect(shapeFor(201, 100)).toEqual([1, 3, 160, 96]);
  expect(shapeFor(96, 128)).toEqual([1, 3, 96, 128]);
  expect(shapeFor(33, 47)).toEqual([1, 3, 96, 160]);
});

test("an image that fits already is normalised and nothing else", () => {
  const { nodes } = build([1, 3, 96, 128]).toGraph();
  expect(nodes.some(({ operator }) => operator === "Range")).toBe(false);
});
