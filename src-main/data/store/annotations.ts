/** @file Reference boxes and readers' layers. */
import type { Annotation } from "../../../src-shared/domain/annotation";
import type { AnnotationId, DatasetId, InstanceId } from "../../../src-shared/domain/identifiers";
import { inChunks } from "./in-chunks";
import { readInstanceNumbers } from "./instance-numbers";
import type { ReadableStore, WritableStore } from "./store";

/** @throws {Failure} `not-found` when an image is not stored. */
export async function insertAnnotations(store: WritableStore, annotations: readonly Annotation[]): Promise<void> {
  await store.transaction(async (inner) => {
    const numberOf = await readInstanceNumbers(
      inner,
      annotations.map((annotation) => annotation.instanceId),
    );
    for (const chunk of inChunks(annotations)) {
      await inner.database
        .insertInto("annotations")
        .values(chunk.map((annotation) => rowOf(annotation, numberOf(annotation.instanceId))))
        .execute();
    }
  });
}

/** All layers of an image, in the order in which they were added. */
export async function readAnnotations(store: ReadableStore, instanceId: InstanceId): Promise<readonly Annotation[]> {
  const rows = await store.database
    .selectFrom("annotations")
    .innerJoin("instances", "instances.number", "annotations.instance_number")
    .selectAll("annotations")
    .where("instances.id", "=", instanceId)
    .orderBy("annotations.layer")
    .orderBy("annotations.file")
    .orderBy("annotations.row")
    .orderBy("annotations.id")
    .execute();
  return rows.map((row) => ({
    id: row.id as AnnotationId,
    instanceId,
    layer: row.layer,
    box: { x1: row.x1, y1: row.y1, x2: row.x2, y2: row.y2 },
    label: row.label,
    provenance: { datasetId: row.dataset_id as DatasetId, file: row.file, row: row.row },
  }));
}

function rowOf(annotation: Annotation, instanceNumber: number) {
  return {
    id: annotation.id,
    instance_number: instanceNumber,
    layer: annotation.layer,
    ...annotation.box,
    label: annotation.label,
    dataset_id: annotation.provenance.datasetId,
    file: annotation.provenance.file,
    row: annotation.provenance.row,
  };
}
