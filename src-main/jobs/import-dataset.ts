/** @file The job that brings an RSNA-format data set into a project; started again, it goes on after its last batch. */
import { z } from "zod";
import { ImportCounts, type ImportProblem } from "../../src-shared/domain/dataset";
import { Failure } from "../../src-shared/domain/failure";
import { DatasetId, SplitId } from "../../src-shared/domain/identifiers";
import { describeLocation } from "../../src-shared/domain/instance";
import { concludeImport } from "../data/datasets/conclude-import";
import { importImage, type ImportedImage } from "../data/datasets/import-image";
import { unreadableFile } from "../data/datasets/import-problems";
import { KnownImages } from "../data/datasets/known-images";
import { requireSource } from "../data/datasets/require-source";
import { patientOf } from "../data/datasets/patient-of";
import { readAhead, type ReadResult } from "../data/datasets/read-ahead";
import { describeTree, readRsnaSource, type RsnaSource } from "../data/datasets/rsna-source";
import { readLocation } from "../data/dicom/read-location";
import { listProblemFiles, readDataset } from "../data/store/datasets";
import type { ReadableStore } from "../data/store/store";
import { listDatasetImages, listLocations } from "../data/store/studies";
import { ImportBatch, writeImportBatch } from "./import-batch";
import type { JobContext, JobDefinition } from "./job";
import { refuseLeakingSplits } from "./refuse-leaking-splits";

const ImportInput = z.object({ datasetId: DatasetId, source: z.string().min(1) });
export type ImportInput = z.infer<typeof ImportInput>;

const ImportOutput = z.object({ datasetId: DatasetId, counts: ImportCounts });
export type ImportOutput = z.infer<typeof ImportOutput>;

type Context = JobContext<ImportBatch>;

export const importDataset: JobDefinition<ImportInput, ImportOutput, ImportBatch> = {
  kind: "import-dataset",
  input: ImportInput,
  output: ImportOutput,
  batch: ImportBatch,
  run: runImport,
  write: writeImportBatch,
};

const IMAGES_PER_BATCH = 128;
/** A slow source still shows how its counts grow. */
const MAX_BATCH_INTERVAL_MS = 500;
const FILES_PER_REPORT = 16;
/** Enough to keep a disk busy while a file is hashed; a network drive gains from it most. */
const FILES_READ_AHEAD = 8;

async function runImport(input: ImportInput, context: Context): Promise<ImportOutput> {
  const { datasetId } = input;
  const before = await readDataset(context.store, datasetId);
  if (before?.isComplete) return { datasetId, counts: before.counts };

  context.report({ done: 0, note: "Reading the tables" });
  const source = await readRsnaSource(input.source, context.signal);
  await begin(input, source, context);
  await importImages(input, source, context);
  await end(input, source, context);
  return { datasetId, counts: await readCounts(context.store, datasetId) };
}

/** The tables' problems are written with the first batch; one that is there already has them. */
async function begin({ datasetId }: ImportInput, source: RsnaSource, context: Context): Promise<void> {
  const before = await readDataset(context.store, datasetId);
  if (before && (before.counts.images > 0 || before.counts.problems > 0)) return;
  await context.emit({
    step: "begin",
    datasetId,
    dataset: {
      id: datasetId,
      ...describeTree(source.tree),
      source: source.tree.source,
      importedAt: new Date().toISOString(),
      isComplete: false,
      counts: { images: 0, patients: 0, positives: 0, boxes: 0, problems: 0 },
    },
    problems: source.problems,
  });
}

async function importImages({ datasetId }: ImportInput, source: RsnaSource, context: Context): Promise<void> {
  const remaining = await listRemaining(datasetId, source, context.store);
  const known = new KnownImages(await listLocations(context.store));
  const total = source.images.length;
  let done = total - remaining.length;
  let note = describeCounts(await readCounts(context.store, datasetId));
  const send = async (images: readonly ImportedImage[]): Promise<void> => {
    await context.emit(batchOf(datasetId, images));
    note = describeCounts(await readCounts(context.store, datasetId));
  };

  let images: ImportedImage[] = [];
  let sending = Promise.resolve();
  let lastSentMs = performance.now();
  try {
    for await (const file of readAhead(remaining, (path) => readLocation(source.tree.locate(path)), FILES_READ_AHEAD)) {
      context.signal.throwIfAborted();
      images.push(await importFile(file, { datasetId, source, known, context }));
      done += 1;
      if (done % FILES_PER_REPORT === 0) context.report({ done, total, note });
      if (images.length < IMAGES_PER_BATCH && performance.now() - lastSentMs < MAX_BATCH_INTERVAL_MS) continue;
      await sending;
      lastSentMs = performance.now();
      // The back end writes this batch while the next files are read; only one is ever on its way.
      sending = send(images);
      // A refusal is thrown where it is awaited; until then it must not count as unhandled.
      sending.catch(() => undefined);
      images = [];
    }
  } finally {
    await sending;
  }
  if (images.length > 0) await send(images);
  context.report({ done, total, note });
}

