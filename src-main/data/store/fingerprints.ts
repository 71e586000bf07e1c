/** @file What images look like made small, and which of them are nearly the same. */
import type { InstanceId } from "../../../src-shared/domain/identifiers";
import type { Instance } from "../../../src-shared/domain/instance";
import { inChunks } from "./in-chunks";
import { INSTANCE_COLUMNS, instanceFrom } from "./instance-rows";
import { readInstanceNumbers } from "./instance-numbers";
import { type ReadableStore, readMany, type WritableStore } from "./store";

export interface StoredFingerprint {
  readonly instanceId: InstanceId;
  readonly grey: Uint8Array;
}

export interface StoredNearDuplicate {
  readonly instanceId: InstanceId;
  /** The first image, in the order of import, that it is nearly the same as. */
  readonly earlierId: InstanceId;
  readonly correlation: number;
}

/** Images that no search has looked at, in the order of import. */
export async function listUnfingerprinted(store: ReadableStore): Promise<Instance[]> {
  const rows = await store.database
    .selectFrom("instances")
    .leftJoin("fingerprints", "fingerprints.instance_number", "instances.number")
    .select([...INSTANCE_COLUMNS])
    .where("fingerprints.instance_number", "is", null)
    .orderBy("instances.number")
    .execute();
  return rows.map(instanceFrom);
}

/** An image that has been removed since is left out. */
export async function insertFingerprints(
  store: WritableStore,
  fingerprints: readonly StoredFingerprint[],
): Promise<void> {
  for (const { instanceId, grey } of fingerprints) {
    await store.database
      .insertInto("fingerprints")
      .columns(["instance_number", "grey"])
      .expression(({ selectFrom, val }) =>
        selectFrom("instances")
          .select(["number", val(Buffer.from(grey)).as("grey")])
          .where("id", "=", instanceId),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** In the order of import. */
export async function readFingerprints(store: ReadableStore): Promise<readonly StoredFingerprint[]> {
  return readMany(store, (sqlite) =>
    sqlite
      .prepare<[], StoredFingerprint>(
        `SELECT instances.id AS instanceId, fingerprints.grey FROM fingerprints
         CROSS JOIN instances ON instances.number = fingerprints.instance_number ORDER BY instance_number`,
      )
      .all(),
  );
}

/** Identifiers of the images that a search has looked at. */
export async function listFingerprinted(store: ReadableStore): Promise<ReadonlySet<string>> {
  return readMany(store, (sqlite) => {
    const ids = sqlite
      .prepare<[], string>("SELECT id FROM instances WHERE number IN (SELECT instance_number FROM fingerprints)")
      .pluck()
      .all();
    return new Set(ids);
  });
}

/** Takes the place of what an earlier search found.
 * @throws {Failure} `not-found` when an image has been removed meanwhile. */
export async function replaceNearDuplicates(
  store: WritableStore,
  found: readonly StoredNearDuplicate[],
): Promise<void> {
  await store.transaction(async (inner) => {
    await inner.database.deleteFrom("near_duplicates").execute();
    const ids = found.flatMap(({ instanceId, earlierId }) => [instanceId, earlierId]);
    const numberOf = await readInstanceNumbers(inner, ids);
    const rows = found.map(({ instanceId, earlierId, correlation }) => {
      return { instance_number: numberOf(instanceId), earlier_number: numberOf(earlierId), correlation };
    });
    for (const chunk of inChunks(rows)) await inner.database.insertInto("near_duplicates").values(chunk).execute();
  });
}

/** In the order of import. */
export async function listNearDuplicates(store: ReadableStore): Promise<readonly StoredNearDuplicate[]> {
  return readMany(store, (sqlite) =>
    sqlite
      .prepare<[], StoredNearDuplicate>(
        `SELECT later.id AS instanceId, earlier.id AS earlierId, near_duplicates.correlation FROM near_duplicates
         JOIN instances AS later ON later.number = near_duplicates.instance_number
         JOIN instances AS earlier ON earlier.number = near_duplicates.earlier_number
         ORDER BY near_duplicates.instance_number`,
      )
      .all(),
  );
}
