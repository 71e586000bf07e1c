/** @file The order in which the values of a column are told. */
import { type CaseColumn, UNKNOWN_VALUE } from "../domain/case-filter";
import { AGE_BAND_NAMES } from "./case-columns";

/** What a row says of its place. */
export interface ColumnValue {
  readonly value: string;
  readonly images: number;
}

/** Age bands in rising age, all other values in falling number of images, then by name; "unknown" last. */
export function inColumnOrder<Row>(
  rows: readonly Row[],
  column: CaseColumn,
  placeOf: (row: Row) => ColumnValue,
): Row[] {
  const compare = column === "ageBand" ? byAge : byImages;
  return rows.toSorted((a, b) => compare(placeOf(a), placeOf(b)));
}

function byAge(a: ColumnValue, b: ColumnValue): number {
  return ageRank(a) - ageRank(b);
}

function ageRank({ value }: ColumnValue): number {
  return value === UNKNOWN_VALUE ? AGE_BAND_NAMES.length : AGE_BAND_NAMES.indexOf(value);
}

function byImages(a: ColumnValue, b: ColumnValue): number {
  const isUnknown = Number(a.value === UNKNOWN_VALUE) - Number(b.value === UNKNOWN_VALUE);
  return isUnknown || b.images - a.images || (a.value < b.value ? -1 : 1);
}
