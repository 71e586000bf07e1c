/** @file Reads all boxes of a run into one compact table. */
import type BetterSqlite3 from "better-sqlite3";
import {
  DETECTION_STRIDE,
  REFERENCE_STRIDE,
  type RunTable,
  type RunTableHead,
} from "../../../src-shared/contract/run-table";
import { REFERENCE_LAYER } from "../../../src-shared/domain/annotation";
import type { AnnotationId, DetectionId, InstanceId, RunId } from "../../../src-shared/domain/identifiers";
import { detectionId } from "./run-images";
import { type ReadableStore, readMany } from "./store";

type Images = RunTableHead["images"];

/** Holds the images that the run has done, in the run's order; images that failed are listed elsewhere. Half a million
 * detections are read below Kysely, as arrays straight into their places. */
export async function readRunTable(store: ReadableStore, runId: RunId): Promise<RunTable> {
  return await readMany(store, (sqlite) => {
    const { images, positionOf } = readImages(sqlite, runId);
    const labels = new LabelList();
    const detections = readDetections(sqlite, runId, { images, positionOf, labels });
    const references = readReferences(sqlite, runId, { images, positionOf, labels });
    const head: RunTableHead = {
      labels: labels.names,
      images,
      detectionIds: detections.ids,
      detectionLabels: detections.labels,
      referenceIds: references.ids,
      referenceLabels: references.labels,
    };
    return { head, detections: detections.values, references: references.values };
  });
}

interface Places {
  readonly images: Images;
  readonly positionOf: ReadonlyMap<number, number>;
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

function readImages(sqlite: BetterSqlite3.Database, runId: RunId) {
  type Row = [number, string, string, string | null, number, number, number | null, number | null];
  const rows = sqlite
    .prepare<[string], Row>(
      `SELECT run_images.number, instances.id, instances.patient_id, instances.class_name,
         instances.pixels ->> 'rows', instances.pixels ->> 'columns',
         instances.pixels ->> '$.spacing.rowMm', instances.pixels ->> '$.spacing.columnMm'
       FROM run_images JOIN instances ON instances.number = run_images.instance_number
       WHERE run_images.run_id = ? AND run_images.state = 'done' ORDER BY run_images.number`,
    )
    .raw()
    .iterate(runId);
  const images: Images = [];
  const positionOf = new Map<number, number>();
  for (const [number, id, patientId, className, pixelRows, columns, rowMm, columnMm] of rows) {
    positionOf.set(number, images.length);
    images.push({
      instanceId: id as InstanceId,
      patientId,
      ...(className !== null && { className }),
      rows: pixelRows,
      columns,
      ...(rowMm !== null && columnMm !== null && { spacingMm: [rowMm, columnMm] as [number, number] }),
      detections: 0,
      references: 0,
    });
  }
  return { images, positionOf };
}

function readDetections(sqlite: BetterSqlite3.Database, runId: RunId, { images, positionOf, labels }: Places) {
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

function readReferences(sqlite: BetterSqlite3.Database, runId: RunId, { images, positionOf, labels }: Places) {
  type Row = [number, string, number, number, number, number, string];
  const rows = sqlite
    .prepare<[string, string], Row>(
      `SELECT run_images.number, annotations.id, x1, y1, x2, y2, label
       FROM run_images JOIN annotations ON annotations.instance_number = run_images.instance_number
       WHERE run_images.run_id = ? AND run_images.state = 'done' AND annotations.layer = ?
       ORDER BY run_images.number, annotations.file, annotations.row, annotations.id`,
    )
    .raw()
    .all(runId, REFERENCE_LAYER);
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
