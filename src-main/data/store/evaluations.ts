/** @file Evaluations of runs: the figures of the contract, and every figure as the command line prints it. */
import { Evaluation } from "../../../src-shared/domain/evaluation";
import type { RunId } from "../../../src-shared/domain/identifiers";
import type { ReadableStore, WritableStore } from "./store";

/** `figures` is kept as JSON. */
export async function insertEvaluation(
  store: WritableStore,
  { figures, ...evaluation }: Evaluation & { readonly figures: unknown },
): Promise<void> {
  await store.database
    .insertInto("evaluations")
    .values({
      id: evaluation.id,
      run_id: evaluation.runId,
      created_at: evaluation.createdAt,
      summary: JSON.stringify(Evaluation.parse(evaluation)),
      figures: JSON.stringify(figures),
    })
    .execute();
}

/** The evaluation that was written last. */
export async function readLatestEvaluation(store: ReadableStore, runId: RunId): Promise<Evaluation | undefined> {
  const row = await latest(store, runId).select("summary").executeTakeFirst();
  return row && Evaluation.parse(JSON.parse(row.summary));
}

/** All figures of the evaluation that was written last, as they were given. */
export async function readLatestFigures(store: ReadableStore, runId: RunId): Promise<unknown> {
  const row = await latest(store, runId).select("figures").executeTakeFirst();
  return row && JSON.parse(row.figures);
}

function latest(store: ReadableStore, runId: RunId) {
  return store.database.selectFrom("evaluations").where("run_id", "=", runId).orderBy("number", "desc").limit(1);
}
