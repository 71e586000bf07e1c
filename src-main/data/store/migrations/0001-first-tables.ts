/** @file Version 1: images with their reference boxes, models, runs, evaluations, reviews and jobs. */
import type { Migration } from "./migration";

const ARCHIVE = `
CREATE TABLE project (
  only INTEGER PRIMARY KEY DEFAULT 1 CHECK (only = 1),
  name TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE patients (
  id TEXT PRIMARY KEY,
  name TEXT,
  sex TEXT,
  birth_date TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE studies (
  id TEXT PRIMARY KEY,
  patient_id TEXT NOT NULL REFERENCES patients (id),
  date TEXT,
  description TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX studies_by_patient ON studies (patient_id);

CREATE TABLE series (
  id TEXT PRIMARY KEY,
  study_id TEXT NOT NULL REFERENCES studies (id),
  modality TEXT,
  body_part TEXT,
  view_position TEXT,
  description TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX series_by_study ON series (study_id);

CREATE TABLE datasets (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  source TEXT NOT NULL,
  imported_at TEXT NOT NULL,
  is_complete INTEGER NOT NULL CHECK (is_complete IN (0, 1)),
  images INTEGER NOT NULL,
  patients INTEGER NOT NULL,
  positives INTEGER NOT NULL,
  boxes INTEGER NOT NULL,
  problems INTEGER NOT NULL
) STRICT;
CREATE INDEX datasets_by_time ON datasets (imported_at);

CREATE TABLE import_problems (
  number INTEGER PRIMARY KEY,
  dataset_id TEXT NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  file TEXT NOT NULL,
  row INTEGER,
  reason TEXT NOT NULL,
  action TEXT NOT NULL
) STRICT;
CREATE INDEX import_problems_by_dataset ON import_problems (dataset_id, number);
CREATE INDEX import_problems_by_kind ON import_problems (dataset_id, kind, number);
`;

// The worklist's indexes hold all that it filters by, so that counting and finding a page never touch the wide rows.
const IMAGES = `
CREATE TABLE instances (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  series_id TEXT NOT NULL REFERENCES series (id),
  patient_id TEXT NOT NULL REFERENCES patients (id),
  dataset_id TEXT NOT NULL REFERENCES datasets (id),
  path TEXT NOT NULL,
  zip_entry TEXT,
  file_bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  age_years REAL,
  pixels TEXT NOT NULL,
  class_name TEXT,
  search_text TEXT NOT NULL,
  reference_count INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX instances_by_series ON instances (series_id);
CREATE INDEX instances_by_sha256 ON instances (sha256);
CREATE INDEX instances_by_dataset ON instances (dataset_id, patient_id, reference_count);
CREATE INDEX worklist_by_patient ON instances (patient_id, number, reference_count, search_text);
CREATE INDEX worklist_by_boxes ON instances (reference_count DESC, patient_id, number, search_text);
CREATE INDEX worklist_by_import ON instances (number, reference_count, search_text);

CREATE TABLE annotations (
  id TEXT PRIMARY KEY,
  instance_number INTEGER NOT NULL REFERENCES instances (number) ON DELETE CASCADE,
  layer TEXT NOT NULL,
  x1 REAL NOT NULL,
  y1 REAL NOT NULL,
  x2 REAL NOT NULL,
  y2 REAL NOT NULL,
  label TEXT NOT NULL,
  dataset_id TEXT NOT NULL REFERENCES datasets (id),
  file TEXT NOT NULL,
  row INTEGER NOT NULL
) STRICT;
CREATE INDEX annotations_by_instance ON annotations (instance_number, layer);
CREATE INDEX annotations_by_dataset ON annotations (dataset_id);

CREATE TRIGGER reference_added AFTER INSERT ON annotations WHEN new.layer = 'reference' BEGIN
  UPDATE instances SET reference_count = reference_count + 1 WHERE number = new.instance_number;
END;
CREATE TRIGGER reference_removed AFTER DELETE ON annotations WHEN old.layer = 'reference' BEGIN
  UPDATE instances SET reference_count = reference_count - 1 WHERE number = old.instance_number;
END;

CREATE TABLE splits (
  id TEXT PRIMARY KEY,
  dataset_id TEXT NOT NULL REFERENCES datasets (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  images INTEGER NOT NULL,
  patients INTEGER NOT NULL
) STRICT;
CREATE INDEX splits_by_name ON splits (name);
CREATE INDEX splits_by_dataset ON splits (dataset_id);

CREATE TABLE split_instances (
  split_id TEXT NOT NULL REFERENCES splits (id) ON DELETE CASCADE,
  instance_number INTEGER NOT NULL REFERENCES instances (number) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  PRIMARY KEY (split_id, instance_number)
) STRICT, WITHOUT ROWID;
CREATE INDEX split_instances_by_instance ON split_instances (instance_number);
`;

