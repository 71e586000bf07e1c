/** @file Version 5: heat maps, whose values lie in files beside the database. */
import type { Migration } from "./migration";

// The identifier is made of the run, the image and what the map was made for, so that there is one map of each.
const EXPLANATIONS = `
CREATE TABLE explanations (
  id TEXT PRIMARY KEY,
  run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  instance_number INTEGER NOT NULL REFERENCES instances (number),
  created_at TEXT NOT NULL,
  result TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX explanations_by_run ON explanations (run_id, instance_number, created_at);
CREATE INDEX explanations_of_instance ON explanations (instance_number);
`;

export const explanations: Migration = { version: 5, sql: EXPLANATIONS };
