/** @file What images can be grouped by: the values of a column, age bands, and zones of the image. */
import { REFERENCE_STRIDE } from "../contract/run-table";
import { type CaseColumn, UNKNOWN_VALUE } from "../domain/case-filter";
import type { CaseColumns, CaseImage, SizedRun } from "./case-table";

/** From these ages in years up; the last has no end. */
const AGE_BANDS = [
  { from: 0, name: "0–19" },
  { from: 20, name: "20–39" },
  { from: 40, name: "40–59" },
  { from: 60, name: "60–79" },
  { from: 80, name: "80+" },
] as const;

/** In rising age. */
export const AGE_BAND_NAMES: readonly string[] = AGE_BANDS.map(({ name }) => name);

/** Rows of a frontal radiograph from its top, and its halves; "left" is the image's left, the patient's right. */
export const ZONES = ["upper left", "upper right", "middle left", "middle right", "lower left", "lower right"] as const;
export type Zone = (typeof ZONES)[number];

/** Columns that an image has a value of, or several; a zone belongs to a box instead. */
export type ImageColumn = Exclude<CaseColumn, "zone">;

const READERS = {
  sex: ({ sex }) => sex,
  ageBand: ({ ageYears }) => ageBandOf(ageYears),
  view: ({ viewPosition }) => viewPosition,
  className: ({ className }) => className,
  scanner: ({ scanner }) => scanner,
} satisfies Record<Exclude<ImageColumn, "split">, (image: CaseColumns) => string | undefined>;

/** At least one: UNKNOWN_VALUE where the image does not say; several only for splits, which may overlap. */
export function columnValues(image: CaseColumns, column: ImageColumn): readonly string[] {
  if (column !== "split") return [READERS[column](image) || UNKNOWN_VALUE];
  return image.splitNames?.length ? image.splitNames : [UNKNOWN_VALUE];
}

/** Undefined for an age that is none. */
export function ageBandOf(ageYears: number | undefined): string | undefined {
  return ageYears === undefined ? undefined : AGE_BANDS.findLast(({ from }) => ageYears >= from)?.name;
}

/** [R] the zone of each reference box, by its centre. */
export function referenceZones({ head: { images }, references }: SizedRun): readonly Zone[] {
  let row = 0;
  return images.flatMap((image) =>
    Array.from({ length: image.references }, () => zoneAt(references, row++ * REFERENCE_STRIDE, image)),
  );
}

/** The third of the image's height and the half of its width that the centre of the box at `offset` lies in; a centre
 * on a border belongs to the lower or right zone. Boxes are x1, y1, x2, y2 in pixels. */
export function zoneAt(
  boxes: SizedRun["references"],
  offset: number,
  { rows, columns }: Pick<CaseImage, "rows" | "columns">,
): Zone {
  const isRight = boxes[offset]! + boxes[offset + 2]! >= columns;
  const third = Math.floor(((boxes[offset + 1]! + boxes[offset + 3]!) * 3) / (2 * rows));
  return ZONES[2 * Math.min(Math.max(third, 0), 2) + Number(isRight)]!;
}
