/** @file Reads the images of a table of boxes with everything that they can be grouped by. */
import type BetterSqlite3 from "better-sqlite3";
import type { RunTableHead } from "../../../src-shared/contract/run-table";
import type { InstanceId, RunId } from "../../../src-shared/domain/identifiers";
import { withoutNulls } from "./without-nulls";

export interface TableImages {
  /** Counts of boxes are 0 still. */
  readonly images: RunTableHead["images"];
  /** Place of an image by its number: of the run's image, or of the instance where there is no run. */
  readonly positionOf: ReadonlyMap<number, number>;
  readonly instanceNumbers: readonly number[];
}

/** In the order of the run, or of import where there is no run. */
export function readTableImages(sqlite: BetterSqlite3.Database, runId: RunId | undefined): TableImages {
  const splitNames = readSplitNames(sqlite);
  const images: RunTableHead["images"] = [];
  const positionOf = new Map<number, number>();
  const instanceNumbers: number[] = [];
  for (const row of queryImages(sqlite, runId)) {
    positionOf.set(row.number, images.length);
    instanceNumbers.push(row.instanceNumber);
    images.push(imageFrom(row, splitNames.get(row.instanceNumber)));
  }
  return { images, positionOf, instanceNumbers };
}

interface ImageRow {
  readonly number: number;
  readonly instanceNumber: number;
  readonly instanceId: string;
  readonly patientId: string;
  readonly sex: string | null;
  readonly ageYears: number | null;
  readonly viewPosition: string | null;
  readonly className: string | null;
  readonly scanner: string | null;
  readonly rows: number;
  readonly columns: number;
  readonly rowMm: number | null;
  readonly columnMm: number | null;
}

const IMAGE_COLUMNS = `instances.number AS instanceNumber, instances.id AS instanceId,
  instances.patient_id AS patientId, patients.sex, instances.age_years AS ageYears,
  series.view_position AS viewPosition, instances.class_name AS className, series.scanner,
  instances.pixels ->> 'rows' AS rows, instances.pixels ->> 'columns' AS columns,
  instances.pixels ->> '$.spacing.rowMm' AS rowMm, instances.pixels ->> '$.spacing.columnMm' AS columnMm`;

const ABOVE_IMAGES = `JOIN patients ON patients.id = instances.patient_id
  JOIN series ON series.id = instances.series_id`;

// CROSS JOIN keeps the outer loop on the images in their order, so that nothing is sorted.
const IMAGES_OF_RUN = `SELECT run_images.number, ${IMAGE_COLUMNS}
  FROM run_images CROSS JOIN instances ON instances.number = run_images.instance_number ${ABOVE_IMAGES}
  WHERE run_images.run_id = ? AND run_images.state = 'done' ORDER BY run_images.number`;

const IMAGES_OF_PROJECT = `SELECT instances.number, ${IMAGE_COLUMNS}
  FROM instances ${ABOVE_IMAGES} ORDER BY instances.number`;

function queryImages(sqlite: BetterSqlite3.Database, runId: RunId | undefined): Iterable<ImageRow> {
  return runId === undefined
    ? sqlite.prepare<[], ImageRow>(IMAGES_OF_PROJECT).iterate()
    : sqlite.prepare<[string], ImageRow>(IMAGES_OF_RUN).iterate(runId);
}

function imageFrom(row: ImageRow, splitNames: readonly string[] | undefined): RunTableHead["images"][number] {
  const { sex, ageYears, viewPosition, className, scanner, rowMm, columnMm } = row;
  return {
    instanceId: row.instanceId as InstanceId,
    patientId: row.patientId,
    ...withoutNulls({ sex, ageYears, viewPosition, className, scanner }),
    ...(splitNames && { splitNames: [...splitNames] }),
    rows: row.rows,
    columns: row.columns,
    ...(rowMm !== null && columnMm !== null && { spacingMm: [rowMm, columnMm] as [number, number] }),
    detections: 0,
    references: 0,
  };
}

/** By instance number; in the order of names, each once. */
function readSplitNames(sqlite: BetterSqlite3.Database): ReadonlyMap<number, readonly string[]> {
  const rows = sqlite
    .prepare<[], [number, string]>(
      `SELECT split_instances.instance_number, splits.name
       FROM splits CROSS JOIN split_instances ON split_instances.split_id = splits.id ORDER BY splits.name`,
    )
    .raw()
    .iterate();
  const names = new Map<number, string[]>();
  for (const [number, name] of rows) {
    const known = names.get(number);
    if (!known) names.set(number, [name]);
    else if (!known.includes(name)) known.push(name);
  }
  return names;
}
