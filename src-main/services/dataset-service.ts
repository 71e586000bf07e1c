/** @file The topic `datasets`: bringing data in, the report of it, what it holds, and its splits. */
import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import type { datasets } from "../../src-shared/contract/datasets";
import type { Dataset } from "../../src-shared/domain/dataset";
import { Failure } from "../../src-shared/domain/failure";
import { DatasetId, type JobId } from "../../src-shared/domain/identifiers";
import { examineDataset } from "../data/datasets/rsna-source";
import { countContents } from "../data/store/count-contents";
import { countProblems, insertDataset, listDatasets, listProblems, readDataset } from "../data/store/datasets";
import { listSplits } from "../data/store/splits";
import type { ReadableStore } from "../data/store/store";
import { listAnnotationLayers } from "../data/store/training-images";
import type { ServiceOf } from "./calls/service-of";
import { makeSplits, requireRemovedSplit } from "./make-splits";
import { overviewOfProject } from "./overview-of-project";
import type { OpenProject } from "./projects/open-project";
import type { ServiceContext } from "./service-context";

export function datasetService(
  context: Pick<ServiceContext, "projects" | "jobs" | "events">,
): ServiceOf<typeof datasets> {
  const { projects } = context;
  return {
    list: () => listDatasets(projects.require().store),
    splits: () => listSplits(projects.require().store),
    annotationLayers: () => listAnnotationLayers(projects.require().store),
    import: ({ source }) => startImport(context, projects.require(), resolve(source)),
    problems: async (query) => listProblems(await storeWithDataset(projects.require(), query.datasetId), query),
    problemCounts: async ({ datasetId }) =>
      countProblems(await storeWithDataset(projects.require(), datasetId), datasetId),
    overview: async ({ datasetId }) => {
      const project = projects.require();
      if (datasetId !== undefined) await requireDataset(project, datasetId);
      return overviewOfProject(project.store, datasetId);
    },
    makeSplits: async ({ datasetId, ...recipe }) => {
      const project = projects.require();
      const splits = await makeSplits(project.store, await requireDataset(project, datasetId), recipe);
      tellSplits(context);
      return splits;
    },
    removeSplit: async ({ splitId }) => {
      await requireRemovedSplit(projects.require().store, splitId);
      tellSplits(context);
      return null;
    },
    findNearDuplicates: () => startSearch(context, projects.require()),
  };
}

/** The worklist shows the splits of each image. */
function tellSplits({ events }: Pick<ServiceContext, "events">): void {
  events.publish({ kind: "datasets-changed" });
  events.publish({ kind: "instances-changed" });
}

/** @throws {Failure} `conflict` without images, or while a search is at work. */
async function startSearch({ jobs }: Pick<ServiceContext, "jobs">, project: OpenProject): Promise<{ jobId: JobId }> {
  const { images } = await countContents(project.store);
  if (images === 0) throw new Failure("conflict", "There are no images to compare; import some first.");
  const earlier = await jobs.findBySubject(project, "find-near-duplicates", SEARCH_SUBJECT);
  if (earlier && (earlier.current.state === "queued" || earlier.current.state === "running")) {
    throw new Failure("conflict", "The images are being compared already.");
  }
  const jobId = await jobs.start(project, {
    kind: "find-near-duplicates",
    title: "Look for near-duplicate images",
    input: {},
    subject: SEARCH_SUBJECT,
  });
  return { jobId };
}

/** A search is about all images, so that there is but one. */
const SEARCH_SUBJECT = "all-images";

type ImportContext = Pick<ServiceContext, "jobs" | "events">;
type FoundDataset = Pick<Dataset, "source" | "name" | "kind">;
type StartedImport = { readonly jobId: JobId; readonly datasetId: DatasetId };

/** Two requests for one source at the same moment would both find that it is new. */
const turns = new WeakMap<OpenProject, Promise<unknown>>();

/** Goes on with an import of the same source that had stopped, else begins one.
 * @throws {Failure} `not-found`, `unsupported`; `conflict` when the source was imported already. */
export async function startImport(
  context: ImportContext,
  project: OpenProject,
  source: string,
): Promise<StartedImport> {
  // Looked at before anything is made for it: a folder without a data set leaves no row behind.
  const started = (turns.get(project) ?? Promise.resolve()).then(async () =>
    startOrGoOn(context, project, { source, ...(await examineDataset(source)) }),
  );
  turns.set(
    project,
    started.catch(() => {}),
  );
  return started;
}

async function startOrGoOn(
  { jobs, events }: ImportContext,
  project: OpenProject,
  found: FoundDataset,
): Promise<StartedImport> {
  const { source } = found;
  const known = (await listDatasets(project.store)).find((dataset) => dataset.source === source);
  if (known?.isComplete) {
    throw new Failure(
      "conflict",
      `${source} was imported already on ${known.importedAt.slice(0, 10)} as ${known.name}.`,
    );
  }
  const dataset = known ?? newDataset(found);
  const earlier = known && (await jobs.findBySubject(project, "import-dataset", known.id));
  if (earlier?.canResume) {
    await jobs.resume(project, earlier.id);
    return { jobId: earlier.id, datasetId: dataset.id };
  }
  if (earlier && earlier.current.state !== "done")
    throw new Failure("conflict", `${source} is being imported already.`);
  if (!known) await insertDataset(project.store, dataset);
  const jobId = await jobs.start(project, {
    kind: "import-dataset",
    title: `Import ${dataset.name}`,
    input: { datasetId: dataset.id, source },
    subject: dataset.id,
  });
  events.publish({ kind: "datasets-changed" });
  return { jobId, datasetId: dataset.id };
}

function newDataset(found: FoundDataset): Dataset {
  return {
    id: DatasetId.parse(randomUUID()),
    ...found,
    importedAt: new Date().toISOString(),
    isComplete: false,
    counts: { images: 0, patients: 0, positives: 0, boxes: 0, problems: 0 },
  };
}

/** @throws {Failure} `not-found` */
async function storeWithDataset(project: OpenProject, datasetId: DatasetId): Promise<ReadableStore> {
  await requireDataset(project, datasetId);
  return project.store;
}

/** @throws {Failure} `not-found` */
async function requireDataset(project: OpenProject, datasetId: DatasetId): Promise<Dataset> {
  const dataset = await readDataset(project.store, datasetId);
  if (!dataset) throw new Failure("not-found", `The project ${project.name} has no data set ${datasetId}.`);
  return dataset;
}
