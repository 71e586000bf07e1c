/** @file What a project, or one of its data sets, holds: counted in its tables. */
import type { ImportCounts } from "../../../src-shared/domain/dataset";
import type { DatasetId } from "../../../src-shared/domain/identifiers";
import type { ReadableStore } from "./store";

/** Of the whole project where no data set is named. */
export async function countContents(store: ReadableStore, datasetId?: DatasetId): Promise<ImportCounts> {
  const images = await store.database
    .selectFrom("instances")
    .select(({ fn, eb }) => [
      fn.countAll<number>().as("images"),
      fn.count<number>("patient_id").distinct().as("patients"),
      fn.coalesce(fn.sum<number>(eb("reference_count", ">", 0)), eb.lit(0)).as("positives"),
      fn.coalesce(fn.sum<number>("reference_count"), eb.lit(0)).as("boxes"),
    ])
    .$if(datasetId !== undefined, (some) => some.where("dataset_id", "=", datasetId!))
    .executeTakeFirstOrThrow();
  const { problems } = await store.database
    .selectFrom("import_problems")
    .select(({ fn }) => fn.countAll<number>().as("problems"))
    .$if(datasetId !== undefined, (some) => some.where("dataset_id", "=", datasetId!))
    .executeTakeFirstOrThrow();
  return { ...images, problems };
}
