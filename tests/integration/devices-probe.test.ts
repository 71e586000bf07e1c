/** @file What the probe says about execution providers: on this machine, over a software renderer, and when one crashes. */
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { DeviceProbe } from "../../src-main/jobs/device-probe";
import { forkWorker } from "../../src-main/jobs/pool/fork-worker";
import { JobPool } from "../../src-main/jobs/pool/job-pool";
import { EXECUTION_PROVIDERS } from "../../src-shared/domain/device";
import { buildWorker, type BuiltWorker } from "../builders/build-worker";
import { hasSoftwareVulkan, useSoftwareVulkan } from "../builders/software-vulkan";

let built: BuiltWorker;
let crashing: BuiltWorker;
beforeAll(async () => {
  built = await buildWorker("src-main/entries/worker.ts");
  crashing = await buildWorker("tests/fixtures/workers/crashing-devices-worker.ts");
});
afterAll(async () => {
  await built.remove();
  await crashing.remove();
});
afterEach(() => vi.unstubAllEnvs());

const quiet = { info: () => {}, warn: () => {}, error: () => {} };

function buildProbe(file: string, options: { patienceMs?: number; cancelGraceMs?: number } = {}): DeviceProbe {
  const { patienceMs, cancelGraceMs = 200 } = options;
  const pool = new JobPool({ startWorker: () => forkWorker(file, quiet), log: quiet, cancelGraceMs });
  onTestFinished(() => pool.close());
  return new DeviceProbe({ pool, ...(patienceMs !== undefined && { patienceMs }) });
}

test("every provider is told about in the order of trying, the CPU works, and one is chosen", async () => {
  const probe = buildProbe(built.file);
  const trials = await probe.trials();
  expect(trials.map(({ provider }) => provider)).toEqual(EXECUTION_PROVIDERS);
  expect(trials.at(-1)).toMatchObject({ provider: "cpu", works: true });
  expect(trials.at(-1)!.trialMs).toBeGreaterThan(0);
  expect(trials.filter(({ isChosen }) => isChosen)).toHaveLength(1);
  for (const { detail } of trials) expect(detail).toMatch(/^[A-Z].*\.$/);
  expect(await probe.trials()).toBe(trials);
});

test("a provider of another system is told so", async () => {
  const trials = await buildProbe(built.file).trials();
  const elsewhere = process.platform === "win32" ? "coreml" : "dml";
  const name = process.platform === "win32" ? "macOS" : "Windows";
  expect(trials.find(({ provider }) => provider === elsewhere)).toMatchObject({
    works: false,
    detail: `It exists on ${name} only.`,
  });
});

test("a driver that crashes or hangs costs its own trial only", async () => {
  const probe = buildProbe(crashing.file, { patienceMs: 5000 });
  const trials = await probe.trials();
  const of = (name: string) => trials.find(({ provider }) => provider === name)!;
  expect(of("cuda")).toMatchObject({ works: false, isChosen: false });
  expect(of("cuda").detail).toMatch(/^The worker process ended unexpectedly \(SIGABRT/);
  expect(of("dml")).toMatchObject({ works: false, detail: "It did not answer within 5 seconds." });
  expect(of("cpu")).toMatchObject({ works: true, isChosen: true });
  expect((await probe.ruledOut()).map(({ provider }) => provider)).toEqual(EXECUTION_PROVIDERS.slice(0, -1));
});

test.skipIf(!hasSoftwareVulkan)(
  "WebGPU over a software renderer works and is passed over for the CPU",
  { timeout: 180_000 },
  async () => {
    await useSoftwareVulkan();
    const trials = await buildProbe(built.file, { patienceMs: 120_000 }).trials();
    const webgpu = trials.find(({ provider }) => provider === "webgpu")!;
    expect(webgpu).toMatchObject({ works: true, isChosen: false });
    expect(webgpu.detail).toMatch(/^It works but is slower than the CPU: the trial network takes .* ms/);
    expect(trials.find(({ isChosen }) => isChosen)!.provider).toBe("cpu");
  },
);
