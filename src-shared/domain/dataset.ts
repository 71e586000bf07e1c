/** @file A data set as it was imported, with every problem that the import met. */
import { z } from "zod";
import { DatasetId } from "./identifiers";

export const DATASET_KINDS = ["rsna-folder", "rsna-zip"] as const;
export const DatasetKind = z.enum(DATASET_KINDS);
export type DatasetKind = z.infer<typeof DatasetKind>;

export const ImportCounts = z.object({
  images: z.int().nonnegative(),
  patients: z.int().nonnegative(),
  /** Images with at least one reference box. */
  positives: z.int().nonnegative(),
  boxes: z.int().nonnegative(),
  problems: z.int().nonnegative(),
});
export type ImportCounts = z.infer<typeof ImportCounts>;

export const Dataset = z.object({
  id: DatasetId,
  name: z.string().min(1),
  kind: DatasetKind,
  /** Folder or archive that it was imported from. */
  source: z.string().min(1),
  importedAt: z.iso.datetime(),
  /** False while the import runs, and after one that was cancelled or failed. */
  isComplete: z.boolean(),
  counts: ImportCounts,
});
export type Dataset = z.infer<typeof Dataset>;

export const IMPORT_PROBLEM_KINDS = [
  "unreadable-file",
  "unsupported-image",
  "label-without-image",
  "image-without-label",
  "invalid-label",
  "box-outside-image",
  "duplicate-image",
  "duplicate-label",
  "missing-identifier",
] as const;
export const ImportProblemKind = z.enum(IMPORT_PROBLEM_KINDS);
export type ImportProblemKind = z.infer<typeof ImportProblemKind>;

/** One row of the import report: what was met where, why, and what was done about it. */
export const ImportProblem = z.object({
  kind: ImportProblemKind,
  /** File, with the row where it is a table. */
  file: z.string().min(1),
  row: z.int().positive().optional(),
  reason: z.string().min(1),
  action: z.string().min(1),
});
export type ImportProblem = z.infer<typeof ImportProblem>;
