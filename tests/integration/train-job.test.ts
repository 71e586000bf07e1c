/** @file A training from end to end in one process: epochs, checkpoints, going on, and the model that it makes. */
import { existsSync, renameSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { IMAGENET_NORMALISATION, TORCHVISION_CARD } from "../../src-main/data/models/card-presets";
import { insertAnnotations } from "../../src-main/data/store/annotations";
import { insertModel, listModels } from "../../src-main/data/store/models";
import { insertSplit } from "../../src-main/data/store/splits";
import type { WritableStore } from "../../src-main/data/store/store";
import { readTrainingEpochs, readTrainingSteps } from "../../src-main/data/store/training-figures";
import { insertTraining, readTraining, updateTraining } from "../../src-main/data/store/trainings";
import { keepCheckpoints, readNewestCheckpoint, trainingFolder } from "../../src-main/data/files/training-checkpoints";
import type { ProgressReport } from "../../src-main/jobs/job";
import { ortSessions } from "../../src-main/jobs/runtime/ort-sessions";
import { train, type TrainInput } from "../../src-main/jobs/train";
import { sizeOfEpoch } from "../../src-main/jobs/trainers/batches/epoch-images";
import { readTrainingSet } from "../../src-main/jobs/trainings/read-training-set";
import { SplitId } from "../../src-shared/domain/identifiers";
import type { ModelCard } from "../../src-shared/domain/model";
import { Augmentation, type TrainingConfig, type TrainingStep } from "../../src-shared/domain/training";
import { writeSmallCheckpoint } from "../builders/build-checkpoint";
import { buildEvenImages, buildImagedStore } from "../builders/build-imaged-store";
import { buildAnnotation, buildFolder, buildModel, DATASET_ID } from "../builders/build-store";
import { recordingLog } from "../builders/recording-log";
import { buildTraining, buildTrainingConfig, TRAINING_ID } from "../builders/build-training";

const CARD: ModelCard = {
  ...TORCHVISION_CARD,
  name: "Compact",
  convention: "checkpoint",
  input: { widthPx: 64, heightPx: 64, channels: 3, resize: "opencv-bilinear", normalisation: IMAGENET_NORMALISATION },
  labels: { "1": "Pneumonia" },
  network: { minSizePx: 64, maxSizePx: 64 },
};
const TRAIN = SplitId.parse("split-train");
const VALIDATION = SplitId.parse("split-val");
const ADAM = { kind: "adamw", beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 } as const;
const FLIPS_ALONE = Augmentation.parse({
  shiftScaleRotate: { probability: 0 },
  brightnessContrast: { probability: 0 },
});
const ALL = { afterStep: 0, limit: 1000 };

/** Five images with a box each: three to learn from, two to be judged by. */
async function buildTrainable(change: Partial<TrainingConfig> = {}) {
  const folder = buildFolder();
  const { store, ids } = await buildImagedStore(await buildEvenImages(folder, [60, 90, 120, 150, 180]));
  const box = { x1: 8, y1: 4, x2: 30, y2: 16 };
  await insertAnnotations(
    store,
    ids.map((id, index) => buildAnnotation(id, index + 2, { box })),
  );
  await insertSplit(store, { id: TRAIN, datasetId: DATASET_ID, name: "train" }, ids.slice(0, 3));
  await insertSplit(store, { id: VALIDATION, datasetId: DATASET_ID, name: "val" }, ids.slice(3));
  const modelFile = path.join(folder, "small.pth");
  await writeSmallCheckpoint(modelFile);
  await insertModel(store, { ...buildModel(), card: CARD });
  const config = buildTrainingConfig({ epochs: 2, batchSize: 2, device: "cpu", ...change });
  const set = await readTrainingSet(store, config, CARD.labels);
  const { stepsPerEpoch } = sizeOfEpoch(set, config);
  await insertTraining(store, buildTraining({ config, data: set.data, stepsPerEpoch }));
  const input = { trainingId: TRAINING_ID, projectFolder: folder, modelFile, card: CARD };
  return { store, folder, run: (hooks: Hooks = {}) => runTraining(input, { store, ...hooks }) };
}

type Trainable = Awaited<ReturnType<typeof buildTrainable>>;

interface Hooks {
  readonly signal?: AbortSignal;
  /** Told of everything that the training reports, as it does. */
  readonly onReport?: (progress: ProgressReport) => void;
}

/** As `runJobInline`, but every report is heard. */
function runTraining(input: TrainInput, { store, signal, onReport }: Hooks & { readonly store: WritableStore }) {
  const log = recordingLog();
  return train.run(train.input.parse(input), {
    store,
    sessions: ortSessions({ log }),
    report: (progress) => onReport?.(progress),
    emit: async (rows) => {
      signal?.throwIfAborted();
      const batch = train.batch.parse(rows);
      await store.transaction((writer) => train.write(writer, batch));
    },
    signal: signal ?? new AbortController().signal,
    log,
  });
}

/** What must be the same whenever a step is computed. */
async function figuresOf(store: WritableStore) {
  const steps = await readTrainingSteps(store, TRAINING_ID, ALL);
  return steps.map(({ step, epoch, losses, learningRate, gradientNorm }: TrainingStep) => ({
    step,
    epoch,
    losses,
    learningRate,
    gradientNorm,
  }));
}

test("a training judges the start and each epoch, and registers the best with a card that says how it was made", async () => {
  const { store, folder, run } = await buildTrainable();

  const output = await run();

  expect(output).toMatchObject({ end: "complete", stepsDone: 4, made: { name: "first" } });
  expect(output.made!.cases).toEqual({ lost: expect.any(Number), falser: expect.any(Number) });
  expect(await figuresOf(store)).toMatchObject([
    { step: 1, epoch: 1 },
    { step: 2, epoch: 1 },
    { step: 3, epoch: 2 },
    { step: 4, epoch: 2 },
  ]);
  const epochs = await readTrainingEpochs(store, TRAINING_ID);
  expect(epochs.map(({ epoch, step }) => [epoch, step])).toEqual([[0, 0], [1, 2], [2, 4]]); // prettier-ignore
  const training = (await readTraining(store, TRAINING_ID))!;
  const made = (await listModels(store)).find(({ id }) => id === training.madeModelId)!;
  expect(made).toMatchObject({ name: "first", facts: { format: "pytorch-zip", classes: 2 } });
  expect(existsSync(path.join(folder, made.file))).toBe(true);
  expect(made.card.description).toContain("Trained from Compact by Overread 0.1.0, begun on 2026-11-23, on 3 images");
  expect(made.card.input).toEqual(CARD.input);
  expect(training.bestIntervals).toHaveProperty("AP");
  expect(training.outcome).toMatchObject({ scoreThreshold: CARD.suggestedThreshold, iouThreshold: 0.5 });
  const [ap, ap50] = training.outcome!.figures!;
  expect(ap).toMatchObject({ figure: "AP", left: epochs[0]!.validation.AP, right: training.bestAp });
  expect(ap).toMatchObject({ leftInterval: {}, interval: {}, rightInterval: training.bestIntervals!.AP });
  expect(ap50).toMatchObject({ figure: "AP50", left: epochs[0]!.validation.AP50 });
});

test("a training at another size of the input makes a model whose card says so", async () => {
  const { store, run } = await buildTrainable({ inputSizePx: 96, epochs: 1 });
  expect(await run()).toMatchObject({ end: "complete", made: { name: "first" } });
  const { card } = (await listModels(store)).find(({ name }) => name === "first")!;
  expect(card.input).toEqual({ ...CARD.input, widthPx: 96, heightPx: 96 });
  expect(card.network).toEqual({ minSizePx: 96, maxSizePx: 96 });
  expect(card.description).toContain("At 96 px, SGD");
});

test("a paused training goes on number for number as if it had never stopped", async () => {
  const whole = await buildTrainable({ batchSize: 1, optimizer: ADAM });
  await whole.run();

  const paused = await buildTrainable({ batchSize: 1, optimizer: ADAM });
  expect(await wishAfter(paused, 2, "pause")).toEqual({ end: "paused", stepsDone: 2 });
  await updateTraining(paused.store, TRAINING_ID, { wish: null });
  expect(await paused.run()).toMatchObject({ end: "complete" });

  expect(await resultOf(paused)).toEqual(await resultOf(whole));
});

test("heads alone that were paused go on alike, though their features are made anew", async () => {
  const heads = { batchSize: 1, scope: "heads", augmentation: FLIPS_ALONE } as const;
  const whole = await buildTrainable(heads);
  await whole.run();

  const paused = await buildTrainable(heads);
  await wishAfter(paused, 4, "pause");
  await updateTraining(paused.store, TRAINING_ID, { wish: null });
  await paused.run();

  expect(await resultOf(paused)).toEqual(await resultOf(whole));
});

test("a cancelled training leaves a checkpoint of its last step, and a lost one is computed again alike", async () => {
  const whole = await buildTrainable({ batchSize: 1, accumulate: 2 });
  await whole.run();

  const cancelled = await buildTrainable({ batchSize: 1, accumulate: 2 });
  const stop = new AbortController();
  const run = cancelled.run({ signal: stop.signal, onReport: ({ done }) => done === 4 && stop.abort() });
  await expect(run).rejects.toMatchObject({ name: "AbortError" });
  const folder = trainingFolder(cancelled.folder, TRAINING_ID);
  expect((await readNewestCheckpoint(folder, refuseDamaged))!.place.step).toBe(4);
  // As after a power cut: what was written last never reached the disk.
  await keepCheckpoints(folder, [3]);
  await cancelled.run();

  expect(await resultOf(cancelled)).toEqual(await resultOf(whole));
});

test("a training that ended before its end was written down makes no second model", async () => {
  const { store, run } = await buildTrainable();
  const first = await run();
  expect(await run()).toEqual(first);
  expect(await listModels(store)).toHaveLength(2);
});

test("a training that is stopped keeps its best epoch, one without a judged epoch makes no model", async () => {
  const early = await buildTrainable({ batchSize: 1 });
  expect(await wishAfter(early, 1, "stop")).toEqual({ end: "stopped", stepsDone: 1 });
  expect(await listModels(early.store)).toHaveLength(1);
  const later = await buildTrainable({ batchSize: 1 });
  expect(await wishAfter(later, 4, "stop")).toMatchObject({ end: "stopped", stepsDone: 4, made: { epoch: 1 } });
  expect(await listModels(later.store)).toHaveLength(2);
});

test("a training without a better epoch for as long as its patience ends early", async () => {
  // Nothing moves, so that no epoch can be better than the first.
  const { run } = await buildTrainable({ epochs: 5, patience: 1, learningRate: 1e-30, batchNorm: "frozen" });
  expect(await run()).toMatchObject({ end: "early", stepsDone: 4, made: { epoch: 1 } });
});

test("a loss beyond all numbers ends the training, names the step, and leaves the last sound checkpoint", async () => {
  const { store, folder, run } = await buildTrainable({ epochs: 5, learningRate: 1e30, isWarmedUp: false });
  await expect(run()).rejects.toThrow(/^At step [1-9], with even-\d\.dcm, .* A lower learning rate/u);
  const { stepsDone } = (await readTraining(store, TRAINING_ID))!;
  expect(stepsDone).toBeLessThan(9);
  // The curve shows what led there.
  expect(await figuresOf(store)).toHaveLength(stepsDone);
  const checkpoint = await readNewestCheckpoint(trainingFolder(folder, TRAINING_ID), refuseDamaged);
  for (const { type, data } of checkpoint?.weights.values() ?? []) {
    expect(type === "int64" || (data as Float32Array).every(Number.isFinite)).toBe(true);
  }
});

test("a validation image that cannot be read ends the judging, and the training goes on when it is back", async () => {
  const trainable = await buildTrainable({ batchSize: 1 });
  await wishAfter(trainable, 2, "pause");
  await updateTraining(trainable.store, TRAINING_ID, { wish: null });
  const image = path.join(trainable.folder, "even-4.dcm");
  renameSync(image, `${image}.away`);
  await expect(trainable.run()).rejects.toThrow(
    /^The validation image even-4\.dcm could not be judged: .* when that is mended\.$/u,
  );
  renameSync(`${image}.away`, image);
  expect(await trainable.run()).toMatchObject({ end: "complete", stepsDone: 6 });
});

test("a training whose boxes have changed since does not go on", async () => {
  const trainable = await buildTrainable({ batchSize: 1 });
  await wishAfter(trainable, 1, "pause");
  await trainable.store.database.updateTable("annotations").set({ x1: 9 }).execute();
  await expect(trainable.run()).rejects.toThrow("Images or boxes of first have changed since it was begun");
});

function refuseDamaged(refusal: Error): never {
  throw refusal;
}

/** Asks for it when so many steps have been taken. */
function wishAfter({ store, run }: Trainable, step: number, wish: "pause" | "stop") {
  return run({
    onReport: ({ done }) => {
      if (done === step) void updateTraining(store, TRAINING_ID, { wish });
    },
  });
}

async function resultOf({ store }: Trainable) {
  const epochs = await readTrainingEpochs(store, TRAINING_ID);
  return {
    steps: await figuresOf(store),
    figures: epochs.map(({ validation, isBest }) => [validation, isBest]),
    // Of the file with the weights.
    sha256: (await listModels(store)).find(({ name }) => name === "first")?.sha256,
  };
}
