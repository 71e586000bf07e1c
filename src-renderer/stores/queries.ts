/** @file Every question that the front end asks the back end, one table; keys begin with the topic that events name. */
import { keepPreviousData, queryOptions, skipToken } from "@tanstack/react-query";
import { mapPath, runTablePath } from "../../src-shared/contract/byte-paths";
import { decodeRunTable } from "../../src-shared/contract/run-table";
import type { WorklistQuery } from "../../src-shared/contract/studies";
import type { ImportProblemKind } from "../../src-shared/domain/dataset";
import type { CaseQuery } from "../../src-shared/domain/case-filter";
import type { Explanation, ExplanationTarget, MapMethod } from "../../src-shared/domain/explanation";
import { Failure } from "../../src-shared/domain/failure";
import type { DatasetId, InstanceId, ModelId, RunId, TrainingId } from "../../src-shared/domain/identifiers";
import type { SweepConfig } from "../../src-shared/domain/sweep";
import type { TrainingConfig } from "../../src-shared/domain/training";
import { client } from "../client/client";
import { fetchBytes } from "../client/bytes";
import { growCurves, type TrainingCurves } from "./grow-curves";
import { queryClient } from "./query-client";

/** Rows asked for at once in long lists. */
export const PAGE_ROWS = 200;

export type WorklistFilter = Omit<WorklistQuery, "offset" | "limit">;

/** A heat map that is to be made, or was. */
export interface MapRequest {
  readonly runId: RunId;
  readonly instanceId: InstanceId;
  readonly target: ExplanationTarget;
  readonly method: Exclude<MapMethod, "d-rise">;
  readonly layer: string;
}

/** What a reader has stepped past is let go of sooner than other answers: a map is a quarter of a megabyte. */
const MAP_KEPT_MS = 60_000;

