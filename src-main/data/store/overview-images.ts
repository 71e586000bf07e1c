/** @file Every image of a project with its reference boxes, as an overview counts them. */
import type BetterSqlite3 from "better-sqlite3";
import type { RunTableHead } from "../../../src-shared/contract/run-table";
import { REFERENCE_LAYER } from "../../../src-shared/domain/annotation";
import type { DatasetId } from "../../../src-shared/domain/identifiers";
import { type ReadableStore, readMany } from "./store";
import { readTableImages } from "./table-images";

type TableImage = RunTableHead["images"][number];

export interface StoredBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The file and row that it was read from. */
  readonly origin: string;
}

export interface StoredOverviewImage extends Pick<
  TableImage,
  "sex" | "ageYears" | "viewPosition" | "className" | "scanner" | "splitNames"
> {
  readonly id: string;
  readonly patientId: string;
  readonly datasetId: DatasetId;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly isPositive: boolean;
  readonly boxes: readonly StoredBox[];
}

/** In the order of import. */
export async function readOverviewImages(store: ReadableStore): Promise<readonly StoredOverviewImage[]> {
  return readMany(store, (sqlite) => {
    const { images, instanceNumbers } = readTableImages(sqlite, undefined);
    const boxesOf = readBoxes(sqlite);
    const datasetOf = readDatasets(sqlite);
    return images.map((image, place) => {
      const number = instanceNumbers[place]!;
      return overviewImage(image, datasetOf.get(number)!, boxesOf.get(number) ?? []);
    });
  });
}

function overviewImage(image: TableImage, datasetId: DatasetId, boxes: readonly StoredBox[]): StoredOverviewImage {
  const { instanceId: id, patientId, rows: heightPx, columns: widthPx, ...others } = image;
  const { sex, ageYears, viewPosition, className, scanner, splitNames } = others;
  const columns = { sex, ageYears, viewPosition, className, scanner, splitNames };
  return { id, patientId, datasetId, widthPx, heightPx, ...columns, isPositive: boxes.length > 0, boxes };
}

function readDatasets(sqlite: BetterSqlite3.Database): ReadonlyMap<number, DatasetId> {
  const rows = sqlite.prepare<[], [number, DatasetId]>("SELECT number, dataset_id FROM instances").raw().all();
  return new Map(rows);
}

interface BoxRow {
  readonly number: number;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly file: string;
  readonly row: number;
}

function readBoxes(sqlite: BetterSqlite3.Database): ReadonlyMap<number, readonly StoredBox[]> {
  const rows = sqlite
    .prepare<[string], BoxRow>(
      `SELECT instance_number AS number, x1, y1, x2, y2, file, row FROM annotations
       WHERE layer = ? ORDER BY instance_number, row`,
    )
    .iterate(REFERENCE_LAYER);
  const boxesOf = new Map<number, StoredBox[]>();
  for (const { number, x1, y1, x2, y2, file, row } of rows) {
    const box = { x: x1, y: y1, width: x2 - x1, height: y2 - y1, origin: `${file}, row ${row}` };
    const known = boxesOf.get(number);
    if (known) known.push(box);
    else boxesOf.set(number, [box]);
  }
  return boxesOf;
}
