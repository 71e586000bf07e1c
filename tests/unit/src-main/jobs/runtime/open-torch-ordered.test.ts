/** @file Checks that a model whose equal values torch would rank otherwise answers as torch does. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openSession } from "../../../../../src-main/jobs/runtime/open-session";
import { openTorchOrdered } from "../../../../../src-main/jobs/runtime/open-torch-ordered";
import type { Session } from "../../../../../src-main/jobs/runtime/session";
import { buildOnnx, int64s, ONNX_FLOAT, ONNX_INT64, type OnnxGraph } from "../../../../builders/build-onnx";
import { recordingLog } from "../../../../builders/recording-log";

const COUNT = 20;
/** torch.topk(torch.zeros(20), 3).indices with torch 1.13 on the CPU; ONNX takes 0, 1, 2. */
const TORCH_CHOICE = [12n, 14n, 13n];
const even = { x: { type: "float32", shape: [COUNT], data: new Float32Array(COUNT) } } as const;

/** Answers the places of the three largest of x, and twice each value. */
function rankingGraph(change: Partial<OnnxGraph> = {}): Uint8Array {
  return buildOnnx({
    constants: [int64s("k", [1], [3]), int64s("zero", [], [0])],
    nodes: [
      { operator: "TopK", inputs: ["x", "k"], outputs: ["top", "topPlaces"] },
      { operator: "Add", inputs: ["topPlaces", "zero"], outputs: ["places"] },
      { operator: "Add", inputs: ["top", "top"], outputs: ["doubled"] },
    ],
    inputs: [{ name: "x", type: ONNX_FLOAT, shape: ["N"] }],
    outputs: [
      { name: "doubled", type: ONNX_FLOAT, shape: [3] },
      { name: "places", type: ONNX_INT64, shape: [3] },
    ],
    ...change,
  });
}

async function open(
  model: Uint8Array | string,
): Promise<{ readonly session: Session; readonly lines: readonly string[] }> {
  const log = recordingLog();
  const session = await openTorchOrdered(model, "cpu", { log });
  onTestFinished(() => session.release());
  return { session, lines: log.lines };
}

test("equal values are ranked as torch ranks them", async () => {
  const { session, lines } = await open(rankingGraph());
  const { places } = await session.run(even);
  expect([...places!.data]).toEqual(TORCH_CHOICE);
  expect(lines).toEqual([]);
});

test("ONNX alone ranks them by index, or there would be nothing to do", async () => {
  const session = await openSession(rankingGraph(), "cpu");
  onTestFinished(() => session.release());
  expect([...(await session.run(even))["places"]!.data]).toEqual([0n, 1n, 2n]);
});

test("a model file and its bytes answer alike", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "overread-ties-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, "ranking.onnx");
  await writeFile(file, rankingGraph());
  const { session } = await open(file);
  expect([...(await session.run(even))["places"]!.data]).toEqual(TORCH_CHOICE);
});

test("inputs, outputs and provider are those of the whole model", async () => {
  const { session } = await open(rankingGraph());
  const whole = await openSession(rankingGraph(), "cpu");
  onTestFinished(() => whole.release());
  const { provider, inputs, outputs } = session;
  expect({ provider, inputs, outputs }).toEqual({
    provider: whole.provider,
    inputs: whole.inputs,
    outputs: whole.outputs,
  });
  expect(Object.keys(await session.run(even))).toEqual(["doubled", "places"]);
});

test("nodes of both parts count towards where they ran", async () => {
  const session = await openTorchOrdered(rankingGraph(), "cpu", { isRecorded: true, log: recordingLog() });
  onTestFinished(() => session.release());
  await session.run(even);
  expect(await session.takePlacement()).toEqual({ nodes: { cpu: 2 }, fallenBack: {} });
  expect(await session.takePlacement()).toBeUndefined();
});

test("whole numbers are ranked by ONNX, since torch's order is known for float32", async () => {
  const model = rankingGraph({
    inputs: [{ name: "x", type: ONNX_INT64, shape: ["N"] }],
    outputs: [{ name: "places", type: ONNX_INT64, shape: [3] }],
  });
  const { session } = await open(model);
  const given = { x: { type: "int64", shape: [COUNT], data: new BigInt64Array(COUNT) } } as const;
  expect([...(await session.run(given))["places"]!.data]).toEqual([0n, 1n, 2n]);
});

test("a model without a TopK runs as it is", async () => {
  const { session } = await open(
    rankingGraph({
      nodes: [{ operator: "Relu", inputs: ["x"], outputs: ["y"] }],
      outputs: [{ name: "y", type: ONNX_FLOAT, shape: ["N"] }],
    }),
  );
  expect((await session.run(even))["y"]!.data).toHaveLength(COUNT);
});

test("what is no model fails with ONNX Runtime's own reason", async () => {
  await expect(open(Uint8Array.of(0x3a, 0x7f, 1))).rejects.toThrow(/protobuf/i);
  await expect(open("/nowhere/model.onnx")).rejects.toThrow("/nowhere/model.onnx");
});

test("asking for more than there are is a failure of that run alone", async () => {
  const { session } = await open(rankingGraph());
  const few = { x: { type: "float32", shape: [2], data: new Float32Array(2) } } as const;
  await expect(session.run(few)).rejects.toThrow("The 3 largest were asked for; 0 to 2 can be had.");
  expect([...(await session.run(even))["places"]!.data]).toEqual(TORCH_CHOICE);
});
