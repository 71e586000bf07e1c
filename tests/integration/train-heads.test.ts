/** @file Heads of a small checkpoint that learn alone, against the whole network at the same step. */
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { ROI_TARGETS } from "../../src-main/detection/training/roi-targets";
import { RPN_TARGETS } from "../../src-main/detection/training/rpn-targets";
import type { Sampling, Trainer, TrainerSettings, TrainingImage } from "../../src-main/jobs/trainers/trainer";
import { writeSmallCheckpoint } from "../builders/build-checkpoint";
import { buildFolder } from "../builders/build-store";
import { openPlainTrainer } from "../builders/open-plain-trainer";
import { buildSquareImage, SMALL_NETWORK_CARD } from "../builders/small-network";

const IMAGES: readonly TrainingImage[] = [[64, 96], [96, 64]].map(([rows, columns]) => ({
  input: buildSquareImage(rows!, columns!),
  boxes: Float32Array.of(8, 8, 40, 44),
  labels: Int32Array.of(1),
})); // prettier-ignore

/** More than there are candidates: all of them are sampled, and nothing hangs on their order. */
const perImage = 1_000_000;
const SAMPLING: Sampling = {
  proposalTargets: { ...RPN_TARGETS, sampling: { ...RPN_TARGETS.sampling, perImage } },
  regionTargets: { ...ROI_TARGETS, sampling: { ...ROI_TARGETS.sampling, perImage } },
  candidatesPerLevel: perImage,
  proposals: perImage,
};

/** Of two boxes that hardly differ, another may be suppressed where the last bits of features differ. */
const card = { ...SMALL_NETWORK_CARD, network: { ...SMALL_NETWORK_CARD.network, proposalIouThreshold: 1 } };

async function open(change: Partial<TrainerSettings>): Promise<Trainer> {
  const file = path.join(buildFolder(), "small.pth");
  await writeSmallCheckpoint(file);
  const stays = { trainableBackboneLayers: 0, batchNorm: "frozen" } as const;
  const trainer = await openPlainTrainer({ file, card }, { ...stays, seed: 3, sampling: SAMPLING, ...change });
  onTestFinished(() => trainer.release());
  return trainer;
}

async function takeStep(trainer: Trainer, stepNumber: number, images = IMAGES) {
  return trainer.step(images, { stepNumber, learningRate: 0.01, isUpdate: true });
}

test("heads alone have the losses and gradients that they have in the whole network", async () => {
  const [heads, whole] = [await open({ scope: "heads" }), await open({ scope: "full" })];
  const [found, expected] = [await takeStep(heads, 1), await takeStep(whole, 1)];
  for (const [name, loss] of Object.entries(expected.losses)) expect(found.losses[name]! / loss).toBeCloseTo(1, 3);
  const [ofHeads, ofWhole] = [(await heads.snapshot()).optimizer, (await whole.snapshot()).optimizer];
  const moved = [...ofHeads.keys()].filter((name) => name.startsWith("momentum_buffer."));
  expect(moved.length).toBeGreaterThan(10);
  for (const name of moved) {
    const [own, other] = [ofHeads.get(name)!.data as Float32Array, ofWhole.get(name)!.data as Float32Array];
    const largest = Math.max(...other.map(Math.abs));
    expect(Math.max(...own.map((value, place) => Math.abs(value - other[place]!)))).toBeLessThan(1e-3 * largest);
  }
});

test("backbone and pyramid stay as they are, statistics of their norms too", async () => {
  const trainer = await open({ scope: "heads", batchNorm: "training" });
  const before = (await trainer.snapshot()).weights;
  await takeStep(trainer, 1);
  const after = (await trainer.snapshot()).weights;
  const changed = [...before.keys()].filter(
    (name) => Buffer.compare(bytesOf(before, name), bytesOf(after, name)) !== 0,
  );
  expect(changed.length).toBeGreaterThan(10);
  expect(changed.filter((name) => name.startsWith("backbone."))).toEqual([]);
});

test("kept features give the numbers that features computed anew give", async () => {
  const trainer = await open({ scope: "heads" });
  const start = await trainer.snapshot();
  const first = await takeStep(trainer, 1);
  const others = await takeStep(trainer, 2, [IMAGES[1]!, IMAGES[0]!]);
  const state = await trainer.snapshot();
  // Forgets what it kept.
  await trainer.restore(start);
  expect((await takeStep(trainer, 1)).losses).toEqual(first.losses);
  expect((await takeStep(trainer, 2, [IMAGES[1]!, IMAGES[0]!])).losses).toEqual(others.losses);
  expect((await trainer.snapshot()).weights).toEqual(state.weights);
});

function bytesOf(weights: Awaited<ReturnType<Trainer["snapshot"]>>["weights"], name: string): Uint8Array {
  const { data } = weights.get(name)!;
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

test("heads alone learn from 128 regions an image where nothing else is said, and from as many as are asked for", async () => {
  const { regionTargets: _, ...sampling } = SAMPLING;
  const lossesOf = async (change: Partial<TrainerSettings>): Promise<unknown> =>
    (await takeStep(await open({ scope: "heads", sampling, ...change }), 1)).losses;
  const unsaid = await lossesOf({});
  expect(await lossesOf({ regionsPerImage: 128 })).toEqual(unsaid);
  expect(await lossesOf({ regionsPerImage: 16 })).not.toEqual(unsaid);
});
