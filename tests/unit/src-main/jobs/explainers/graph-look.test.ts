/** @file Checks what an imported graph refuses to explain, and in which words. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { GraphBuilder, type Value } from "../../../../../src-main/numerics/onnx/builder";
import { encodeModel } from "../../../../../src-main/numerics/onnx/encode-model";
import type { Graph } from "../../../../../src-main/numerics/onnx/graph";
import { openGraphExplainer } from "../../../../../src-main/jobs/explainers/graph-explainer";
import { ortSessions } from "../../../../../src-main/jobs/runtime/ort-sessions";
import { buildFolder } from "../../../../builders/build-store";
import { recordingLog } from "../../../../builders/recording-log";
import {
  CHANNELS,
  weights,
  buildGraph,
  buildYolo,
  cardOf,
  YOLO,
  openExplained,
  INPUT,
} from "../../../../builders/explained-graphs";

test("an operator without a gradient on the way is named with its node", async () => {
  const graph = buildYolo((builder, features) => builder.sign(features));
  const renamed = graph.nodes.map((node) =>
    node.operator === "Sign" ? { ...node, operator: "Tan", name: "/neck/Tan" } : node,
  );
  const explainer = await openExplained({ ...graph, nodes: renamed }, YOLO);
  const look = await explainer.look(INPUT);
  await expect(look.gradients([0], ["conv_1"])).rejects.toMatchObject({
    code: "unsupported",
    message: "No gradient is known for the operator Tan (node /neck/Tan).",
  });
});

test("a branch on the way is named; one that only chooses is none", async () => {
  const branch = (name: string): Graph => ({
    name,
    inputs: [],
    initialisers: new Map(),
    values: new Map(),
    outputs: [{ name: `${name}_out`, type: "float32" }],
    nodes: [
      { name: "", operator: "Identity", domain: "", inputs: ["relu_1"], outputs: [`${name}_out`], attributes: {} },
    ],
  });
  const graph = buildYolo((builder, features) => builder.neg(features));
  const condition = { type: "bool", shape: [], data: Uint8Array.of(1) } as const;
  const nodes = graph.nodes.map((node) =>
    node.operator === "Neg"
      ? {
          ...node,
          operator: "If",
          name: "/choose/If",
          inputs: ["condition"],
          attributes: {
            then_branch: { kind: "graph", value: branch("first") },
            else_branch: { kind: "graph", value: branch("second") },
          } as const,
        }
      : node,
  );
  const explainer = await openExplained(
    { ...graph, nodes, initialisers: new Map([...graph.initialisers, ["condition", condition]]) },
    YOLO,
  );
  const look = await explainer.look(INPUT);
  await expect(look.gradients([0], ["conv_1"])).rejects.toMatchObject({
    message: "No gradient is known for the operator If (node /choose/If).",
  });
});

/** Two levels of a RetinaNet, each with a head of its own. */
function buildRetinaNet(): Graph {
  return buildGraph((builder, features) => {
    const coarse = builder.relu(
      builder.conv(features, builder.constant(weights(CHANNELS, CHANNELS, 3, 3)), { strides: 2, pads: 1 }),
    );
    for (const [level, map] of [features, coarse].entries()) {
      const tower = builder.relu(builder.conv(map, builder.constant(weights(CHANNELS, CHANNELS, 1, 1))));
      builder.output(`cls${level}`, builder.conv(tower, builder.constant(weights(2, CHANNELS, 1, 1))));
      builder.output(`box${level}`, builder.conv(tower, builder.constant(weights(4, CHANNELS, 1, 1))));
    }
  });
}

const RETINANET = cardOf({
  convention: "retinanet",
  network: {
    anchors: [
      { sizesPx: [4], aspectRatios: [1] },
      { sizesPx: [8], aspectRatios: [1] },
    ],
  },
});

test("a layer that has no part in the chosen scores is refused in one sentence", async () => {
  const explainer = await openExplained(buildRetinaNet(), RETINANET);
  const names = explainer.layers.map(({ name }) => name);
  const look = await explainer.look(INPUT);
  const finest = look.candidates.scores.length - 2 * 4 - 1;
  // conv_2 makes the coarser level, which no score of the finer one reads.
  expect(names).toContain("conv_2");
  await expect(look.gradients([finest], ["conv_2"])).rejects.toMatchObject({
    code: "unsupported",
    message: "The layer conv_2 has no part in the score that is explained.",
  });
  const last = look.candidates.scores.length - 1;
  expect((await look.gradients([last], ["conv_2"])).has("conv_2")).toBe(true);
});

