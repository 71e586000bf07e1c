/** @file Bringing data in, and the report of what was met on the way. */
import { z } from "zod";
import { Dataset, ImportProblem, ImportProblemKind } from "../domain/dataset";
import { DatasetId, JobId } from "../domain/identifiers";
import { Split } from "../domain/split";
import { PageRequest, pageOf } from "./page";
import { procedure } from "./procedure";

export const datasets = {
  list: procedure.output(z.array(Dataset)),
  splits: procedure.output(z.array(Split)),
  /** Starts the import of an RSNA-format folder or zip archive. */
  import: procedure
    .input(z.object({ source: z.string().trim().min(1) }))
    .output(z.object({ jobId: JobId, datasetId: DatasetId })),
  problems: procedure
    .input(z.object({ ...PageRequest.shape, datasetId: DatasetId, kind: ImportProblemKind.optional() }))
    .output(pageOf(ImportProblem)),
  /** How many problems there are of each kind. */
  problemCounts: procedure
    .input(z.object({ datasetId: DatasetId }))
    .output(z.array(z.object({ kind: ImportProblemKind, count: z.int().positive() }))),
};
