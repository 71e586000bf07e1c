/** @file The patients of a data set as a split is drawn from them, and the patients that its splits hold. */
import type { DatasetId, InstanceId } from "../../../src-shared/domain/identifiers";
import type { SplitPopulation } from "../../../src-shared/domain/split";
import { type ReadableStore, readMany } from "./store";

export interface PatientImages {
  readonly patientId: string;
  /** All images of the patient in the data set, in the order of import. */
  readonly instanceIds: readonly InstanceId[];
}

/** In the order of a patient's first row in the table of labels, for positives of the first one with a box: so a
 * notebook's `unique()` has them. Who has no row, or was imported before rows were kept, follows in the order of import. */
export async function listSplitPatients(
  store: ReadableStore,
  datasetId: DatasetId,
  population: SplitPopulation,
): Promise<readonly PatientImages[]> {
  const rows = await readMany(store, (sqlite) => sqlite.prepare<[string], ImageRow>(IMAGES).all(datasetId));
  const patients = new Map<string, { patientId: string; instanceIds: InstanceId[]; row: number }>();
  for (const { id, patientId, labelRow, positiveRow } of rows) {
    const known = patients.get(patientId) ?? { patientId, instanceIds: [], row: NO_ROW };
    patients.set(patientId, known);
    known.instanceIds.push(id as InstanceId);
    const row = population === "positives" ? positiveRow : (labelRow ?? positiveRow);
    known.row = Math.min(known.row, row ?? NO_ROW);
  }
  const drawn = [...patients.values()].filter(({ row }) => population === "all" || row < NO_ROW);
  return drawn.toSorted((a, b) => a.row - b.row).map(({ patientId, instanceIds }) => ({ patientId, instanceIds }));
}

const NO_ROW = Number.MAX_SAFE_INTEGER;

interface ImageRow {
  readonly id: string;
  readonly patientId: string;
  readonly labelRow: number | null;
  readonly positiveRow: number | null;
}

const IMAGES = `SELECT instances.id, instances.patient_id AS patientId, instances.label_row AS labelRow,
    (SELECT min(annotations.row) FROM annotations
     WHERE annotations.instance_number = instances.number AND annotations.layer = 'reference') AS positiveRow
  FROM instances WHERE instances.dataset_id = ? ORDER BY instances.number`;

/** One patient on one side of a drawing: splits of a data set that were imported with it, or drawn by one recipe. */
export interface DrawnPatient {
  readonly drawing: string;
  readonly side: string;
  readonly patientId: string;
}

/** In the order of the splits' names; of one data set, or of all. */
export async function listDrawnPatients(store: ReadableStore, datasetId?: DatasetId): Promise<readonly DrawnPatient[]> {
  return readMany(store, (sqlite) =>
    sqlite
      .prepare<{ datasetId: string | null }, DrawnPatient>(
        `SELECT DISTINCT splits.dataset_id || ' ' || ifnull(splits.recipe, '') AS drawing, splits.name AS side,
           instances.patient_id AS patientId
         FROM splits CROSS JOIN split_instances ON split_instances.split_id = splits.id
           CROSS JOIN instances ON instances.number = split_instances.instance_number
         WHERE @datasetId IS NULL OR splits.dataset_id = @datasetId ORDER BY splits.name, instances.number`,
      )
      .all({ datasetId: datasetId ?? null }),
  );
}
