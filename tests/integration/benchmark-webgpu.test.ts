/** @file A checkpoint on WebGPU, which runs here on the CPU's own cores: the same detections, and what fell back. */
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { shippedModels } from "../../src-main/data/models/shipped-models";
import { insertModel } from "../../src-main/data/store/models";
import { benchmarkModel } from "../../src-main/jobs/benchmark-model";
import { forkWorker } from "../../src-main/jobs/pool/fork-worker";
import { JobPool } from "../../src-main/jobs/pool/job-pool";
import { buildImagedStore } from "../builders/build-imaged-store";
import { writeSmallCheckpoint } from "../builders/build-checkpoint";
import { buildFolder, buildModel } from "../builders/build-store";
import { buildWorker, type BuiltWorker } from "../builders/build-worker";
import type { BenchmarkResult } from "../../src-shared/domain/benchmark";
import type { ModelCard } from "../../src-shared/domain/model";
import { hasSoftwareVulkan, useSoftwareVulkan } from "../builders/software-vulkan";

const at = (place: string): string => fileURLToPath(new URL(`../../${place}`, import.meta.url));
const compact = at("../shared/models/compact-frcnn/compact-frcnn.pth");
const isFull = process.env["OVERREAD_FULL"] === "1";

let built: BuiltWorker;
beforeAll(async () => {
  built = await buildWorker("src-main/entries/worker.ts");
});
afterAll(async () => built.remove());
afterEach(() => vi.unstubAllEnvs());

const quiet = { info: () => {}, warn: () => {}, error: () => {} };

async function benchmarkOnWebGpu(modelFile: string, change: Partial<ModelCard>): Promise<BenchmarkResult["result"]> {
  await useSoftwareVulkan();
  const { store, folder } = await buildImagedStore([at("tests/fixtures/dicom/rsna-chest.dcm")]);
  const model = buildModel();
  await insertModel(store, model);
  const [shipped] = await shippedModels(at("resources"));
  const card: ModelCard = { ...shipped!.card, convention: "checkpoint", ...change };
  const pool = new JobPool({ startWorker: () => forkWorker(built.file, quiet), log: quiet });
  onTestFinished(() => pool.close());
  const asked = { modelId: model.id, modelFile, card, provider: "webgpu", precision: "single" } as const;
  const { result } = await pool.run(benchmarkModel, asked, { store, projectFolder: folder }).result;
  console.info(result);
  return result;
}

function expectTheSameAsOnTheCpu(result: BenchmarkResult["result"]): void {
  expect(result).toMatchObject({ outcome: "measured", agreement: { images: 1, unmatched: 0 } });
  if (result.outcome !== "measured") return;
  expect(result.agreement!.matched).toBeGreaterThan(0);
  expect(result.agreement!.boxPx).toBeLessThan(5e-3);
  expect(result.agreement!.score).toBeLessThan(5e-3);
  expect(result.placement!.nodes.webgpu).toBeGreaterThan(50);
  expect(result.placement!.fallenBack).toHaveProperty("RoiAlign");
}

test.skipIf(!hasSoftwareVulkan)(
  "on WebGPU a small checkpoint finds what it finds on the CPU, and tells what fell back (needs Chromium's Vulkan driver)",
  { timeout: 300_000 },
  async () => {
    const file = path.join(buildFolder(), "small.pth");
    await writeSmallCheckpoint(file);
    const network = { minSizePx: 64, maxSizePx: 64, proposals: 16 };
    const result = await benchmarkOnWebGpu(file, { network });
    expect(result.outcome).toBe("measured");
    expectTheSameAsOnTheCpu(result);
  },
);

test.skipIf(!hasSoftwareVulkan || !existsSync(compact) || !isFull)(
  "on WebGPU the compact checkpoint finds what it finds on the CPU (needs ../shared, and OVERREAD_FULL=1 for its minutes)",
  { timeout: 1_800_000 },
  async () => {
    const network = { minSizePx: 256, maxSizePx: 256 };
    const result = await benchmarkOnWebGpu(compact, { network });
    expect(result.outcome).toBe("measured");
    expectTheSameAsOnTheCpu(result);
  },
);