/** Files that no batch has mentioned yet. */
async function listRemaining(datasetId: DatasetId, source: RsnaSource, store: ReadableStore): Promise<string[]> {
  const stored = await listDatasetImages(store, datasetId);
  const places = new Set(stored.map(({ location }) => describeLocation(location)));
  const leftOut = await listProblemFiles(store, datasetId, ["unreadable-file", "unsupported-image", "duplicate-image"]);
  const leftOutPaths = new Set(leftOut);
  return source.images.filter((path) => {
    const place = describeLocation(source.tree.locate(path));
    // The back end names a file by its place when it finds that another import has stored it.
    return !places.has(place) && !leftOutPaths.has(path) && !leftOutPaths.has(place);
  });
}

interface FileImport {
  readonly datasetId: DatasetId;
  readonly source: RsnaSource;
  readonly known: KnownImages;
  readonly context: Context;
}

async function importFile(
  file: ReadResult<string, Uint8Array>,
  { datasetId, source, known, context }: FileImport,
): Promise<ImportedImage> {
  const { item: path } = file;
  if ("error" in file) return await reportUnreadable(path, file.error, { source, context });
  const location = source.tree.locate(path);
  const image = importImage({ path, location, bytes: file.value }, { datasetId, tables: source.tables, known });
  if (image.cause !== undefined && !(image.cause instanceof Failure)) {
    context.log.error("A file broke its reader.", { path, error: image.cause });
  }
  return image;
}

/** @throws {Failure} `not-found` when not the file but the whole source is gone: an unplugged drive must not become
 * thousands of problems, and the import can go on later. */
async function reportUnreadable(
  path: string,
  error: unknown,
  { source, context }: Pick<FileImport, "source" | "context">,
): Promise<ImportedImage> {
  await requireSource(source.tree.source);
  if (!(error instanceof Failure)) context.log.error("A file could not be read.", { path, error });
  const boxes = source.tables.labels.get(patientOf(path))?.boxes.length ?? 0;
  return { annotations: [], problems: [unreadableFile({ path, boxes }, error)] };
}

function batchOf(datasetId: DatasetId, images: readonly ImportedImage[]): ImportBatch {
  return {
    step: "images",
    datasetId,
    instances: images.flatMap(({ instance }) => instance ?? []),
    annotations: images.flatMap(({ annotations }) => annotations),
    problems: images.flatMap(({ problems }): readonly ImportProblem[] => problems),
  };
}

async function end({ datasetId }: ImportInput, source: RsnaSource, context: Context): Promise<void> {
  const pathOf = new Map(source.images.map((path) => [describeLocation(source.tree.locate(path)), path]));
  const stored = (await listDatasetImages(context.store, datasetId)).map(({ instanceId, patientId, location }) => {
    return { instanceId, patientId, path: pathOf.get(describeLocation(location)) ?? "" };
  });
  const { splits, problems } = refuseLeakingSplits(
    concludeImport(source.tables, source.images, stored),
    stored,
    source.tables.splits,
  );
  context.signal.throwIfAborted();
  await context.emit({
    step: "end",
    datasetId,
    problems,
    splits: splits.map(({ name, instanceIds }) => {
      return { id: SplitId.parse(`${datasetId}:${name}`), name, instanceIds };
    }),
  });
}

async function readCounts(store: ReadableStore, datasetId: DatasetId): Promise<ImportCounts> {
  const dataset = await readDataset(store, datasetId);
  if (!dataset) throw new Failure("not-found", `The data set ${datasetId} was removed while it was imported.`);
  return dataset.counts;
}

function describeCounts({ patients, positives, boxes, problems }: ImportCounts): string {
  const parts = [
    `${count(patients)} ${patients === 1 ? "patient" : "patients"}`,
    `${count(positives)} positive`,
    `${count(boxes)} ${boxes === 1 ? "box" : "boxes"}`,
    `${count(problems)} ${problems === 1 ? "problem" : "problems"}`,
  ];
  return parts.join(" · ");
}

function count(value: number): string {
  return value.toLocaleString("en-GB");
}
