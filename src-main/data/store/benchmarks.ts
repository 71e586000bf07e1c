/** @file What a trial of a model on each device found; the newest of each device and precision is kept. */
import { BenchmarkResult } from "../../../src-shared/domain/benchmark";
import { EXECUTION_PROVIDERS, PRECISIONS } from "../../../src-shared/domain/device";
import type { ModelId } from "../../../src-shared/domain/identifiers";
import type { ReadableStore, WritableStore } from "./store";

/** Takes the place of an earlier result of the same model, device and precision. A model that was removed while it was
 * measured takes its result with it. */
export async function insertBenchmark(store: WritableStore, benchmark: BenchmarkResult): Promise<void> {
  const { modelId, provider, precision, measuredAt } = benchmark;
  const result = JSON.stringify(benchmark.result);
  await store.transaction(async ({ database }) => {
    const model = await database.selectFrom("models").select("id").where("id", "=", modelId).executeTakeFirst();
    if (!model) return;
    await database
      .insertInto("benchmarks")
      .values({ model_id: modelId, provider, precision, measured_at: measuredAt, result })
      .onConflict((conflict) =>
        conflict.columns(["model_id", "provider", "precision"]).doUpdateSet({ measured_at: measuredAt, result }),
      )
      .execute();
  });
}

/** In the order of devices, single precision before half. */
export async function listBenchmarks(store: ReadableStore, modelId: ModelId): Promise<BenchmarkResult[]> {
  const rows = await store.database.selectFrom("benchmarks").selectAll().where("model_id", "=", modelId).execute();
  return rows
    .map(({ provider, precision, measured_at: measuredAt, result }) =>
      BenchmarkResult.parse({ modelId, provider, precision, measuredAt, result: JSON.parse(result) }),
    )
    .toSorted((a, b) => placeOf(a) - placeOf(b));
}

function placeOf({ provider, precision }: BenchmarkResult): number {
  return EXECUTION_PROVIDERS.indexOf(provider) * PRECISIONS.length + PRECISIONS.indexOf(precision);
}
