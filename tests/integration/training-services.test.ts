/** @file Trainings through a typed client, by real worker processes with a small checkpoint. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { TrainingId } from "../../src-shared/domain/identifiers";
import type { Training } from "../../src-shared/domain/training";
import { buildApplication } from "../builders/build-application";
import { openTrainable } from "../builders/build-trainable";

beforeAll(buildApplication);

type Opened = Awaited<ReturnType<typeof openTrainable>>;

async function read({ client }: Opened, trainingId: TrainingId): Promise<Training> {
  return (await client.training.list()).find(({ id }) => id === trainingId)!;
}

/** Waits until so many steps are written. */
async function stepsWritten({ client }: Opened, trainingId: TrainingId, steps: number): Promise<void> {
  const events = await client.application.events(undefined);
  try {
    const isThere = async () => (await client.training.curves({ trainingId })).steps.length >= steps;
    while (!(await isThere())) await events.next();
  } finally {
    await events.return?.(undefined);
  }
}

test("a plan says what would be learnt from, and a preview shows the very pictures", { timeout: 60_000 }, async () => {
  const { client, config } = await openTrainable();

  expect(await client.training.plan(config)).toMatchObject({
    data: { trainImages: 5, trainPositives: 5, trainBoxes: 5, validationImages: 2, testImagesLeftOut: 0 },
    stepsPerEpoch: 5,
    notes: [],
  });
  const shown = await client.training.preview({ config, epoch: 0, step: 1 });
  expect(shown).toMatchObject([{ widthPx: 64, heightPx: 64, boxes: [{ label: "Pneumonia" }] }]);
  expect(Buffer.from(shown[0]!.greys, "base64")).toHaveLength(64 * 64);
  expect(await client.training.preview({ config, epoch: 0, step: 1 })).toEqual(shown);
  expect(await client.training.list()).toEqual([]);
});

test("a training pauses, goes on and ends with a model that detects", { timeout: 180_000 }, async () => {
  const opened = await openTrainable();
  const { client, ended, config, projectFolder } = opened;

  const started = await client.training.start({ ...config, epochs: 3 });
  const { trainingId } = started;
  await stepsWritten(opened, trainingId, 5);
  await client.training.pause({ trainingId });
  expect((await ended(started)).current).toMatchObject({
    state: "done",
    summary: expect.stringMatching(/^paused after/u),
  });
  const paused = await read(opened, trainingId);
  expect(paused.state).toBe("paused");
  expect(paused.stepsDone).toBeGreaterThanOrEqual(5);
  expect(existsSync(join(projectFolder, "trainings", trainingId, `step-${paused.stepsDone}`))).toBe(true);

  const { current } = await ended(await client.training.resume({ trainingId }));
  expect(current).toMatchObject({
    state: "done",
    summary: expect.stringMatching(
      /^complete after 15 steps; epoch \d .+; against the start .+ with more missed boxes, .+ with more false positives$/u,
    ),
  });
  const done = await read(opened, trainingId);
  expect(done).toMatchObject({ state: "complete", stepsDone: 15, epochsDone: 3, provider: "cpu" });
  expect(done.outcome).toBeDefined();
  // Its checkpoints have served their time.
  expect(existsSync(join(projectFolder, "trainings", trainingId))).toBe(false);
  const { steps, epochs } = await client.training.curves({ trainingId });
  expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 15 }, (_, index) => index + 1));
  expect(epochs.map(({ epoch }) => epoch)).toEqual([0, 1, 2, 3]);

  const run = await client.runs.detect({
    modelId: done.madeModelId!,
    splitId: config.validationSplitId,
    device: "cpu",
  });
  expect((await ended(run)).current).toMatchObject({ state: "done" });
  await expect(client.training.resume({ trainingId })).rejects.toThrow(
    "The training first is complete; nothing is left to do.",
  );
  await expect(client.training.start(config)).rejects.toThrow("This project has a training named first already");
  await expect(client.training.plan(config)).rejects.toThrow("This project has a training named first already");
  await client.training.remove({ trainingId });
  expect(await client.training.list()).toEqual([]);
  expect((await client.models.list()).some(({ id }) => id === done.madeModelId)).toBe(true);
});

test("a paused training that is stopped registers the best that it has", { timeout: 120_000 }, async () => {
  const opened = await openTrainable();
  const { client, ended, config } = opened;
  const started = await client.training.start({ ...config, epochs: 5 });
  const { trainingId } = started;
  await stepsWritten(opened, trainingId, 6);
  await client.training.pause({ trainingId });
  await ended(started);
  await expect(client.models.remove({ modelId: config.modelId })).rejects.toThrow(
    "The training first, which is paused, begins with small; stop or remove it first.",
  );
  await client.training.stop({ trainingId });
  const job = (await client.jobs.list()).find(({ kind }) => kind === "train")!;
  await ended({ jobId: job.id });
  const stopped = await read(opened, trainingId);
  expect(stopped).toMatchObject({ state: "stopped", reason: "It was stopped before its last epoch." });
  expect(stopped.madeModelId).toBeDefined();
  await client.models.remove({ modelId: config.modelId });
  await expect(client.training.stop({ trainingId })).rejects.toThrow("The training first is stopped already.");
  await expect(client.training.pause({ trainingId })).rejects.toThrow("only a running one can pause");
});

test("what cannot be trained is refused before anything is made", { timeout: 60_000 }, async () => {
  const { client, config, testSplitId, addModel } = await openTrainable();
  const { id: still } = await addModel("still", { seed: 8, resize: "none" });
  const { id: many } = await addModel("many", { seed: 9, labels: { 7: "Pneumonia" } });
  const onnx = (await client.models.list()).find(({ name }) => name === "compact-frcnn")!;
  const refusals = [
    [{ modelId: onnx.id }, "compact-frcnn is an ONNX graph, which cannot be trained; a checkpoint's weights can."],
    [{ validationSplitId: testSplitId }, "test is a test split, which stays unseen until the end"],
    [{ validationSplitId: config.trainSplitId }, "train would be both learnt from and chosen by"],
    [{ scope: "heads" }, "Heads alone learn from features that are kept, which only mirroring leaves possible"],
    [{ precision: "half" }, "Half precision is no quicker on the CPU, which this training would run on"],
    [{ isFromScratch: true }, "Weights that are drawn anew all have to learn; scope full, batchNorm training"],
    [{ modelId: still }, "still takes images of 64 × 64 pixels alone, since its card forbids resizing; 7 of these 7"],
    [{ modelId: still, inputSizePx: 96 }, "its card forbids resizing; no inputSizePx was expected"],
    [{ modelId: many }, "labelled Pneumonia, which is class 7 on the card of many; its network has classes up to 1."],
    [{ annotationLayer: "corrected" }, "The project has no annotation layer corrected; it has reference."],
  ] as const;
  for (const [change, sentence] of refusals) {
    await expect(client.training.plan({ ...config, ...change })).rejects.toThrow(sentence);
    await expect(client.training.start({ ...config, ...change })).rejects.toThrow(sentence);
  }
  expect(await client.training.list()).toEqual([]);
});
