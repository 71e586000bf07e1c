/** @file A short text that changes whenever a table of boxes would. */
import type { RunId } from "../../../src-shared/domain/identifiers";
import { type ReadableStore, readMany } from "./store";

// Each is answered by an index: rows of these tables are added and removed, never changed.
const OF_PROJECT = `SELECT
  (SELECT count(*) FROM instances) || ' ' || (SELECT coalesce(max(rowid), 0) FROM annotations) || ' ' ||
  (SELECT count(*) FROM annotations) || ' ' || (SELECT coalesce(group_concat(id), '') FROM splits)`;

const OF_RUN = "SELECT images_done || ' ' || images_failed || ' ' || detections FROM runs WHERE id = ?";

/** Two equal marks stand for equal tables, of a run or of all images of the project. */
export async function readContentMark(store: ReadableStore, runId: RunId | undefined): Promise<string> {
  return await readMany(store, (sqlite) => {
    const project = sqlite.prepare<[], string>(OF_PROJECT).pluck().get();
    const run = runId === undefined ? "" : sqlite.prepare<[string], string>(OF_RUN).pluck().get(runId);
    return `${project} ${run}`;
  });
}
