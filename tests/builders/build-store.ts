/** @file Makes an empty project database in a temporary folder, and rows to fill it with. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { insertDataset } from "../../src-main/data/store/datasets";
import { insertModel, type StoredModel } from "../../src-main/data/store/models";
import { insertRun, type NewRun } from "../../src-main/data/store/runs";
import { openStore, type WritableStore } from "../../src-main/data/store/store";
import { insertInstances, type NewInstance } from "../../src-main/data/store/studies";
import { type Annotation, REFERENCE_LAYER } from "../../src-shared/domain/annotation";
import type { Box } from "../../src-shared/domain/box";
import { Dataset } from "../../src-shared/domain/dataset";
import {
  AnnotationId,
  DatasetId,
  InstanceId,
  PatientId,
  RunId,
  SeriesId,
  StudyId,
} from "../../src-shared/domain/identifiers";
import type { PixelDescription } from "../../src-shared/domain/instance";
import { Model, type ModelFacts } from "../../src-shared/domain/model";

export const DATASET_ID = DatasetId.parse("dataset-1");
export const RUN_ID = RunId.parse("run-1");

/** Closed and removed when the test has finished. */
export async function buildStore(): Promise<{ store: WritableStore; file: string; folder: string }> {
  const folder = buildFolder();
  const file = join(folder, "overread.sqlite");
  const store = await openStore(file);
  onTestFinished(() => store.close());
  return { store, file, folder };
}

/** A temporary folder that is removed when the test has finished. */
export function buildFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "overread-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A store with one data set of `count` images; image n belongs to patient n. */
export async function buildFilledStore(count: number, change: (index: number) => Partial<ImageOptions> = () => ({})) {
  const built = await buildStore();
  await insertDataset(built.store, buildDatasetRow());
  const images = Array.from({ length: count }, (_, index) => buildInstance({ index, ...change(index) }));
  await insertInstances(built.store, images);
  return { ...built, images, ids: images.map((image) => image.instance.id) };
}

export function buildDatasetRow(change: Partial<Dataset> = {}): Dataset {
  return Dataset.parse({
    id: DATASET_ID,
    name: "mini",
    kind: "rsna-folder",
    source: "/data/mini",
    importedAt: "2026-11-23T06:00:00.000Z",
    isComplete: false,
    counts: { images: 0, patients: 0, positives: 0, boxes: 0, problems: 0 },
    ...change,
  });
}

export interface ImageOptions {
  readonly index: number;
  readonly patientId: string;
  readonly name: string;
  readonly className: string;
  readonly datasetId: DatasetId;
  readonly sha256: string;
}

export function buildInstance({ index = 0, ...options }: Partial<ImageOptions> = {}): NewInstance {
  const patientId = PatientId.parse(options.patientId ?? `patient-${index}`);
  const studyId = StudyId.parse(`2.25.1.${index}`);
  const seriesId = SeriesId.parse(`2.25.2.${index}`);
  return {
    datasetId: options.datasetId ?? DATASET_ID,
    patient: { id: patientId, sex: index % 2 === 0 ? "F" : "M", ...(options.name && { name: options.name }) },
    study: { id: studyId, patientId, date: "20180801" },
    series: { id: seriesId, studyId, modality: "CR", bodyPart: "CHEST", viewPosition: "PA" },
    instance: {
      id: InstanceId.parse(`2.25.3.${index}`),
      seriesId,
      location: { kind: "file", path: `/data/mini/images/${patientId}.dcm` },
      fileBytes: 130_000 + index,
      sha256: options.sha256 ?? index.toString(16).padStart(64, "0"),
      ageYears: 40 + (index % 50),
      pixels: buildPixels(),
    },
    ...(options.className !== undefined && { className: options.className }),
  };
}

export function buildPixels(): PixelDescription {
  return {
    rows: 1024,
    columns: 1024,
    frames: 1,
    bitsAllocated: 8,
    bitsStored: 8,
    isSigned: false,
    photometric: "MONOCHROME2",
    transferSyntax: "1.2.840.10008.1.2.4.50",
    rescaleSlope: 1,
    rescaleIntercept: 0,
    windows: [],
    spacing: { rowMm: 0.143, columnMm: 0.143, source: "PixelSpacing" },
  };
}

export function buildAnnotation(instanceId: InstanceId, row = 2, change: Partial<Annotation> = {}): Annotation {
  return {
    id: AnnotationId.parse(`${DATASET_ID}:labels.csv:${row}`),
    instanceId,
    layer: REFERENCE_LAYER,
    box: { x1: 10, y1: 20, x2: 110.5, y2: 220.25 },
    label: "Pneumonia",
    provenance: { datasetId: DATASET_ID, file: "labels.csv", row },
    ...change,
  };
}

export function buildModel(change: { id?: string; name?: string; facts?: ModelFacts } = {}): StoredModel {
  const name = change.name ?? "Compact";
  const model = Model.parse({
    id: change.id ?? "model-1",
    name,
    sha256: "ab".repeat(32),
    fileBytes: 1000,
    addedAt: "2026-11-23T06:00:00.000Z",
    ...(change.facts && { facts: change.facts }),
    card: {
      name,
      convention: "torchvision",
      input: { widthPx: 256, heightPx: 256, channels: 3, resize: "opencv-bilinear" },
      boxFormat: "xyxy",
      labels: { "1": "Pneumonia" },
      scoreFloor: 0.05,
      suggestedThreshold: 0.5,
    },
  });
  return { ...model, file: "models/abab.onnx" };
}

/** Adds a model and a run of it over every image. */
export async function buildRun(store: WritableStore, change: Partial<NewRun> = {}): Promise<RunId> {
  const model = buildModel();
  await insertModel(store, model);
  const run: NewRun = {
    id: RUN_ID,
    name: "first",
    modelId: model.id,
    createdAt: "2026-11-23T06:01:00.000Z",
    scoreFloor: 0.05,
    suggestedThreshold: 0.5,
    precision: "single",
    ...change,
  };
  await insertRun(store, run);
  return run.id;
}

export function buildDetection(score: number, box: Box = { x1: 1, y1: 2, x2: 30, y2: 40 }, label = "Pneumonia") {
  return { box, score, label };
}
