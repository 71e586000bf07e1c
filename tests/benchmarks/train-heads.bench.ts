/** @file Times a step of the compact network's heads on kept features against a step of the whole network. */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "vitest";
import { shippedModels } from "../../src-main/data/models/shipped-models";
import { prepareInput } from "../../src-main/detection/preprocessing/prepare-input";
import type { Trainer, TrainerSettings, TrainingImage } from "../../src-main/jobs/trainers/trainer";
import type { ModelCard } from "../../src-shared/domain/model";
import { REGIONS_PER_IMAGE } from "../../src-shared/domain/training";
import { openPlainTrainer } from "../builders/open-plain-trainer";
import { median } from "./print-table";
import { MODELS } from "./reference-data";

const SIZE_PX = 256;
const STEPS = 5;
const SAME_REGIONS = REGIONS_PER_IMAGE.full;

test("a step of the heads alone, of 256² and two images", async () => {
  const resources = fileURLToPath(new URL("../../resources", import.meta.url));
  const [shipped] = await shippedModels(resources);
  const network = { minSizePx: SIZE_PX, maxSizePx: SIZE_PX };
  const card: ModelCard = { ...shipped!.card, convention: "checkpoint", network };
  const trainers = {
    "whole network": await open(card, { scope: "full" }),
    [`heads alone, ${REGIONS_PER_IMAGE.heads} regions an image`]: await open(card, { scope: "heads" }),
    [`heads alone, ${SAME_REGIONS} regions an image`]: await open(card, {
      scope: "heads",
      regionsPerImage: SAME_REGIONS,
    }),
  };
  const images = [1, 2].map((phase) => ripples(phase, card));
  const seconds = new Map(Object.keys(trainers).map((name) => [name, [] as number[]]));
  for (let stepNumber = 0; stepNumber <= STEPS; stepNumber++) {
    for (const [name, trainer] of Object.entries(trainers)) {
      const before = process.cpuUsage();
      await trainer.step(images, { stepNumber, learningRate: 1e-6, isUpdate: true });
      const { user, system } = process.cpuUsage(before);
      // The first opens sessions and computes features.
      if (stepNumber > 0) seconds.get(name)!.push((user + system) / 1e6);
    }
  }
  const whole = median(seconds.get("whole network")!);
  for (const [name, each] of seconds) {
    console.info(`${name}: ${median(each).toFixed(2)} s of CPU, whole / this = ${(whole / median(each)).toFixed(2)}`);
  }
  for (const trainer of Object.values(trainers)) await trainer.release();
});

function open(card: ModelCard, change: Partial<TrainerSettings>): Promise<Trainer> {
  return openPlainTrainer({ file: path.join(MODELS, "compact-frcnn/compact-frcnn.pth"), card }, change);
}

function ripples(phase: number, card: ModelCard): TrainingImage {
  const values = Uint8Array.from({ length: SIZE_PX ** 2 }, (_, pixel) => {
    const [x, y] = [pixel % SIZE_PX, Math.floor(pixel / SIZE_PX)];
    return 128 + 60 * Math.sin(x / 9 + phase) + 60 * Math.cos((x * y) / 997);
  });
  const input = prepareInput({ rows: SIZE_PX, columns: SIZE_PX, values }, card.input);
  return { input, boxes: Float32Array.of(60, 60, 140, 170), labels: Int32Array.of(1) };
}
