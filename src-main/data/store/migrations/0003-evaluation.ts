/** @file Version 3: readers' verdicts, recalibrations, comparisons of runs, and the scanner of a series. */
import type { Migration } from "./migration";

// A verdict is the work of a person: appended and never changed, as a review is. The state is a verdict with tags.
const VERDICTS = `
CREATE TABLE verdict_events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  instance_number INTEGER NOT NULL REFERENCES instances (number),
  subject TEXT NOT NULL,
  at TEXT NOT NULL,
  who TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  undoes INTEGER UNIQUE REFERENCES verdict_events (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX verdict_events_by_run ON verdict_events (run_id, id);
CREATE INDEX verdict_events_of_instance ON verdict_events (instance_number);

CREATE TABLE verdicts (
  run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  instance_number INTEGER NOT NULL REFERENCES instances (number),
  subject TEXT NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (run_id, instance_number, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX verdicts_of_instance ON verdicts (instance_number);

CREATE TRIGGER verdict_happened AFTER INSERT ON verdict_events BEGIN
  INSERT INTO verdicts (run_id, instance_number, subject, state)
  VALUES (new.run_id, new.instance_number, new.subject, new.after)
  ON CONFLICT (run_id, instance_number, subject) DO UPDATE SET state = excluded.state;
END;
`;

// A calibration belongs to its model and outlives the run that it was fitted on, whose name it keeps.
const CALIBRATIONS_AND_COMPARISONS = `
CREATE TABLE calibrations (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  model_id TEXT NOT NULL REFERENCES models (id) ON DELETE CASCADE,
  run_id TEXT NOT NULL,
  run_name TEXT NOT NULL,
  iou_threshold REAL NOT NULL,
  created_at TEXT NOT NULL,
  detections INTEGER NOT NULL,
  map TEXT NOT NULL,
  error_before REAL NOT NULL,
  error_after REAL NOT NULL
) STRICT;
CREATE INDEX calibrations_by_model ON calibrations (model_id, number);

CREATE TABLE comparisons (
  left_run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  right_run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  created_at TEXT NOT NULL,
  result TEXT NOT NULL,
  PRIMARY KEY (left_run_id, right_run_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX comparisons_by_right_run ON comparisons (right_run_id);
`;

const SCANNERS = `
ALTER TABLE series ADD COLUMN scanner TEXT;
`;

export const evaluation: Migration = { version: 3, sql: VERDICTS + CALIBRATIONS_AND_COMPARISONS + SCANNERS };
