/** @file The images of a split with the boxes of one layer, as a training reads them. */
import type BetterSqlite3 from "better-sqlite3";
import type { AnnotationLayer } from "../../../src-shared/domain/annotation";
import type { Box } from "../../../src-shared/domain/box";
import type { SplitId } from "../../../src-shared/domain/identifiers";
import type { Instance } from "../../../src-shared/domain/instance";
import { INSTANCE_COLUMNS, instanceFrom } from "./instance-rows";
import { type ReadableStore, readMany } from "./store";

export interface LabelledImage {
  readonly instance: Instance;
  readonly patientId: string;
  /** In pixels of the image, in the order in which they were added. */
  readonly boxes: readonly { readonly box: Box; readonly label: string }[];
}

/** In the order of the list that the split was read from. */
export async function listLabelledImages(
  store: ReadableStore,
  splitId: SplitId,
  layer: string,
): Promise<readonly LabelledImage[]> {
  const boxesOf = await readBoxes(store, splitId, layer);
  const rows = await store.database
    .selectFrom("split_instances")
    .innerJoin("instances", "instances.number", "split_instances.instance_number")
    .select([...INSTANCE_COLUMNS, "instances.number", "instances.patient_id as patientId"])
    .where("split_instances.split_id", "=", splitId)
    .orderBy("split_instances.position")
    .execute();
  return rows.map((row) => ({
    instance: instanceFrom(row),
    patientId: row.patientId,
    boxes: boxesOf.get(row.number) ?? [],
  }));
}

/** All layers that hold a box, in the alphabetical order of their names. */
export async function listAnnotationLayers(store: ReadableStore): Promise<AnnotationLayer[]> {
  return store.database
    .selectFrom("annotations")
    .select(({ fn }) => [
      "layer as name",
      fn.count<number>("instance_number").distinct().as("images"),
      fn.countAll<number>().as("boxes"),
    ])
    .groupBy("layer")
    .orderBy("layer")
    .execute();
}

/** Patients with an image in one of the splits. */
export async function listPatientsOfSplits(
  store: ReadableStore,
  splitIds: readonly SplitId[],
): Promise<ReadonlySet<string>> {
  if (splitIds.length === 0) return new Set();
  const rows = await store.database
    .selectFrom("split_instances")
    .innerJoin("instances", "instances.number", "split_instances.instance_number")
    .select("instances.patient_id as patientId")
    .distinct()
    .where("split_instances.split_id", "in", splitIds)
    .execute();
  return new Set(rows.map(({ patientId }) => patientId));
}

type Boxes = ReadonlyMap<number, LabelledImage["boxes"]>;
type BoxRow = [number, number, number, number, number, string];

const BOXES = `SELECT annotations.instance_number, x1, y1, x2, y2, label
  FROM split_instances CROSS JOIN annotations ON annotations.instance_number = split_instances.instance_number
  WHERE split_instances.split_id = ? AND annotations.layer = ?
  ORDER BY annotations.instance_number, annotations.file, annotations.row, annotations.id`;

async function readBoxes(store: ReadableStore, splitId: SplitId, layer: string): Promise<Boxes> {
  const boxes = new Map<number, { box: Box; label: string }[]>();
  await readMany(store, (sqlite: BetterSqlite3.Database) => {
    for (const [number, x1, y1, x2, y2, label] of sqlite
      .prepare<[string, string], BoxRow>(BOXES)
      .raw()
      .iterate(splitId, layer)) {
      const known = boxes.get(number) ?? [];
      boxes.set(number, known);
      known.push({ box: { x1, y1, x2, y2 }, label });
    }
  });
  return boxes;
}
