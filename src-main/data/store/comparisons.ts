/** @file Comparisons of two runs; the newest of each two is kept. */
import { Comparison } from "../../../src-shared/domain/comparison";
import type { RunId } from "../../../src-shared/domain/identifiers";
import type { ReadableStore, WritableStore } from "./store";

/** Takes the place of an earlier one of the same two runs. A run that was removed meanwhile takes the result with it. */
export async function insertComparison(store: WritableStore, comparison: Comparison): Promise<void> {
  const { leftRunId, rightRunId, createdAt } = comparison;
  const result = JSON.stringify(Comparison.parse(comparison));
  await store.transaction(async ({ database }) => {
    const runs = await database.selectFrom("runs").select("id").where("id", "in", [leftRunId, rightRunId]).execute();
    if (runs.length < 2) return;
    await database
      .insertInto("comparisons")
      .values({ left_run_id: leftRunId, right_run_id: rightRunId, created_at: createdAt, result })
      .onConflict((conflict) =>
        conflict.columns(["left_run_id", "right_run_id"]).doUpdateSet({ created_at: createdAt, result }),
      )
      .execute();
  });
}

export async function readComparison(
  store: ReadableStore,
  leftRunId: RunId,
  rightRunId: RunId,
): Promise<Comparison | undefined> {
  const row = await store.database
    .selectFrom("comparisons")
    .select("result")
    .where("left_run_id", "=", leftRunId)
    .where("right_run_id", "=", rightRunId)
    .executeTakeFirst();
  return row && Comparison.parse(JSON.parse(row.result));
}
