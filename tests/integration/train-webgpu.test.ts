/** @file Training on WebGPU, which runs here on the CPU's own cores: the same losses and weights, kept on the device. */
import { afterEach, expect, test, vi } from "vitest";
import type { ExecutionProvider } from "../../src-shared/domain/device";
import type { OpenTrainer, TrainerSettings, TrainerState, TrainingImage } from "../../src-main/jobs/trainers/trainer";
import { tryHalf } from "../../src-main/jobs/runtime/try-half";
import { reasonOfOrtError } from "../../src-main/jobs/runtime/reason-of-ort-error";
import { drawnBatch, openDrawnRetinaNet } from "../builders/open-drawn-retinanet";
import { openSmallTrainer, SMALL_BATCH } from "../builders/open-small-trainer";
import { hasSoftwareVulkan, useSoftwareVulkan } from "../builders/software-vulkan";

const isFull = process.env["OVERREAD_FULL"] === "1";

afterEach(() => vi.unstubAllEnvs());

/** The largest difference, in a share of the largest number of each tensor but at least of 1. */
function difference(left: TrainerState["weights"], right: TrainerState["weights"]): number {
  return Math.max(
    ...Array.from(left, ([name, { data }]) => {
      const [one, other] = [Array.from(data, Number), Array.from(right.get(name)!.data, Number)];
      const largest = one.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
      return one.reduce((most, value, at) => Math.max(most, Math.abs(value - other[at]!)), 0) / largest;
    }),
  );
}

interface Learnt {
  readonly open: (provider: ExecutionProvider) => Promise<OpenTrainer>;
  readonly batch: readonly TrainingImage[];
  readonly steps: number;
  readonly learningRate: number;
}

/** Of weights and of what the optimiser remembers, after some steps. */
async function differenceFromCpu({ open, batch, steps, learningRate }: Learnt): Promise<readonly number[]> {
  await useSoftwareVulkan();
  const [cpu, webgpu] = [await open("cpu"), await open("webgpu")];
  for (let step = 1; step <= steps; step++) {
    const place = { stepNumber: step, learningRate, isUpdate: true };
    const [expected, found] = [await cpu.step(batch, place), await webgpu.step(batch, place)];
    for (const [name, loss] of Object.entries(expected.losses)) expect(found.losses[name]! / loss).toBeCloseTo(1, 4);
    expect(found.gradientNorm! / expected.gradientNorm!).toBeCloseTo(1, 4);
  }
  const [expected, found] = [await cpu.snapshot(), await webgpu.snapshot()];
  const differences = [difference(expected.weights, found.weights), difference(expected.optimizer, found.optimizer)];
  // What came home goes back again: the next step begins from it.
  await webgpu.restore(found);
  expect(difference((await webgpu.snapshot()).weights, found.weights)).toBe(0);
  await cpu.release();
  await webgpu.release();
  return differences;
}

function small(settings: Partial<TrainerSettings>): Learnt {
  return { open: (provider) => openSmallTrainer(settings, provider), batch: SMALL_BATCH, steps: 2, learningRate: 0.01 };
}

function expectAlike([ofWeights, ofMemories]: readonly number[]): void {
  expect(ofWeights).toBeLessThan(1e-4);
  expect(ofMemories).toBeLessThan(1e-3);
}

test.skipIf(!hasSoftwareVulkan)(
  "on WebGPU heads learn what they learn on the CPU, with weights that stay on the device (needs Chromium's Vulkan driver)",
  { timeout: 600_000 },
  async () => {
    const differences = await differenceFromCpu(small({ scope: "heads" }));
    expect(differences).toHaveLength(2);
    expectAlike(differences);
  },
);

test.skipIf(!hasSoftwareVulkan || !isFull)(
  "on WebGPU a whole network learns what it learns on the CPU (needs Chromium's Vulkan driver, and OVERREAD_FULL=1 for its minutes)",
  { timeout: 1_800_000 },
  async () => {
    const differences = await differenceFromCpu(small({}));
    expect(differences).toHaveLength(2);
    expectAlike(differences);
  },
);

test.skipIf(!hasSoftwareVulkan || !isFull)(
  "on WebGPU a whole RetinaNet learns in three steps what it learns on the CPU (needs Chromium's Vulkan driver, and OVERREAD_FULL=1 for its minutes)",
  { timeout: 1_800_000 },
  async () => {
    const open = (provider: ExecutionProvider) => openDrawnRetinaNet("retinanet-v1", {}, provider);
    const differences = await differenceFromCpu({ open, batch: drawnBatch(), steps: 3, learningRate: 1e-5 });
    expect(differences).toHaveLength(2);
    expectAlike(differences);
  },
);

test.skipIf(!hasSoftwareVulkan)(
  "a device that cannot compute in half precision says so in a sentence (needs Chromium's Vulkan driver)",
  { timeout: 120_000 },
  async () => {
    await useSoftwareVulkan();
    const refusal = await tryHalf("webgpu").catch(reasonOfOrtError);
    expect(refusal).toBe("It cannot compute in half precision.");
  },
);
