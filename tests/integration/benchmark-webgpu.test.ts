/** @file A checkpoint on WebGPU, which runs here on the CPU's own cores: the same detections, and what fell back. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { shippedModels } from "../../src-main/data/models/shipped-models";
import { insertModel } from "../../src-main/data/store/models";
import { benchmarkModel } from "../../src-main/jobs/benchmark-model";
import { forkWorker } from "../../src-main/jobs/pool/fork-worker";
import { JobPool } from "../../src-main/jobs/pool/job-pool";
import { buildImagedStore } from "../builders/build-imaged-store";
import { buildModel } from "../builders/build-store";
import { buildWorker, type BuiltWorker } from "../builders/build-worker";
import { hasSoftwareVulkan, useSoftwareVulkan } from "../builders/software-vulkan";

const at = (place: string): string => fileURLToPath(new URL(`../../${place}`, import.meta.url));
const checkpoint = at("../shared/models/compact-frcnn/compact-frcnn.pth");

let built: BuiltWorker;
beforeAll(async () => {
  built = await buildWorker("src-main/entries/worker.ts");
});
afterAll(async () => built.remove());
afterEach(() => vi.unstubAllEnvs());

const quiet = { info: () => {}, warn: () => {}, error: () => {} };

test.skipIf(!hasSoftwareVulkan || !existsSync(checkpoint))(
  "on WebGPU a checkpoint finds what it finds on the CPU to 5e-3, and tells what fell back (needs Chromium's Vulkan driver and ../shared)",
  { timeout: 600_000 },
  async () => {
    await useSoftwareVulkan();
    const { store, folder } = await buildImagedStore([at("tests/fixtures/dicom/rsna-chest.dcm")]);
    const model = buildModel();
    await insertModel(store, model);
    const [shipped] = await shippedModels(at("resources"));
    // Small, since a software renderer takes most of a minute for the model's own size.
    const network = { minSizePx: 128, maxSizePx: 128, proposals: 64 };
    const input = { ...shipped!.card.input, widthPx: 128, heightPx: 128 };
    const card = { ...shipped!.card, convention: "checkpoint", network, input, scoreFloor: 0.01 } as const;
    const pool = new JobPool({ startWorker: () => forkWorker(built.file, quiet), log: quiet });
    onTestFinished(() => pool.close());

    const asked = { modelId: model.id, modelFile: checkpoint, card, provider: "webgpu", precision: "single" } as const;
    const { result } = await pool.run(benchmarkModel, asked, { store, projectFolder: folder }).result;
    console.info(result);
    expect(result).toMatchObject({ outcome: "measured", agreement: { images: 1, unmatched: 0 } });
    if (result.outcome !== "measured") return;
    expect(result.agreement!.matched).toBeGreaterThan(0);
    expect(result.agreement!.boxPx).toBeLessThan(5e-3);
    expect(result.agreement!.score).toBeLessThan(5e-3);
    expect(result.placement!.nodes.webgpu).toBeGreaterThan(50);
    expect(result.placement!.fallenBack).toHaveProperty("RoiAlign");
  },
);
