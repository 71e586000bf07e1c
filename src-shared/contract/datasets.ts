/** @file Bringing data in, the report of what was met on the way, what it holds, and how it is split. */
import { z } from "zod";
import { AnnotationLayer } from "../domain/annotation";
import { Dataset, ImportProblem, ImportProblemKind } from "../domain/dataset";
import { DatasetId, JobId, SplitId } from "../domain/identifiers";
import { Overview } from "../domain/overview";
import { Split, SplitRecipe } from "../domain/split";
import { PageRequest, pageOf } from "./page";
import { procedure } from "./procedure";

export const datasets = {
  list: procedure.output(z.array(Dataset)),
  splits: procedure.output(z.array(Split)),
  /** The layers that hold a box, by name. */
  annotationLayers: procedure.output(z.array(AnnotationLayer)),
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

  /** Everything that images and reference boxes show, of one data set or of all. */
  overview: procedure.input(z.object({ datasetId: DatasetId.optional() })).output(Overview),
  /** Draws train, validation and test by patient as scikit-learn's train_test_split does; a side with the fraction 0 is
   * not made. Refuses names that the data set's splits have already. */
  makeSplits: procedure.input(z.object({ ...SplitRecipe.shape, datasetId: DatasetId })).output(z.array(Split)),
  /** Refused while a run is about the split. */
  removeSplit: procedure.input(z.object({ splitId: SplitId })).output(z.null()),
  /** Looks through the pixels of all images for those that are nearly the same; they join the overview's problems. */
  findNearDuplicates: procedure.input(z.object({})).output(z.object({ jobId: JobId })),
};
