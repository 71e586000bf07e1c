/** @file The benchmark job with detectors whose answer is known: what is measured, refused, written and stopped. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { TORCHVISION_CARD } from "../../src-main/data/models/card-presets";
import { listBenchmarks } from "../../src-main/data/store/benchmarks";
import { insertModel } from "../../src-main/data/store/models";
import { benchmarkModel } from "../../src-main/jobs/benchmark-model";
import { runJobInline } from "../../src-main/jobs/pool/run-job-inline";
import { buildClassifier, buildDetector } from "../builders/build-detectors";
import { buildEvenImages, buildImagedStore } from "../builders/build-imaged-store";
import { buildFolder, buildModel } from "../builders/build-store";

async function buildBenchmark({ greys = [255, 40], model = buildDetector() } = {}) {
  const project = await buildImagedStore(await buildEvenImages(buildFolder(), greys));
  const registered = buildModel();
  await insertModel(project.store, registered);
  const modelFile = path.join(project.folder, "detector.onnx");
  await writeFile(modelFile, model);
  const size = { widthPx: 32, heightPx: 32, channels: 3, resize: "opencv-bilinear" } as const;
  const card = { ...TORCHVISION_CARD, name: "Two boxes", input: size, labels: { "1": "Nodule" }, scoreFloor: 0.1 };
  const input = { modelId: registered.id, modelFile, card, provider: "cpu", precision: "single" } as const;
  return { project, input, modelId: registered.id };
}

test("the CPU is measured and the result is kept with the model", { timeout: 30_000 }, async () => {
  const { project, input, modelId } = await buildBenchmark();
  const { result } = await runJobInline(benchmarkModel, input, { ...project, projectFolder: project.folder });
  expect(result).toMatchObject({ outcome: "measured", placement: { fallenBack: {} } });
  if (result.outcome !== "measured") return;
  expect(result.runs).toBeGreaterThanOrEqual(3);
  expect(result.imageSeconds).toBeGreaterThan(0);
  expect(result.openSeconds).toBeGreaterThan(result.imageSeconds);
  expect(result.placement!.nodes.cpu).toBeGreaterThan(0);
  // The CPU at single precision is what the others are compared with.
  expect(result.agreement).toBeUndefined();
  expect(await listBenchmarks(project.store, modelId)).toMatchObject([
    { provider: "cpu", precision: "single", result },
  ]);
});

test("without an image of its own, a project's model is timed on one made up", { timeout: 30_000 }, async () => {
  const { project, input } = await buildBenchmark({ greys: [] });
  const { result } = await runJobInline(benchmarkModel, input, { ...project, projectFolder: project.folder });
  expect(result.outcome).toBe("measured");
});

test("what a device or a precision cannot do is a result with its reason, not a failed job", async () => {
  const { project, input, modelId } = await buildBenchmark();
  const away = process.platform === "win32" ? "coreml" : "dml";
  const other = await runJobInline(benchmarkModel, { ...input, provider: away }, project);
  expect(other.result).toMatchObject({
    outcome: "refused",
    reason: expect.stringMatching(/^It exists on \w+ only\.$/),
  });
  const half = await runJobInline(benchmarkModel, { ...input, precision: "half" }, project);
  expect(half.result).toMatchObject({
    outcome: "refused",
    reason: expect.stringMatching(/^Two boxes is an ONNX model.*only checkpoints have\.$/),
  });
  expect((await listBenchmarks(project.store, modelId)).map(({ result }) => result.outcome)).toEqual([
    "refused",
    "refused",
  ]);
});

test("a model that is no detector is refused in one sentence", async () => {
  const { project, input } = await buildBenchmark({ model: buildClassifier() });
  const { result } = await runJobInline(benchmarkModel, input, project);
  expect(result).toMatchObject({ outcome: "refused", reason: expect.stringMatching(/^Two boxes answers [^.]*\.$/) });
});

test("a person who stops it leaves no result", async () => {
  const { project, input, modelId } = await buildBenchmark();
  const stop = new AbortController();
  const stopped = runJobInline(benchmarkModel, input, {
    ...project,
    signal: stop.signal,
    onProgress: () => stop.abort(),
  });
  await expect(stopped).rejects.toThrow(/aborted/);
  expect(await listBenchmarks(project.store, modelId)).toEqual([]);
});
