/** @file Version 7: sweeps of trainings, and how sure a training's best figures are. */
import type { Migration } from "./migration";

// `plan` holds what was fixed when it was made. A member has no training until its turn comes; `ended` says why one has
// none any more, or never will: it was removed, or could not begin for the `reason`.
const SWEEPS = `
CREATE TABLE sweeps (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  created_at TEXT NOT NULL,
  plan TEXT NOT NULL,
  reason TEXT
) STRICT;

CREATE TABLE sweep_members (
  sweep_id TEXT NOT NULL REFERENCES sweeps (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  point TEXT NOT NULL,
  training_id TEXT UNIQUE REFERENCES trainings (id) ON DELETE SET NULL,
  ended TEXT,
  reason TEXT,
  PRIMARY KEY (sweep_id, number)
) STRICT, WITHOUT ROWID;

ALTER TABLE trainings ADD COLUMN intervals TEXT;
`;

export const sweeps: Migration = { version: 7, sql: SWEEPS };
