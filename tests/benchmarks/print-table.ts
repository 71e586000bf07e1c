/** @file Prints what was measured beside what it is measured against. */

export interface Measurement {
  readonly what: string;
  readonly measured: string;
  /** What it is compared with in the same run, or what was asked for. */
  readonly beside: string;
  /** Measured over reference, where both are times or rates of the same work. */
  readonly ratio?: number;
}

export function printTable(rows: readonly Measurement[]): void {
  console.table(rows.map(({ ratio, ...row }) => ({ ...row, ratio: ratio === undefined ? "–" : ratio.toFixed(2) })));
}

/** Middle value of an odd number of values, the upper middle of an even number. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
