/** @file Version 4: how splits were drawn, the order of the labels, and images that are nearly the same. */
import type { Migration } from "./migration";

// Splits are drawn from patients in the order of the table of labels; it was not kept before.
const SPLITS = `
ALTER TABLE splits ADD COLUMN recipe TEXT;
ALTER TABLE instances ADD COLUMN label_row INTEGER;
`;

// A fingerprint is worth its second of decoding: the next search reads only images that it has not seen.
const NEAR_DUPLICATES = `
CREATE TABLE fingerprints (
  instance_number INTEGER PRIMARY KEY REFERENCES instances (number) ON DELETE CASCADE,
  grey BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE near_duplicates (
  instance_number INTEGER PRIMARY KEY REFERENCES instances (number) ON DELETE CASCADE,
  earlier_number INTEGER NOT NULL REFERENCES instances (number) ON DELETE CASCADE,
  correlation REAL NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX near_duplicates_of_earlier ON near_duplicates (earlier_number);
`;

export const datasets: Migration = { version: 4, sql: SPLITS + NEAR_DUPLICATES };
