/** @file Reads RSNA's label table (one box a row, in pixels) and says what is wrong with each row that is not kept. */
import { type Box, boxHeightPx, boxWidthPx } from "../../../src-shared/domain/box";
import type { ImportProblem } from "../../../src-shared/domain/dataset";
import type { TableRow } from "./read-table";

export const LABEL_COLUMNS = ["patientId", "x", "y", "width", "height", "Target"] as const;
type LabelRow = TableRow<(typeof LABEL_COLUMNS)[number]>;

export interface LabelledBox {
  readonly row: number;
  readonly box: Box;
}

/** Everything that the table says about one image. */
export interface ImageLabels {
  readonly rows: readonly number[];
  readonly boxes: readonly LabelledBox[];
}

export interface LabelTable {
  /** By patientId, in the order of the table. */
  readonly images: ReadonlyMap<string, ImageLabels>;
  readonly problems: readonly ImportProblem[];
}

export async function collectLabels(rows: AsyncIterable<LabelRow>, file: string): Promise<LabelTable> {
  const images = new Map<string, OpenLabels>();
  const problems: ImportProblem[] = [];
  for await (const { row, values } of rows) {
    const report = (problem: Pick<ImportProblem, "reason" | "action"> & { kind?: ImportProblem["kind"] }): void => {
      problems.push({ kind: "invalid-label", file, row, ...problem });
    };
    if (values.patientId === "") {
      report({ reason: "The row has no patientId.", action: "The row was left out." });
      continue;
    }
    const labels = images.get(values.patientId) ?? { rows: [], boxes: [], negativeRows: [] };
    images.set(values.patientId, labels);
    labels.rows.push(row);
    addRow(labels, { row, values }, report);
  }
  for (const labels of images.values()) problems.push(...contradictions(labels, file));
  return { images, problems };
}

interface OpenLabels {
  readonly rows: number[];
  readonly boxes: LabelledBox[];
  readonly negativeRows: number[];
}

type Report = (problem: { kind?: ImportProblem["kind"]; reason: string; action: string }) => void;

function addRow(labels: OpenLabels, { row, values }: LabelRow, report: Report): void {
  const target = values.Target === "" ? Number.NaN : Number(values.Target);
  if (target !== 0 && target !== 1) {
    report({ reason: `Target is ${quote(values.Target)}; 0 or 1 was expected.`, action: "The row was left out." });
    return;
  }
  const isBoxGiven = BOX_COLUMNS.some((column) => !isBlank(values[column]));
  if (target === 0) addNegative(labels, { row, isBoxGiven }, report);
  else if (isBoxGiven) addBox(labels, { row, values }, report);
  else report({ reason: "Target is 1 and the row has no box.", action: "The image is kept without this box." });
}

const BOX_COLUMNS = ["x", "y", "width", "height"] as const;

/** pandas writes a missing number as "nan" or leaves it out. */
function isBlank(text: string): boolean {
  return text === "" || /^nan$/i.test(text);
}

function addNegative(labels: OpenLabels, { row, isBoxGiven }: { row: number; isBoxGiven: boolean }, report: Report) {
  if (isBoxGiven) {
    report({ reason: "Target is 0 and the row has a box.", action: "The image is kept, the box is not." });
  } else if (labels.negativeRows.length > 0) {
    const reason = `Row ${labels.negativeRows[0]} says the same.`;
    report({ kind: "duplicate-label", reason, action: "The row was left out." });
  }
  labels.negativeRows.push(row);
}

function addBox(labels: OpenLabels, { row, values }: LabelRow, report: Report): void {
  const wrong = BOX_COLUMNS.find((column) => isBlank(values[column]) || !Number.isFinite(Number(values[column])));
  if (wrong) {
    const reason = `${wrong} is ${quote(values[wrong])}; a number was expected.`;
    report({ reason, action: "The box was left out." });
    return;
  }
  const [x, y, width, height] = [values.x, values.y, values.width, values.height].map(Number) as Numbers;
  const box = { x1: x, y1: y, x2: x + width, y2: y + height };
  // Asked of the corners: a size too small for the coordinate's precision leaves no box either.
  if (boxWidthPx(box) <= 0 || boxHeightPx(box) <= 0) {
    const reason = `The box is ${values.width} × ${values.height} pixels; both sides must be above 0.`;
    report({ reason, action: "The box was left out." });
    return;
  }
  const same = labels.boxes.find((known) => isSameBox(known.box, box));
  if (same) {
    report({ kind: "duplicate-label", reason: `Row ${same.row} has the same box.`, action: "The box was kept once." });
    return;
  }
  labels.boxes.push({ row, box });
}

type Numbers = [x: number, y: number, width: number, height: number];

function isSameBox(a: Box, b: Box): boolean {
  return a.x1 === b.x1 && a.y1 === b.y1 && a.x2 === b.x2 && a.y2 === b.y2;
}

function contradictions({ boxes, negativeRows }: OpenLabels, file: string): readonly ImportProblem[] {
  const [box] = boxes;
  if (!box) return [];
  return negativeRows.map((row) => ({
    kind: "invalid-label",
    file,
    row,
    reason: `Target is 0, and row ${box.row} has a box on the same image.`,
    action: "The image counts as positive; its boxes were kept.",
  }));
}

function quote(text: string): string {
  return text === "" ? "empty" : `“${text.slice(0, 40)}”`;
}
