/** @file What a table of labels holds, outside any project. */
import type { LabelProblem, Overview } from "../../src-shared/domain/overview";
import { type LabelRow, type LabelRows, readLabelRows } from "../data/datasets/label-rows";
import { boxProblems } from "../detection/dataset/box-problems";
import type { OverviewBox, OverviewImage } from "../detection/dataset/overview-image";
import { overviewOf } from "../detection/dataset/overview-of";

export interface LabelsOverview extends Overview {
  /** Rows of the table, readable or not. */
  readonly rows: number;
}

/** A table does not say how large its images are. */
export interface ImageSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Counts as pandas would: rows are boxes, duplicates included; each patient has one image.
 * @throws {Failure} `not-found`, `unsupported` or `invalid-input` when the file is no such table. */
export async function overviewOfLabels(file: string, size: ImageSize, signal: AbortSignal): Promise<LabelsOverview> {
  const table = await readLabelRows(file, signal);
  const images = imagesOf(table.rows, size);
  const problems = [...unreadableProblems(table), ...targetProblems(table.rows), ...boxProblems(images)];
  return { rows: table.count, ...overviewOf(images), problems };
}

function imagesOf(rows: readonly LabelRow[], size: ImageSize): readonly OverviewImage[] {
  const images = new Map<string, OverviewImage & { isPositive: boolean; readonly boxes: OverviewBox[] }>();
  for (const { row, patientId, isPositive, box } of rows) {
    const known = images.get(patientId) ?? { id: patientId, patientId, ...size, isPositive: false, boxes: [] };
    images.set(patientId, known);
    if (!isPositive) continue;
    known.isPositive = true;
    if (box) known.boxes.push({ ...box, origin: `row ${row}` });
  }
  return [...images.values()];
}

function unreadableProblems({ unreadable }: LabelRows): readonly LabelProblem[] {
  return unreadable.map(({ patientId, reason }) => {
    return { kind: "unreadable-row", images: patientId === "" ? [] : [patientId], boxes: [], reason };
  });
}

/** Rows whose Target their box or another row of the patient contradicts. */
function targetProblems(rows: readonly LabelRow[]): readonly LabelProblem[] {
  const positiveRows = new Map<string, number>();
  for (const { row, patientId, isPositive } of rows) {
    if (isPositive && !positiveRows.has(patientId)) positiveRows.set(patientId, row);
  }
  return rows.flatMap(({ row, patientId, isPositive, box }): LabelProblem[] => {
    const positiveRow = positiveRows.get(patientId);
    const problem = { images: [patientId], boxes: [] };
    if (isPositive && !box) {
      return [{ ...problem, kind: "positive-without-box", reason: `Row ${row} has Target 1 and no box.` }];
    }
    if (!isPositive && box) {
      return [
        { ...problem, kind: "negative-with-box", reason: `Row ${row} has Target 0 and a box; it was not counted.` },
      ];
    }
    if (isPositive || positiveRow === undefined) return [];
    const reason = `Row ${row} has Target 0, and row ${positiveRow} of the same patient has Target 1.`;
    return [{ ...problem, kind: "negative-with-box", reason }];
  });
}
