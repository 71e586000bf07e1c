/** @file The detect job over small images with a detector whose answer is known: inline, in a worker, stopped, resumed. */
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { TORCHVISION_CARD } from "../../src-main/data/models/card-presets";
import { listRemainingInstances, listRunFailures, readRun, readRunDetections } from "../../src-main/data/store/runs";
import { detect } from "../../src-main/jobs/detect";
import { forkWorker } from "../../src-main/jobs/pool/fork-worker";
import { JobPool } from "../../src-main/jobs/pool/job-pool";
import { runJobInline } from "../../src-main/jobs/pool/run-job-inline";
import type { Progress } from "../../src-shared/domain/job";
import { buildDetector } from "../builders/build-detectors";
import { buildEvenImages, buildImagedStore } from "../builders/build-imaged-store";
import { buildFolder, buildRun } from "../builders/build-store";
import { buildWorker, type BuiltWorker } from "../builders/build-worker";

let built: BuiltWorker;
beforeAll(async () => {
  built = await buildWorker("src-main/entries/worker.ts");
});
afterAll(async () => built.remove());

const quiet = { info: () => {}, warn: () => {}, error: () => {} };

async function buildDetection(greys: readonly number[]) {
  const images = buildFolder();
  const files = await buildEvenImages(images, greys);
  const project = await buildImagedStore(files);
  const runId = await buildRun(project.store);
  const modelFile = path.join(project.folder, "detector.onnx");
  await writeFile(modelFile, buildDetector());
  const input = { widthPx: 32, heightPx: 32, channels: 3, resize: "opencv-bilinear" } as const;
  const card = { ...TORCHVISION_CARD, input, labels: { "1": "Nodule" }, scoreFloor: 0.1 };
  return { ...project, files, runId, input: { runId, modelFile, card, device: "cpu" as const } };
}

function buildPool(): JobPool {
  const pool = new JobPool({ startWorker: () => forkWorker(built.file, quiet), log: quiet });
  onTestFinished(() => pool.close());
  return pool;
}

test("boxes come back in pixels of the image, named by the card, from the score floor up", async () => {
  const { store, folder, ids, runId, input } = await buildDetection([255, 40]);
  const output = await runJobInline(detect, input, { store, projectFolder: folder });
  expect(output).toMatchObject({ provider: "cpu", images: 2, failures: 0, detections: 3 });

  // Images of 40 × 20 pixels seen in a frame of 32 × 32: 1.25 and 0.625 image pixels for one of the frame.
  const [first, second] = await readRunDetections(store, runId, ids[0]!);
  expect(first).toMatchObject({ label: "Nodule", box: { x1: 5, y1: 5, x2: 25, y2: 15 } });
  expect(first!.score).toBeCloseTo(1, 5);
  expect(second).toMatchObject({ box: { x1: 0, y1: 0, x2: 20, y2: 5 } });
  expect(second!.score).toBeCloseTo(0.5, 5);
  const dim = await readRunDetections(store, runId, ids[1]!);
  expect(dim.map(({ score }) => score.toFixed(3))).toEqual(["0.157"]);
});

test("an image that cannot be read or is gone is a recorded failure, and the others are done", async () => {
  const { store, folder, ids, files, runId, input } = await buildDetection([10, 20, 250, 255]);
  await writeFile(files[0]!, "not a radiograph");
  await rm(files[1]!);
  const output = await runJobInline(detect, input, { store, projectFolder: folder });
  expect(output).toMatchObject({ images: 4, failures: 2, detections: 4 });
  expect(await readRun(store, runId)).toMatchObject({ imagesDone: 4, imagesFailed: 2, detections: 4 });
  const failures = await listRunFailures(store, runId);
  expect(failures.map(({ instanceId }) => instanceId)).toEqual(ids.slice(0, 2));
  expect(failures[0]!.reason).toContain("even-0.dcm");
  expect(failures[1]!.reason).toBe(`There is no file at ${files[1]}.`);
});

test("an image of another size than a card without resizing takes is a recorded failure", async () => {
  const { store, folder, runId, input } = await buildDetection([100]);
  const card = { ...input.card, input: { ...input.card.input, resize: "none" as const } };
  await runJobInline(detect, { ...input, card }, { store, projectFolder: folder });
  const [failure] = await listRunFailures(store, runId);
  expect(failure!.reason).toContain("40 × 20");
});

test("a run with nothing left to do opens no model", async () => {
  const { store, folder, input } = await buildDetection([100]);
  await runJobInline(detect, input, { store, projectFolder: folder });
  await rm(input.modelFile);
  expect(await runJobInline(detect, input, { store, projectFolder: folder })).toMatchObject({ images: 0 });
});

test("in a worker, a cancelled run leaves whole batches and goes on after them", async () => {
  const { store, folder, runId, ids, input } = await buildDetection(
    Array.from({ length: 60 }, (_, index) => 100 + index),
  );
  const pool = buildPool();
  const seen: Progress[] = [];
  // Cancelled while the first batch is being written: the worker waits for it, however fast it is.
  const cancelling: typeof detect = {
    ...detect,
    write: async (writer, batch) => {
      await detect.write(writer, batch);
      first.cancel();
    },
  };
  const onProgress = (progress: Progress): unknown => seen.push(progress);
  const first = pool.run(cancelling, input, { store, projectFolder: folder, onProgress });
  await expect(first.result).rejects.toMatchObject({ code: "cancelled" });
  const remaining = await listRemainingInstances(store, runId);
  expect((await readRun(store, runId))!.imagesDone).toBe(60 - remaining.length);
  expect(remaining.length).toBeGreaterThan(0);

  const output = await pool.run(detect, input, { store, projectFolder: folder }).result;
  expect(output).toMatchObject({ images: remaining.length, failures: 0, provider: "cpu" });
  expect(await readRun(store, runId)).toMatchObject({ images: 60, imagesDone: 60, detections: 120 });
  for (const [index, id] of ids.entries()) {
    const [best] = await readRunDetections(store, runId, id);
    expect(best!.score).toBeCloseTo((100 + index) / 255, 4);
  }
  expect(seen[0]).toMatchObject({ done: 0, total: 60 });
});

test("a provider that was asked for and does not work is refused by name", async () => {
  const { store, folder, input } = await buildDetection([100]);
  const elsewhere = process.platform === "win32" ? "coreml" : "dml";
  await expect(
    runJobInline(detect, { ...input, device: elsewhere }, { store, projectFolder: folder }),
  ).rejects.toMatchObject({ code: "unsupported", message: expect.stringContaining("which was asked for") as string });
});

test("providers that a probe ruled out are not tried and are told with its reason", async () => {
  const { store, folder, input } = await buildDetection([100]);
  const ruledOut = (["cuda", "dml", "coreml", "webgpu"] as const).map((provider) => ({
    provider,
    reason: "The worker process ended unexpectedly (SIGSEGV).",
  }));
  const output = await runJobInline(detect, { ...input, device: "auto", ruledOut }, { store, projectFolder: folder });
  expect(output).toMatchObject({ provider: "cpu", passedOver: ruledOut });
});
