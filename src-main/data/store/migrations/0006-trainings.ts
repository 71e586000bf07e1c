/** @file Version 6: trainings, with the figures of every step and of every judged epoch. */
import type { Migration } from "./migration";

// `plan` holds what was fixed when it was made; `wish` is what a person asks of the worker that trains at present. A
// training outlives the models that it began with and made.
const TRAININGS = `
CREATE TABLE trainings (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  wish TEXT,
  created_at TEXT NOT NULL,
  plan TEXT NOT NULL,
  provider TEXT,
  steps_done INTEGER NOT NULL DEFAULT 0,
  seconds REAL NOT NULL DEFAULT 0,
  made_model_id TEXT REFERENCES models (id) ON DELETE SET NULL,
  reason TEXT,
  outcome TEXT
) STRICT;
CREATE INDEX trainings_by_made_model ON trainings (made_model_id);

CREATE TABLE training_steps (
  training_id TEXT NOT NULL REFERENCES trainings (id) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  result TEXT NOT NULL,
  PRIMARY KEY (training_id, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE training_epochs (
  training_id TEXT NOT NULL REFERENCES trainings (id) ON DELETE CASCADE,
  epoch INTEGER NOT NULL,
  step INTEGER NOT NULL,
  result TEXT NOT NULL,
  PRIMARY KEY (training_id, epoch)
) STRICT, WITHOUT ROWID;
`;

export const trainings: Migration = { version: 6, sql: TRAININGS };
