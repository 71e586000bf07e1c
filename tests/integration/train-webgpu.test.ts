/** @file Training on WebGPU, which runs here on the CPU's own cores: the same losses and weights, kept on the device. */
import { afterEach, expect, test, vi } from "vitest";
import type { TrainerSettings, TrainerState } from "../../src-main/jobs/trainers/trainer";
import { tryHalf } from "../../src-main/jobs/runtime/try-half";
import { reasonOfOrtError } from "../../src-main/jobs/runtime/reason-of-ort-error";
import { openSmallTrainer, SMALL_BATCH } from "../builders/open-small-trainer";
import { hasSoftwareVulkan, useSoftwareVulkan } from "../builders/software-vulkan";

const isFull = process.env["OVERREAD_FULL"] === "1";
const place = (stepNumber: number) => ({ stepNumber, learningRate: 0.01, isUpdate: true });

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

/** Of weights and of what the optimiser remembers, after two steps. */
async function differenceFromCpu(settings: Partial<TrainerSettings>): Promise<readonly number[]> {
  await useSoftwareVulkan();
  const [cpu, webgpu] = [await openSmallTrainer(settings), await openSmallTrainer(settings, "webgpu")];
  for (const step of [1, 2]) {
    const [expected, found] = [await cpu.step(SMALL_BATCH, place(step)), await webgpu.step(SMALL_BATCH, place(step))];
    for (const [name, loss] of Object.entries(expected.losses)) expect(found.losses[name]).toBeCloseTo(loss, 3);
    expect(found.gradientNorm! / expected.gradientNorm!).toBeCloseTo(1, 4);
  }
  const [expected, found] = [await cpu.snapshot(), await webgpu.snapshot()];
  const differences = [difference(expected.weights, found.weights), difference(expected.optimizer, found.optimizer)];
  // What came home goes back again: the third step begins from it.
  await webgpu.restore(found);
  expect(difference((await webgpu.snapshot()).weights, found.weights)).toBe(0);
  await cpu.release();
  await webgpu.release();
  return differences;
}

function expectAlike([ofWeights, ofMemories]: readonly number[]): void {
  expect(ofWeights).toBeLessThan(1e-4);
  expect(ofMemories).toBeLessThan(1e-3);
}

test.skipIf(!hasSoftwareVulkan)(
  "on WebGPU heads learn what they learn on the CPU, with weights that stay on the device (needs Chromium's Vulkan driver)",
  { timeout: 600_000 },
  async () => {
    const differences = await differenceFromCpu({ scope: "heads" });
    expect(differences).toHaveLength(2);
    expectAlike(differences);
  },
);

test.skipIf(!hasSoftwareVulkan || !isFull)(
  "on WebGPU a whole network learns what it learns on the CPU (needs Chromium's Vulkan driver, and OVERREAD_FULL=1 for its minutes)",
  { timeout: 1_800_000 },
  async () => {
    const differences = await differenceFromCpu({});
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
