/** @file Heat maps of a run: what each was made for and what was measured about it. */
import { createHash } from "node:crypto";
import { Explanation, ExplanationTarget } from "../../../src-shared/domain/explanation";
import { ExplanationId, type InstanceId, type RunId } from "../../../src-shared/domain/identifiers";
import { readInstanceNumbers } from "./instance-numbers";
import type { ReadableStore, WritableStore } from "./store";

/** What one map is made for; no two maps have it in common. */
export type ExplanationKey = Pick<Explanation, "runId" | "instanceId" | "target" | "method" | "layer">;

/** The same for the same key: made again, a map takes the place of the one before, in the table and on the disk. */
export function explanationIdOf({ runId, instanceId, target, method, layer }: ExplanationKey): ExplanationId {
  // The schema puts the target's fields in one order, so that equal targets are equal texts.
  const key = JSON.stringify([runId, instanceId, ExplanationTarget.parse(target), method, layer]);
  return ExplanationId.parse(createHash("sha256").update(key).digest("hex").slice(0, 32));
}

/** Takes the place of an earlier map of the same key. A run that was removed meanwhile takes the map with it. */
export async function upsertExplanation(store: WritableStore, explanation: Explanation): Promise<void> {
  const { id, runId, instanceId, createdAt } = explanation;
  const written = { created_at: createdAt, result: JSON.stringify(Explanation.parse(explanation)) };
  await store.transaction(async (inner) => {
    const { database } = inner;
    if (!(await database.selectFrom("runs").select("id").where("id", "=", runId).executeTakeFirst())) return;
    const numberOf = await readInstanceNumbers(inner, [instanceId]);
    await database
      .insertInto("explanations")
      .values({ id, run_id: runId, instance_number: numberOf(instanceId), ...written })
      .onConflict((conflict) => conflict.column("id").doUpdateSet(written))
      .execute();
  });
}

export async function readExplanation(
  store: ReadableStore,
  explanationId: ExplanationId,
): Promise<Explanation | undefined> {
  const row = await store.database
    .selectFrom("explanations")
    .select("result")
    .where("id", "=", explanationId)
    .executeTakeFirst();
  return row && explanationFrom(row);
}

/** Newest first. */
export async function listExplanationsOfImage(
  store: ReadableStore,
  runId: RunId,
  instanceId: InstanceId,
): Promise<Explanation[]> {
  const rows = await store.database
    .selectFrom("explanations")
    .innerJoin("instances", "instances.number", "explanations.instance_number")
    .select("explanations.result")
    .where("explanations.run_id", "=", runId)
    .where("instances.id", "=", instanceId)
    .orderBy("explanations.created_at", "desc")
    .orderBy("explanations.id")
    .execute();
  return rows.map(explanationFrom);
}

/** In the order of the images' import, of each image the oldest first. */
export async function listExplanationsOfRun(store: ReadableStore, runId: RunId): Promise<Explanation[]> {
  const rows = await store.database
    .selectFrom("explanations")
    .select("result")
    .where("run_id", "=", runId)
    .orderBy("instance_number")
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return rows.map(explanationFrom);
}

/** Answers how many there were. */
export async function removeExplanations(store: WritableStore, runId: RunId): Promise<number> {
  const { numDeletedRows } = await store.database
    .deleteFrom("explanations")
    .where("run_id", "=", runId)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

function explanationFrom({ result }: { readonly result: string }): Explanation {
  return Explanation.parse(JSON.parse(result));
}
