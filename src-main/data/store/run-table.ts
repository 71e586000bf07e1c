/** @file Reads all boxes of a run, or all reference boxes of the project, into one compact table. */
import type BetterSqlite3 from "better-sqlite3";
import {
  DETECTION_STRIDE,
  REFERENCE_STRIDE,
  type RunTable,
  type RunTableHead,
} from "../../../src-shared/contract/run-table";
import { REFERENCE_LAYER } from "../../../src-shared/domain/annotation";
import type { AnnotationId, DetectionId, RunId } from "../../../src-shared/domain/identifiers";
import { detectionId } from "./run-images";
import { readTableImages, type TableImages } from "./table-images";
import { type ReadableStore, readMany } from "./store";

/** A table with the numbers of its images, by which other queries find them. */
export interface NumberedTable {
  readonly table: RunTable;
  /** [I] of `instances`. */
  readonly instanceNumbers: readonly number[];
}

/** Holds the images that the run has done, in the run's order; images that failed are listed elsewhere. Half a million
 * detections are read below Kysely, as arrays straight into their places. */
export async function readRunTable(store: ReadableStore, runId: RunId): Promise<RunTable> {
  return (await readNumberedTable(store, runId)).table;
}

/** The same with the images' numbers; without a run every image of the project with its reference boxes alone, in the
 * order of import. */
export async function readNumberedTable(store: ReadableStore, runId: RunId | undefined): Promise<NumberedTable> {
  return await readMany(store, (sqlite) => {
    const places = { ...readTableImages(sqlite, runId), labels: new LabelList() };
    const detections = runId === undefined ? NO_DETECTIONS : readDetections(sqlite, runId, places);
    const references = readReferences(sqlite, runId, places);
    const head: RunTableHead = {
      labels: places.labels.names,
      images: places.images,
      detectionIds: detections.ids,
      detectionLabels: detections.labels,
      referenceIds: references.ids,
      referenceLabels: references.labels,
    };
    const table = { head, detections: detections.values, references: references.values };
    return { table, instanceNumbers: places.instanceNumbers };
  });
}

interface Places extends TableImages {
  readonly labels: LabelList;
}

/** Each name once, in the order in which it was met. */
class LabelList {
  readonly names: string[] = [];
  readonly #indexOf = new Map<string, number>();

  indexOf(name: string): number {
    const known = this.#indexOf.get(name);
    if (known !== undefined) return known;
    this.#indexOf.set(name, this.names.length);
    return this.names.push(name) - 1;
  }
}

interface TableDetections {
  readonly values: Float32Array;
  readonly ids: DetectionId[];
  readonly labels: number[];
}

const NO_DETECTIONS: TableDetections = { values: new Float32Array(0), ids: [], labels: [] };

function readDetections(
  sqlite: BetterSqlite3.Database,
  runId: RunId,
  { images, positionOf, labels }: Places,
): TableDetections {
  type Row = [number, number, number, number, number, number, number, string];
  const from = `FROM run_images JOIN detections ON detections.run_image_number = run_images.number
    WHERE run_images.run_id = ? AND run_images.state = 'done'`;
  const count = sqlite.prepare<[string], number>(`SELECT count(*) ${from}`).pluck().get(runId) ?? 0;
  const values = new Float32Array(count * DETECTION_STRIDE);
  const ids: DetectionId[] = [];
  const labelIndexes: number[] = [];
  const rows = sqlite
    .prepare<[string], Row>(
      `SELECT run_images.number, rank, x1, y1, x2, y2, score, label ${from} ORDER BY run_images.number, rank`,
    )
    .raw()
    .iterate(runId);
  for (const [number, rank, x1, y1, x2, y2, score, label] of rows) {
    images[positionOf.get(number)!]!.detections += 1;
    values.set([x1, y1, x2, y2, score], ids.length * DETECTION_STRIDE);
    ids.push(detectionId(number, rank));
    labelIndexes.push(labels.indexOf(label));
  }
  return { values, ids, labels: labelIndexes };
}

type ReferenceRow = [number, string, number, number, number, number, string];

const REFERENCES_OF_RUN = `SELECT run_images.number, annotations.id, x1, y1, x2, y2, label
  FROM run_images JOIN annotations ON annotations.instance_number = run_images.instance_number
  WHERE run_images.run_id = ? AND run_images.state = 'done' AND annotations.layer = ?
  ORDER BY run_images.number, annotations.file, annotations.row, annotations.id`;

const REFERENCES_OF_PROJECT = `SELECT instances.number, annotations.id, x1, y1, x2, y2, label
  FROM instances CROSS JOIN annotations ON annotations.instance_number = instances.number
  WHERE annotations.layer = ?
  ORDER BY instances.number, annotations.file, annotations.row, annotations.id`;

function readReferences(
  sqlite: BetterSqlite3.Database,
  runId: RunId | undefined,
  { images, positionOf, labels }: Places,
) {
  const rows =
    runId === undefined
      ? sqlite.prepare<[string], ReferenceRow>(REFERENCES_OF_PROJECT).raw().all(REFERENCE_LAYER)
      : sqlite.prepare<[string, string], ReferenceRow>(REFERENCES_OF_RUN).raw().all(runId, REFERENCE_LAYER);
  const values = new Float32Array(rows.length * REFERENCE_STRIDE);
  const ids: AnnotationId[] = [];
  const labelIndexes: number[] = [];
  for (const [index, [number, id, x1, y1, x2, y2, label]] of rows.entries()) {
    images[positionOf.get(number)!]!.references += 1;
    values.set([x1, y1, x2, y2], index * REFERENCE_STRIDE);
    ids.push(id as AnnotationId);
    labelIndexes.push(labels.indexOf(label));
  }
  return { values, ids, labels: labelIndexes };
}
