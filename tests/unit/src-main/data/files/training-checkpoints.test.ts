/** @file A checkpoint comes back to the last bit, is never seen half, and the disk keeps only those that are needed. */
import { mkdirSync, readdirSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import {
  keepCheckpoints,
  readNewestCheckpoint,
  removeTrainingFiles,
  trainingFolder,
  weightsFile,
  writeTrainingCheckpoint,
  type TrainingCheckpoint,
} from "../../../../../src-main/data/files/training-checkpoints";
import { openCheckpoint } from "../../../../../src-main/data/models/open-checkpoint";
import { buildFolder } from "../../../../builders/build-store";
import { mountSmallDisk } from "../../../../builders/mount-small-disk";
import { buildTrainingStep, TRAINING_ID } from "../../../../builders/build-training";

/** The newest that is whole, with what was told of damaged ones. */
async function readNewest(folder: string) {
  const told: string[] = [];
  const checkpoint = await readNewestCheckpoint(folder, ({ message }) => told.push(message));
  return { checkpoint, told };
}

function buildCheckpoint(step: number): TrainingCheckpoint {
  return {
    place: { step, seconds: 0.1 * step, steps: [buildTrainingStep(step)] },
    weights: new Map([
      ["backbone.body.conv1.weight", { type: "float32", shape: [2, 2], data: Float32Array.of(0.1, -0, 1e-30, step) }],
      ["backbone.body.bn1.num_batches_tracked", { type: "int64", shape: [], data: BigInt64Array.of(BigInt(step)) }],
    ]),
    optimizer: new Map([
      [
        "momentum_buffer.backbone.body.conv1.weight",
        { type: "float32", shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
      ],
      ["updates", { type: "int64", shape: [], data: BigInt64Array.of(7n) }],
    ]),
  };
}

test("the newest checkpoint comes back to the last bit, and none from an empty place", async () => {
  const folder = trainingFolder(buildFolder(), TRAINING_ID);
  expect(await readNewest(folder)).toEqual({ checkpoint: undefined, told: [] });
  for (const step of [9, 10]) await writeTrainingCheckpoint(folder, buildCheckpoint(step));
  const { place, weights, optimizer } = (await readNewest(folder)).checkpoint!;
  const written = buildCheckpoint(10);
  expect(place).toStrictEqual(written.place);
  expect(Object.fromEntries(weights)).toStrictEqual(Object.fromEntries(written.weights));
  expect(Object.fromEntries(optimizer)).toStrictEqual(Object.fromEntries(written.optimizer));
});

test("an optimiser that remembers nothing yet is none the less a checkpoint", async () => {
  const folder = buildFolder();
  await writeTrainingCheckpoint(folder, { ...buildCheckpoint(1), optimizer: new Map() });
  expect((await readNewest(folder)).checkpoint!.optimizer.size).toBe(0);
});

test("the weights of a checkpoint open like any other file of weights", async () => {
  const folder = buildFolder();
  await writeTrainingCheckpoint(folder, buildCheckpoint(3));
  const opened = await openCheckpoint(weightsFile(folder, 3));
  expect([...opened.tensors.keys()].toSorted()).toEqual([...buildCheckpoint(3).weights.keys()].toSorted());
  await opened.close();
});

test("what a worker left half written is no checkpoint and does not stand in the way", async () => {
  const folder = buildFolder();
  await writeTrainingCheckpoint(folder, buildCheckpoint(3));
  mkdirSync(path.join(folder, "step-4.partial"));
  writeFileSync(path.join(folder, "step-4.partial", "weights.safetensors"), "half");
  expect((await readNewest(folder)).checkpoint!.place.step).toBe(3);
  await writeTrainingCheckpoint(folder, buildCheckpoint(4));
  expect((await readNewest(folder)).checkpoint!.place.step).toBe(4);
  expect(readdirSync(folder).toSorted()).toEqual(["step-3", "step-4"]);
});

test("a full disk is told with the checkpoint that is kept, and nothing half written stays", async (context) => {
  const folder = mountSmallDisk();
  if (folder === undefined) return context.skip("needs the right to mount a tmpfs");
  await writeTrainingCheckpoint(folder, buildCheckpoint(3));
  const large = { type: "float32", shape: [50_000], data: new Float32Array(50_000) } as const;
  const checkpoint = { ...buildCheckpoint(6), weights: new Map([["head.weight", large]]) };
  await expect(writeTrainingCheckpoint(folder, checkpoint)).rejects.toThrow(
    `The disk of ${folder} is full: the checkpoint of step 6 could not be written. That of step 3 is kept.`,
  );
  expect(readdirSync(folder)).toEqual(["step-3"]);
  expect((await readNewest(folder)).checkpoint!.place.step).toBe(3);
});

test("only the checkpoints that are named are kept, and a removed training leaves nothing", async () => {
  const project = buildFolder();
  const folder = trainingFolder(project, TRAINING_ID);
  for (const step of [2, 4, 6]) await writeTrainingCheckpoint(folder, buildCheckpoint(step));
  await keepCheckpoints(folder, [6, 2]);
  expect(readdirSync(folder).toSorted()).toEqual(["step-2", "step-6"]);
  await removeTrainingFiles(project, TRAINING_ID);
  expect(readdirSync(path.dirname(folder))).toEqual([]);
});

test("what workers that were killed left half written goes with the checkpoints that are not needed", async () => {
  const folder = buildFolder();
  for (const step of [2, 4]) await writeTrainingCheckpoint(folder, buildCheckpoint(step));
  mkdirSync(path.join(folder, "step-3.partial"));
  for (const name of [".judged-1.table.1f.part", "judged-0.table"]) writeFileSync(path.join(folder, name), "half");
  await keepCheckpoints(folder, [4]);
  expect(readdirSync(folder).toSorted()).toEqual(["judged-0.table", "step-4"]);
});

test("a damaged checkpoint is told of, and the one before it is taken", async () => {
  const folder = buildFolder();
  for (const step of [2, 3, 4]) await writeTrainingCheckpoint(folder, buildCheckpoint(step));
  writeFileSync(path.join(folder, "step-4", "place.json"), '{"step":');
  truncateSync(path.join(folder, "step-3", "optimizer.safetensors"), 40);
  const { checkpoint, told } = await readNewest(folder);
  expect(checkpoint!.place.step).toBe(2);
  expect(told).toEqual([
    expect.stringContaining("does not say where the training stood"),
    expect.stringContaining("optimizer.safetensors"),
  ]);
});

test("where every checkpoint is damaged, the training says so", async () => {
  const folder = buildFolder();
  await writeTrainingCheckpoint(folder, buildCheckpoint(2));
  writeFileSync(path.join(folder, "step-2", "place.json"), '{"step":');
  await expect(readNewest(folder)).rejects.toThrow("does not say where the training stood");
});
