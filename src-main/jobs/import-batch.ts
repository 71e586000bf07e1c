/** @file What an import hands to the back end, step by step, and how each step is written. */
import { z } from "zod";
import { Annotation } from "../../src-shared/domain/annotation";
import { Dataset, ImportProblem } from "../../src-shared/domain/dataset";
import { DatasetId, InstanceId, SplitId } from "../../src-shared/domain/identifiers";
import { describeLocation, Instance } from "../../src-shared/domain/instance";
import { Patient, Series, Study } from "../../src-shared/domain/study";
import { unreachable } from "../../src-shared/domain/unreachable";
import { duplicateImage } from "../data/datasets/import-problems";
import { insertAnnotations } from "../data/store/annotations";
import { countContents } from "../data/store/count-contents";
import { insertDataset, insertProblems, readDataset, updateDataset } from "../data/store/datasets";
import { insertSplit } from "../data/store/splits";
import type { WritableStore } from "../data/store/store";
import { hasInstance, insertInstances, type NewInstance } from "../data/store/studies";

const NewInstanceSchema: z.ZodType<NewInstance> = z.object({
  patient: Patient,
  study: Study,
  series: Series,
  instance: Instance,
  datasetId: DatasetId,
  className: z.string().optional(),
  labelRow: z.int().positive().optional(),
});

const Begin = z.object({
  step: z.literal("begin"),
  datasetId: DatasetId,
  /** Written unless whoever asked for the import has written it. */
  dataset: Dataset,
  problems: z.array(ImportProblem).readonly(),
});

const Images = z.object({
  step: z.literal("images"),
  datasetId: DatasetId,
  instances: z.array(NewInstanceSchema).readonly(),
  annotations: z.array(Annotation).readonly(),
  problems: z.array(ImportProblem).readonly(),
});

const End = z.object({
  step: z.literal("end"),
  datasetId: DatasetId,
  problems: z.array(ImportProblem).readonly(),
  splits: z
    .array(z.object({ id: SplitId, name: z.string().min(1), instanceIds: z.array(InstanceId).readonly() }))
    .readonly(),
});

export const ImportBatch = z.discriminatedUnion("step", [Begin, Images, End]);
export type ImportBatch = z.infer<typeof ImportBatch>;
type ImageBatch = z.infer<typeof Images>;

/** Writes one step and counts anew what the data set holds; inside the caller's transaction. */
export async function writeImportBatch(store: WritableStore, batch: ImportBatch): Promise<void> {
  switch (batch.step) {
    case "begin":
      if (!(await readDataset(store, batch.datasetId))) await insertDataset(store, batch.dataset);
      break;
    case "images":
      await writeImages(store, batch);
      break;
    case "end":
      for (const { id, name, instanceIds } of batch.splits) {
        await insertSplit(store, { id, datasetId: batch.datasetId, name }, instanceIds);
      }
      break;
    default:
      unreachable(batch);
  }
  await insertProblems(store, batch.datasetId, batch.problems);
  const counts = await countContents(store, batch.datasetId);
  await updateDataset(store, batch.datasetId, { counts, ...(batch.step === "end" && { isComplete: true }) });
}

/** Another import may have stored an image since the worker looked; it is then a duplicate like any other. */
async function writeImages(store: WritableStore, { datasetId, instances, annotations }: ImageBatch): Promise<void> {
  const taken = new Set<InstanceId>();
  for (const { instance } of instances) if (await hasInstance(store, instance.id)) taken.add(instance.id);
  await insertInstances(
    store,
    instances.filter(({ instance }) => !taken.has(instance.id)),
  );
  await insertAnnotations(
    store,
    annotations.filter(({ instanceId }) => !taken.has(instanceId)),
  );
  const problems = instances
    .filter(({ instance }) => taken.has(instance.id))
    .map(({ instance }) => {
      const boxes = annotations.filter(({ instanceId }) => instanceId === instance.id).length;
      const path = describeLocation(instance.location);
      return duplicateImage({ path, boxes }, "Another import has stored this image in the meantime.");
    });
  await insertProblems(store, datasetId, problems);
}