export const queries = {
  info: () => queryOptions({ queryKey: ["info"], queryFn: () => client.application.info() }),
  folder: (path: string | undefined) =>
    queryOptions({
      queryKey: ["folder", path ?? null],
      queryFn: () => client.application.listFolder(path === undefined ? {} : { path }),
      placeholderData: keepPreviousData,
      // Folders change without an event.
      staleTime: 0,
    }),
  project: () => queryOptions({ queryKey: ["project"], queryFn: () => client.projects.current() }),
  recentProjects: () => queryOptions({ queryKey: ["recent-projects"], queryFn: () => client.projects.recent() }),
  datasets: () => queryOptions({ queryKey: ["datasets"], queryFn: () => client.datasets.list() }),
  splits: () => queryOptions({ queryKey: ["datasets", "splits"], queryFn: () => client.datasets.splits() }),
  annotationLayers: () =>
    queryOptions({
      queryKey: ["datasets", "annotation-layers"],
      queryFn: () => client.datasets.annotationLayers(),
    }),
  overview: (datasetId: DatasetId | undefined) =>
    queryOptions({
      queryKey: ["datasets", "overview", datasetId ?? null],
      queryFn: () => client.datasets.overview(datasetId ? { datasetId } : {}),
      // Hundreds of problems and histograms: comparing them value by value with those before buys nothing.
      structuralSharing: false,
    }),
  problemCounts: (datasetId: DatasetId) =>
    queryOptions({
      queryKey: ["datasets", "problem-counts", datasetId],
      queryFn: () => client.datasets.problemCounts({ datasetId }),
    }),
  problems: (datasetId: DatasetId, kind: ImportProblemKind | undefined, page: number) =>
    queryOptions({
      queryKey: ["datasets", "problems", datasetId, kind ?? null, page],
      queryFn: () =>
        client.datasets.problems({ datasetId, ...(kind && { kind }), offset: page * PAGE_ROWS, limit: PAGE_ROWS }),
    }),
  worklistPage: (filter: WorklistFilter, page: number) =>
    queryOptions({
      queryKey: ["instances", "worklist", filter, page],
      queryFn: () => client.studies.list({ ...filter, offset: page * PAGE_ROWS, limit: PAGE_ROWS }),
      // While a new filter is on its way the old rows stay, but never those of another page.
      placeholderData: (previous, query) => (query?.queryKey[3] === page ? previous : undefined),
    }),
  /** How many images lie behind marks of charts. */
  caseCount: (cases: CaseQuery | undefined) =>
    queryOptions({
      queryKey: ["instances", "case-count", cases ?? null],
      queryFn: cases
        ? async () => (await client.studies.list({ cases, offset: 0, limit: 1, order: "imported" })).total
        : skipToken,
    }),
  detail: (instanceId: InstanceId) =>
    queryOptions({
      queryKey: ["instances", "detail", instanceId],
      queryFn: () => client.studies.detail({ instanceId }),
    }),
  tags: (instanceId: InstanceId) =>
    queryOptions({ queryKey: ["instances", "tags", instanceId], queryFn: () => client.studies.tags({ instanceId }) }),
  models: () => queryOptions({ queryKey: ["models"], queryFn: () => client.models.list() }),
  benchmarks: (modelId: ModelId) =>
    queryOptions({
      queryKey: ["models", "benchmarks", modelId],
      queryFn: () => client.models.benchmarks({ modelId }),
    }),
  modelPresets: () => queryOptions({ queryKey: ["model-presets"], queryFn: () => client.models.presets() }),
  devices: () => queryOptions({ queryKey: ["devices"], queryFn: () => client.models.devices({ isFresh: false }) }),
  runs: () => queryOptions({ queryKey: ["runs"], queryFn: () => client.runs.list() }),
  runTable: (runId: RunId) =>
    queryOptions({
      queryKey: ["run-table", runId],
      queryFn: async () => decodeRunTable(await fetchBytes(runTablePath(runId))),
      // A table is megabytes of numbers: comparing it value by value with the one before buys nothing.
      structuralSharing: false,
    }),
  runFailures: (runId: RunId) =>
    queryOptions({ queryKey: ["runs", "failures", runId], queryFn: () => client.runs.failures({ runId }) }),
  evaluation: (runId: RunId) =>
    queryOptions({ queryKey: ["evaluations", runId], queryFn: () => client.evaluations.latest({ runId }) }),
  calibrations: (modelId: ModelId) =>
    queryOptions({
      queryKey: ["calibrations", modelId],
      queryFn: () => client.evaluations.calibrations({ modelId }),
    }),
  comparison: (leftRunId: RunId, rightRunId: RunId) =>
    queryOptions({
      queryKey: ["comparisons", leftRunId, rightRunId],
      queryFn: () => client.evaluations.comparison({ leftRunId, rightRunId }),
    }),
  reviews: (runId: RunId) =>
    queryOptions({ queryKey: ["reviews", runId], queryFn: () => client.evaluations.reviews({ runId }) }),
  verdicts: (runId: RunId) =>
    queryOptions({ queryKey: ["verdicts", runId], queryFn: () => client.evaluations.verdicts({ runId }) }),
  mapLayers: (runId: RunId) =>
    queryOptions({ queryKey: ["map-layers", runId], queryFn: () => client.explanations.layers({ runId }) }),
  /** Makes the map where none is kept; taken back when nobody waits for it any more. What is measured later comes with
   * the list of the image's maps. */
  explanation: (request: MapRequest) =>
    queryOptions({
      queryKey: ["explanation", request],
      queryFn: ({ signal }) => client.explanations.explain(request, { signal }),
    }),
  explanationsOfImage: (runId: RunId, instanceId: InstanceId) =>
    queryOptions({
      queryKey: ["explanations", runId, instanceId],
      queryFn: () => client.explanations.ofImage({ runId, instanceId }),
    }),
  /** Thousands of maps with what was measured of each: comparing them value by value buys nothing. */
  explanationsOfRun: (runId: RunId) =>
    queryOptions({
      queryKey: ["explanations", runId, "run"],
      queryFn: () => client.explanations.ofRun({ runId }),
      structuralSharing: false,
    }),
  mapValues: ({ id, createdAt, rows, columns }: Pick<Explanation, "id" | "createdAt" | "rows" | "columns">) =>
    queryOptions({
      // Made anew, a map keeps its identifier.
      queryKey: ["map-values", id, createdAt],
      queryFn: async ({ signal }) => readMap(await fetchBytes(mapPath(id), signal), rows * columns),
      structuralSharing: false,
      gcTime: MAP_KEPT_MS,
    }),
  trainings: () => queryOptions({ queryKey: ["trainings"], queryFn: () => client.training.list() }),
  /** What a training with these settings would learn from; refused in a sentence where it would be. */
  trainingPlan: (config: TrainingConfig | undefined) =>
    queryOptions({
      queryKey: ["training-plan", config ?? null],
      queryFn: config ? () => client.training.plan(config) : skipToken,
      placeholderData: keepPreviousData,
      retry: false,
      // Images and boxes change by imports.
      staleTime: 0,
    }),
  sweeps: () => queryOptions({ queryKey: ["sweeps"], queryFn: () => client.sweeps.list() }),
  /** The trainings that a sweep would make; refused in a sentence where it would be. */
  sweepPlan: (config: SweepConfig | undefined) =>
    queryOptions({
      queryKey: ["sweep-plan", config ?? null],
      queryFn: config ? () => client.sweeps.plan(config) : skipToken,
      placeholderData: keepPreviousData,
      retry: false,
      staleTime: 0,
    }),
  /** Asks only for the steps that are new: a long training has tens of thousands. */
  trainingCurves: (trainingId: TrainingId) => {
    const queryKey = ["training-curves", trainingId];
    return queryOptions({
      queryKey,
      queryFn: () =>
        growCurves(queryClient.getQueryData<TrainingCurves>(queryKey), (afterStep) =>
          client.training.curves({ trainingId, afterStep }),
        ),
      structuralSharing: false,
    });
  },
  trainingBatch: (config: TrainingConfig, place: { readonly epoch: number; readonly step: number }) =>
    queryOptions({
      queryKey: ["training-batch", config, place],
      queryFn: () => client.training.preview({ config, ...place }),
      retry: false,
      structuralSharing: false,
    }),
  jobs: () => queryOptions({ queryKey: ["jobs"], queryFn: () => client.jobs.list() }),
};

function readMap(bytes: ArrayBuffer, cells: number): Float32Array {
  if (bytes.byteLength === cells * Float32Array.BYTES_PER_ELEMENT) return new Float32Array(bytes);
  throw new Failure("unsupported", `The heat map came with ${bytes.byteLength} bytes; ${cells} values were expected.`);
}
