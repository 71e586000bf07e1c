/** @file Stands where a job that concerns the machine, not a project, has no database to read. */
import assert from "node:assert";
import type { ReadableStore } from "../../data/store/store";

/** Fails as soon as a job asks it for data: the job was started without its project. */
export function storeOfNoProject(): ReadableStore {
  const closed: Pick<ReadableStore, "close"> = { close: async () => {} };
  return new Proxy(closed as ReadableStore, {
    get: (target, key) => {
      assert(key === "close", "A job that was started without a project asked for its database.");
      return target.close;
    },
  });
}
