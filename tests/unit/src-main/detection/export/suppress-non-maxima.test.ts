/** @file Suppression within a graph against that of `detection/boxes`, for boxes of few places so that overlaps abound. */
import fc from "fast-check";
import * as ort from "onnxruntime-node";
import { expect, test } from "vitest";
import { suppressNonMaxima as expectedPlaces } from "../../../../../src-main/detection/boxes/suppress-non-maxima";
import { suppressNonMaxima } from "../../../../../src-main/detection/export/suppress-non-maxima";
import { GraphBuilder } from "../../../../../src-main/numerics/onnx/builder";
import { encodeModel } from "../../../../../src-main/numerics/onnx/encode-model";

const GROUPS = 3;

async function open(iouThreshold: number, limit: number): Promise<ort.InferenceSession> {
  const graph = new GraphBuilder("suppression");
  const boxes = graph.input("boxes", "float32", ["count", 4]);
  const scores = graph.input("scores", "float32", ["count"]);
  const groups = graph.input("groups", "int64", ["count"]);
  graph.output(
    "kept",
    suppressNonMaxima(graph, { boxes, scores, groups }, { groupCount: GROUPS, iouThreshold, limit }),
  );
  return ort.InferenceSession.create(encodeModel(graph.toGraph()));
}

interface Drawn {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly score: number;
  readonly group: number;
}

const arbitraryBox: fc.Arbitrary<Drawn> = fc.record({
  x: fc.integer({ min: 0, max: 9 }),
  y: fc.integer({ min: 0, max: 9 }),
  width: fc.integer({ min: 0, max: 10 }),
  height: fc.integer({ min: 0, max: 10 }),
  score: fc.integer({ min: 0, max: 20 }).map((step) => Math.fround(step / 20)),
  group: fc.integer({ min: 0, max: GROUPS - 1 }),
});

async function suppressBoth(
  session: ort.InferenceSession,
  drawn: readonly Drawn[],
  iouThreshold: number,
  limit: number,
) {
  const boxes = Float32Array.from(drawn.flatMap(({ x, y, width, height }) => [x, y, x + width, y + height]));
  const scores = Float32Array.from(drawn, ({ score }) => score);
  const groups = Int32Array.from(drawn, ({ group }) => group);
  const { kept } = await session.run({
    boxes: new ort.Tensor("float32", boxes, [drawn.length, 4]),
    scores: new ort.Tensor("float32", scores, [drawn.length]),
    groups: new ort.Tensor("int64", BigInt64Array.from(groups, BigInt), [drawn.length]),
  });
  const expected = expectedPlaces(boxes, scores, { iouThreshold, groups, limit });
  return { found: Array.from(kept!.data as BigInt64Array, Number), expected: Array.from(expected) };
}

// 0.3 is no float32: overlaps of exactly 3 in 10 lie on the other side of the rounded threshold.
test.each([
  [0.3, 100],
  [0.5, 4],
  [0.7, 100],
])(
  "at an overlap of %d and with %d at most, the same boxes are kept in the same order",
  async (iouThreshold, limit) => {
    const session = await open(iouThreshold, limit);
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryBox, { maxLength: 40 }), async (drawn) => {
        const { found, expected } = await suppressBoth(session, drawn, iouThreshold, limit);
        expect(found).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  },
);