// Numbers of run images are never used again (AUTOINCREMENT): a detection's identifier is made from one.
const RUNS = `
CREATE TABLE models (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  file_bytes INTEGER NOT NULL,
  added_at TEXT NOT NULL,
  card TEXT NOT NULL,
  file TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX models_by_name ON models (name);
CREATE INDEX models_by_time ON models (added_at);

CREATE TABLE runs (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  model_id TEXT NOT NULL REFERENCES models (id),
  split_id TEXT REFERENCES splits (id),
  state TEXT NOT NULL,
  provider TEXT,
  created_at TEXT NOT NULL,
  images INTEGER NOT NULL,
  images_done INTEGER NOT NULL,
  images_failed INTEGER NOT NULL,
  detections INTEGER NOT NULL,
  seconds REAL NOT NULL,
  score_floor REAL NOT NULL,
  suggested_threshold REAL NOT NULL
) STRICT;
CREATE UNIQUE INDEX runs_by_name ON runs (name);
CREATE INDEX runs_by_time ON runs (created_at);
CREATE INDEX runs_by_model ON runs (model_id);
CREATE INDEX runs_by_split ON runs (split_id);

CREATE TABLE run_images (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  instance_number INTEGER NOT NULL REFERENCES instances (number),
  state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'failed')),
  seconds REAL,
  failure TEXT
) STRICT;
CREATE UNIQUE INDEX run_images_by_instance ON run_images (run_id, instance_number);
CREATE INDEX run_images_by_state ON run_images (run_id, state, number);
CREATE INDEX run_images_of_instance ON run_images (instance_number);

CREATE TABLE detections (
  run_image_number INTEGER NOT NULL REFERENCES run_images (number) ON DELETE CASCADE,
  rank INTEGER NOT NULL,
  x1 REAL NOT NULL,
  y1 REAL NOT NULL,
  x2 REAL NOT NULL,
  y2 REAL NOT NULL,
  score REAL NOT NULL,
  label TEXT NOT NULL,
  PRIMARY KEY (run_image_number, rank)
) STRICT, WITHOUT ROWID;

CREATE TABLE evaluations (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  created_at TEXT NOT NULL,
  summary TEXT NOT NULL,
  figures TEXT NOT NULL
) STRICT;
CREATE INDEX evaluations_by_run ON evaluations (run_id, number);
`;

// What a reader did is appended and never changed; the present state follows from it within the same statement.
const READERS_AND_JOBS = `
CREATE TABLE review_events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  instance_number INTEGER NOT NULL REFERENCES instances (number),
  subject TEXT NOT NULL,
  at TEXT NOT NULL,
  who TEXT NOT NULL,
  before INTEGER NOT NULL CHECK (before IN (0, 1)),
  after INTEGER NOT NULL CHECK (after IN (0, 1)),
  undoes INTEGER UNIQUE REFERENCES review_events (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX review_events_by_run ON review_events (run_id, id);
CREATE INDEX review_events_of_instance ON review_events (instance_number);

CREATE TABLE reviews (
  run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  instance_number INTEGER NOT NULL REFERENCES instances (number),
  subject TEXT NOT NULL,
  is_reviewed INTEGER NOT NULL CHECK (is_reviewed IN (0, 1)),
  PRIMARY KEY (run_id, instance_number, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX reviews_of_instance ON reviews (instance_number);

CREATE TRIGGER review_happened AFTER INSERT ON review_events BEGIN
  INSERT INTO reviews (run_id, instance_number, subject, is_reviewed)
  VALUES (new.run_id, new.instance_number, new.subject, new.after)
  ON CONFLICT (run_id, instance_number, subject) DO UPDATE SET is_reviewed = excluded.is_reviewed;
END;

CREATE TABLE jobs (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  input TEXT NOT NULL,
  state TEXT NOT NULL,
  subject TEXT,
  created_at TEXT NOT NULL,
  ended_at TEXT
) STRICT;
`;

export const firstTables: Migration = { version: 1, sql: ARCHIVE + IMAGES + RUNS + READERS_AND_JOBS };
