/** @file How long a training step of the compact checkpoint takes beside torchvision's, and whether memory stays flat. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "vitest";
import { shippedModels } from "../../src-main/data/models/shipped-models";
import type { Trainer, TrainingImage } from "../../src-main/jobs/trainers/trainer";
import { MersenneTwister } from "../../src-main/numerics/random/mersenne-twister";
import { openPlainTrainer } from "../builders/open-plain-trainer";
import { cpuTimeOfCompactTraining, timeCompactTraining } from "../builders/torchvision";
import { median, printTable } from "./print-table";
import { hasReferenceData, MODELS } from "./reference-data";

const SIDE_PX = 256;
const TIMES = 7;
const MANY_STEPS = 500;

test.skipIf(!hasReferenceData)("a step of training, batch 2, all layers", async () => {
  const before = askTorchvision();
  const own = await measureSteps();
  // Before and after, since the machine may be busy with other things at one of the two.
  const after = askTorchvision();
  const rows = (["seconds", "cpuSeconds"] as const).map((kind) => {
    const torch = before && after && (before[kind] + after[kind]) / 2;
    const unit = kind === "seconds" ? "s" : "s of CPU";
    return {
      what: "a step of training, batch 2, 256 px, all layers",
      measured: `${own[kind].toFixed(3)} ${unit} (wanted: ≤ 1.3 of torch)`,
      beside: torch === undefined ? "torchvision is not installed" : `${torch.toFixed(3)} ${unit} torchvision`,
      ...(torch !== undefined && { ratio: own[kind] / torch }),
    };
  });
  printTable(rows);
});

interface StepTime {
  readonly seconds: number;
  /** Of all threads; a busy machine hardly changes them. */
  readonly cpuSeconds: number;
}

function askTorchvision(): StepTime | undefined {
  const [seconds, cpuSeconds] = [timeCompactTraining(), cpuTimeOfCompactTraining()];
  return seconds === undefined || cpuSeconds === undefined ? undefined : { seconds, cpuSeconds };
}

async function measureSteps(): Promise<StepTime> {
  const trainer = await open(SIDE_PX);
  const batch = [image(1), image(2)];
  const times: StepTime[] = [];
  for (let stepNumber = 0; stepNumber <= TIMES; stepNumber++) {
    const start = process.cpuUsage();
    const { seconds } = await trainer.step(batch, { stepNumber, learningRate: 1e-6, isUpdate: true });
    const { user, system } = process.cpuUsage(start);
    // The first step opens the graphs.
    if (stepNumber > 0) times.push({ seconds, cpuSeconds: (user + system) / 1e6 });
  }
  await trainer.release();
  return {
    seconds: median(times.map((each) => each.seconds)),
    cpuSeconds: median(times.map((each) => each.cpuSeconds)),
  };
}

test.skipIf(!hasReferenceData)("memory over five hundred steps of training", async () => {
  const trainer = await open(96);
  const batch = [image(1), image(2)];
  const megabytes: number[] = [];
  for (let stepNumber = 0; stepNumber < MANY_STEPS; stepNumber++) {
    await trainer.step(batch, { stepNumber, learningRate: 1e-6, isUpdate: true });
    megabytes.push(process.memoryUsage.rss() / 1e6);
  }
  await trainer.release();
  const after = (steps: number): number => megabytes[steps - 1]!;
  printTable([
    {
      what: `resident memory after ${MANY_STEPS} steps of 96 px`,
      measured: `${after(MANY_STEPS).toFixed(0)} MB (wanted: flat)`,
      beside: `${after(20).toFixed(0)} MB after 20, ${after(250).toFixed(0)} MB after 250`,
      ratio: after(MANY_STEPS) / after(20),
    },
  ]);
});

async function open(sizePx: number): Promise<Trainer> {
  const [shipped] = await shippedModels(fileURLToPath(new URL("../../resources", import.meta.url)));
  const network = { minSizePx: sizePx, maxSizePx: sizePx };
  const file = join(MODELS, "compact-frcnn/compact-frcnn.pth");
  return openPlainTrainer({ file, card: { ...shipped!.card, convention: "checkpoint", network } });
}

/** Noise of mean 0 and deviation 1 with a box, as time_torch.py has it. */
function image(seed: number): TrainingImage {
  const random = new MersenneTwister(seed);
  const noise = (): number => Math.sqrt(-2 * Math.log(1 - random.random())) * Math.cos(2 * Math.PI * random.random());
  const place = { scaleX: 1, scaleY: 1, offsetXPx: 0, offsetYPx: 0 };
  return {
    input: { data: Float32Array.from({ length: 3 * SIDE_PX ** 2 }, noise), shape: [3, SIDE_PX, SIDE_PX], ...place },
    boxes: Float32Array.of(60, 60, 140, 170),
    labels: Int32Array.of(1),
  };
}
