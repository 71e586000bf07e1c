/** @file Benchmarks of models in the store. */
import { expect, test } from "vitest";
import { insertBenchmark, listBenchmarks } from "../../../../../src-main/data/store/benchmarks";
import { insertModel, removeModel } from "../../../../../src-main/data/store/models";
import type { BenchmarkResult } from "../../../../../src-shared/domain/benchmark";
import { buildModel, buildStore } from "../../../../builders/build-store";

const { id: modelId } = buildModel();

function buildBenchmark(change: Partial<BenchmarkResult> = {}): BenchmarkResult {
  return {
    modelId,
    provider: "cpu",
    precision: "single",
    measuredAt: "2026-11-23T06:02:00.000Z",
    result: {
      outcome: "measured",
      openSeconds: 1.5,
      imageSeconds: 0.09,
      runs: 7,
      memoryBytes: 210_000_000,
      placement: { nodes: { cpu: 120, webgpu: 900 }, fallenBack: { RoiAlign: 4 } },
      agreement: { images: 2, matched: 31, unmatched: 0, boxPx: 0.0004, score: 1e-6 },
    },
    ...change,
  };
}

const REFUSED = { outcome: "refused", reason: "The CUDA libraries are not installed." } as const;

test("results come back in the order of devices, single precision before half", async () => {
  const { store } = await buildStore();
  await insertModel(store, buildModel());
  const results = [
    buildBenchmark({ provider: "cuda", result: REFUSED }),
    buildBenchmark({ provider: "webgpu" }),
    buildBenchmark({ provider: "webgpu", precision: "half" }),
    buildBenchmark(),
  ];
  for (const result of results.toReversed()) await insertBenchmark(store, result);

  expect(await listBenchmarks(store, modelId)).toStrictEqual(results);
});

test("a later result of the same device and precision takes the place of the earlier one", async () => {
  const { store } = await buildStore();
  await insertModel(store, buildModel());
  await insertBenchmark(store, buildBenchmark());
  const later = buildBenchmark({ measuredAt: "2026-11-24T06:00:00.000Z", result: REFUSED });
  await insertBenchmark(store, later);

  expect(await listBenchmarks(store, modelId)).toStrictEqual([later]);
});

test("a model's results go with it, and another model's stay", async () => {
  const { store } = await buildStore();
  const other = buildModel({ id: "model-2", name: "Large" });
  await insertModel(store, buildModel());
  await insertModel(store, other);
  await insertBenchmark(store, buildBenchmark());
  await insertBenchmark(store, buildBenchmark({ modelId: other.id }));

  await removeModel(store, modelId);

  expect(await listBenchmarks(store, modelId)).toEqual([]);
  expect(await listBenchmarks(store, other.id)).toHaveLength(1);
});

test("a result of a model that was removed meanwhile is dropped", async () => {
  const { store } = await buildStore();

  await insertBenchmark(store, buildBenchmark());

  expect(await listBenchmarks(store, modelId)).toEqual([]);
});
