/** @file A small network whose weights are drawn anew before its first step. */
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Trainer } from "../../src-main/jobs/trainers/trainer";
import { writeSmallCheckpoint } from "../builders/build-checkpoint";
import { buildFolder } from "../builders/build-store";
import { openPlainTrainer } from "../builders/open-plain-trainer";
import { buildSquareImage, SMALL_NETWORK_CARD as card } from "../builders/small-network";

async function open(seed: number): Promise<Trainer> {
  const file = path.join(buildFolder(), "small.pth");
  await writeSmallCheckpoint(file);
  const trainer = await openPlainTrainer({ file, card }, { seed, isFromScratch: true });
  onTestFinished(() => trainer.release());
  return trainer;
}

test("the seed alone says with which weights it begins, and they learn", async () => {
  const [one, same, other] = [await open(1), await open(1), await open(2)];
  const start = await one.snapshot();
  expect((await same.snapshot()).weights).toEqual(start.weights);
  expect((await other.snapshot()).weights).not.toEqual(start.weights);
  const image = { input: buildSquareImage(64, 96), boxes: Float32Array.of(20, 20, 44, 44), labels: Int32Array.of(1) };
  const totals: number[] = [];
  for (let stepNumber = 1; stepNumber <= 12; stepNumber++) {
    const { losses } = await one.step([image, image], { stepNumber, learningRate: 0.02, isUpdate: true });
    totals.push(Object.values(losses).reduce((sum, loss) => sum + loss, 0));
  }
  expect(totals.at(-1)).toBeLessThan(0.7 * totals[0]!);
});
