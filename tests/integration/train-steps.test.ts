/** @file Steps of training a small checkpoint: what is repeated exactly, what stays frozen, and what is added up. */
import path from "node:path";
import { expect, test } from "vitest";
import type { StepPlace, Trainer, TrainerSettings } from "../../src-main/jobs/trainers/trainer";
import { writeSmallCheckpoint } from "../builders/build-checkpoint";
import { buildFolder } from "../builders/build-store";
import { openPlainTrainer } from "../builders/open-plain-trainer";
import { SMALL_BATCH, SMALL_CARD, SMALL_SETTINGS } from "../builders/open-small-trainer";

const PLACE: StepPlace = { stepNumber: 1, learningRate: 0.01, isUpdate: true };

async function open(change: Partial<TrainerSettings> = {}): Promise<Trainer> {
  const file = path.join(buildFolder(), "small.pth");
  await writeSmallCheckpoint(file);
  return openPlainTrainer({ file, card: SMALL_CARD }, { ...SMALL_SETTINGS, ...change });
}

/** Names of the weights that are other than before. */
async function movedBy(trainer: Trainer, steps: (trainer: Trainer) => Promise<unknown>): Promise<readonly string[]> {
  const before = await trainer.snapshot();
  await steps(trainer);
  const after = await trainer.snapshot();
  return [...after.weights.keys()].filter((name) => {
    const [old, found] = [before.weights.get(name)!.data, after.weights.get(name)!.data];
    return Array.from(found, String).join() !== Array.from(old, String).join();
  });
}

test("a step that is taken again from a snapshot gives the same numbers to the last bit", async () => {
  const trainer = await open();
  await trainer.step(SMALL_BATCH, PLACE);
  const snapshot = await trainer.snapshot();
  const first = await trainer.step(SMALL_BATCH, { ...PLACE, stepNumber: 2 });
  const [afterFirst] = [await trainer.snapshot()];
  await trainer.step(SMALL_BATCH, { ...PLACE, stepNumber: 3 });
  await trainer.restore(snapshot);
  const again = await trainer.step(SMALL_BATCH, { ...PLACE, stepNumber: 2 });
  expect(again.losses).toEqual(first.losses);
  expect(await trainer.snapshot()).toEqual(afterFirst);
  await trainer.release();
}, 60_000);

test("layers that are not trained stay, and their statistics move nonetheless", async () => {
  const trainer = await open({ trainableBackboneLayers: 2 });
  const moved = await movedBy(trainer, (opened) => opened.step(SMALL_BATCH, PLACE));
  const ofFirst = moved.filter((name) => name.startsWith("backbone.body.layer1."));
  expect(ofFirst.length).toBeGreaterThan(0);
  expect(ofFirst.filter((name) => !/running_|num_batches/.test(name))).toEqual([]);
  expect(moved).toContain("backbone.body.layer4.0.conv1.weight");
  await trainer.release();
}, 60_000);

test("frozen norms keep weights and statistics", async () => {
  const trainer = await open({ batchNorm: "frozen" });
  const moved = await movedBy(trainer, (opened) => opened.step(SMALL_BATCH, PLACE));
  expect(moved.filter((name) => /\.bn\d\.|running_|num_batches/.test(name))).toEqual([]);
  expect(moved).toContain("backbone.body.layer4.0.conv1.weight");
  await trainer.release();
}, 60_000);

test("the same batch twice in one update moves weights as once does", async () => {
  const [once, twice] = [await open(), await open({ accumulate: 2 })];
  await once.step(SMALL_BATCH, PLACE);
  expect((await twice.step(SMALL_BATCH, { ...PLACE, isUpdate: false })).gradientNorm).toBeUndefined();
  await twice.step(SMALL_BATCH, PLACE);
  const [expected, found] = [await once.snapshot(), await twice.snapshot()];
  const name = "backbone.body.layer4.0.conv1.weight";
  const [left, right] = [expected, found].map(({ weights }) => weights.get(name)!.data as Float32Array);
  const differences = left!.map((value, index) => Math.abs(value - right![index]!));
  expect(Math.max(...differences)).toBeLessThan(1e-6);
  await once.release();
  await twice.release();
}, 60_000);

test("half precision gains nothing on the CPU and is refused there in a sentence", async () => {
  await expect(open({ precision: "half" })).rejects.toThrow(/^Half precision is no quicker on the CPU/);
});

test("the state of another optimiser is refused in a sentence", async () => {
  const [trainer, other] = [await open(), await open({ optimizer: { kind: "adamw", beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 } })]; // prettier-ignore
  await other.step(SMALL_BATCH, PLACE);
  await expect(trainer.restore(await other.snapshot())).rejects.toThrow(/holds exp_avg\..*have no use for/);
  await trainer.release();
  await other.release();
}, 60_000);
