/** @file Finds the short number under which the tables know an instance. */
import { Failure } from "../../../src-shared/domain/failure";
import type { InstanceId } from "../../../src-shared/domain/identifiers";
import { inChunks } from "./in-chunks";
import type { ReadableStore } from "./store";

/** @throws {Failure} `not-found` when an image is not stored. */
export async function readInstanceNumbers(
  store: ReadableStore,
  instanceIds: Iterable<InstanceId>,
): Promise<(instanceId: InstanceId) => number> {
  const numbers = new Map<string, number>();
  for (const ids of inChunks([...new Set(instanceIds)])) {
    const rows = await store.database.selectFrom("instances").select(["id", "number"]).where("id", "in", ids).execute();
    for (const row of rows) numbers.set(row.id, row.number);
  }
  return (instanceId) => {
    const number = numbers.get(instanceId);
    if (number === undefined)
      throw new Failure("not-found", `No image of this project has the identifier ${instanceId}.`);
    return number;
  };
}
