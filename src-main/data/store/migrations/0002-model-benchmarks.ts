/** @file Version 2: what was read in a model file, how fast it runs on each device, and a run's precision. */
import type { Migration } from "./migration";

// Every run so far was computed at single precision. A benchmark is replaced by the next one on the same device.
const MODELS = `
ALTER TABLE models ADD COLUMN facts TEXT;
ALTER TABLE runs ADD COLUMN precision TEXT NOT NULL DEFAULT 'single';

CREATE TABLE benchmarks (
  model_id TEXT NOT NULL REFERENCES models (id) ON DELETE CASCADE,
  provider TEXT NOT NULL,
  precision TEXT NOT NULL,
  measured_at TEXT NOT NULL,
  result TEXT NOT NULL,
  PRIMARY KEY (model_id, provider, precision)
) STRICT, WITHOUT ROWID;
`;

export const modelBenchmarks: Migration = { version: 2, sql: MODELS };