test.each([
  ["a layer that the model does not have", [0], ["conv_9"], /^The model has no layer conv_9; conv_1.* are among those/],
  ["no candidates", [], ["conv_1"], /^Nothing was chosen/],
  ["a candidate that is none", [99], ["conv_1"], /^Candidate 99 was asked for; the model has 16/],
] as const)("%s are refused", async (_, candidates, layers, message) => {
  const look = await (await openExplained(buildYolo(), YOLO)).look(INPUT);
  await expect(look.gradients(candidates, layers)).rejects.toMatchObject({
    code: "invalid-input",
    message: expect.stringMatching(message),
  });
});

test("a file that is gone is said to be", async () => {
  const log = recordingLog();
  const source = {
    file: path.join(buildFolder(), "gone.onnx"),
    card: YOLO,
    device: "cpu",
    precision: "single",
  } as const;
  await expect(openGraphExplainer(source, { sessions: ortSessions({ log }), log })).rejects.toMatchObject({
    code: "not-found",
    message: expect.stringMatching(/gone\.onnx cannot be read\.$/),
  });
});

test.each([
  ["is cut off", (bytes: Uint8Array) => bytes.subarray(0, Math.floor(bytes.length / 2)), /whole fields were expected/],
  ["is empty", (bytes: Uint8Array) => bytes.subarray(0, 0), /holds 0 graphs/],
] as const)("a file that %s is refused by its name", async (_, cut, reason) => {
  const log = recordingLog();
  const file = path.join(buildFolder(), "half.onnx");
  await writeFile(file, cut(encodeModel(buildYolo())));
  const source = { file, card: YOLO, device: "cpu", precision: "single" } as const;
  const opened = openGraphExplainer(source, { sessions: ortSessions({ log }), log });
  await expect(opened).rejects.toMatchObject({
    code: "unsupported",
    message: expect.stringMatching(/^half\.onnx is no whole ONNX model: /),
  });
  await expect(opened).rejects.toThrow(reason);
});

test("a score that is 1 to the last bit has no map, and the sentence says why", async () => {
  const builder = new GraphBuilder("sure");
  const image = builder.input("images", "float32", [1, 3, 8, 8]);
  const features = builder.relu(
    builder.conv(image, builder.constant(weights(CHANNELS, 3, 3, 3)), { strides: 2, pads: 1 }),
  );
  const answer = builder.conv(features, builder.constant(weights(5, CHANNELS, 1, 1)));
  const certain = builder.add(answer, builder.floats(100));
  builder.output("output0", builder.reshape(builder.sigmoid(certain), [1, 5, -1]));
  const look = await (await openExplained(builder.toGraph(), YOLO)).look(INPUT);
  expect(look.candidates.scores[0]).toBe(1);
  await expect(look.gradients([0], ["conv_1"])).rejects.toMatchObject({
    code: "unsupported",
    message: expect.stringMatching(
      /^The layer conv_1 has no part .*, or the score is so near to 0 or 1 that no change/,
    ),
  });
});

test("the GELU of a later operator set is gone back through as what it stands for", async () => {
  const written = buildYolo((to, x) => {
    const turned = to.add(to.erf(to.div(x, to.floats(Math.SQRT2))), to.floats(1));
    return to.mul(to.mul(x, turned), to.floats(0.5));
  });
  const short = buildYolo((to, x) => to.sign(x));
  const nodes = short.nodes.map((node) => (node.operator === "Sign" ? { ...node, operator: "Gelu" } : node));
  const gradientIn = async (asked: Graph, opset: number) => {
    const look = await (await openExplained(asked, YOLO, opset)).look(INPUT);
    return Array.from((await look.gradients([0], ["conv_1"])).get("conv_1")!.gradient);
  };
  const expected = await gradientIn(written, 18);
  expect(expected.some((slope) => slope !== 0)).toBe(true);
  const found = await gradientIn({ ...short, nodes }, 20);
  expect(found).toEqual(expected.map((slope) => expect.closeTo(slope, 6) as number));
});

test("an operator without a rule in a branch that only shares the answer does not stand in the way", async () => {
  const graph = buildGraph((builder, features) => {
    const head = (input: Value, filters: number): Value =>
      builder.conv(input, builder.constant(weights(filters, CHANNELS, 1, 1)));
    const trunk = builder.relu(head(features, CHANNELS));
    const answer = builder.concat([head(builder.sign(features), 4), head(trunk, 1)], 1);
    builder.output("output0", builder.reshape(builder.sigmoid(answer), [1, 5, -1]));
  });
  const nodes = graph.nodes.map((node) => (node.operator === "Sign" ? { ...node, operator: "Tan" } : node));
  const gradientIn = async (asked: Graph) => {
    const look = await (await openExplained(asked, YOLO)).look(INPUT);
    return (await look.gradients([5], ["conv_2"])).get("conv_2")!.gradient;
  };
  const expected = await gradientIn(graph);
  expect(expected.some((slope) => slope !== 0)).toBe(true);
  expect(await gradientIn({ ...graph, nodes })).toEqual(expected);
});
