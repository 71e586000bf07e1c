/** @file What is read first where nobody has chosen. */
import type { WorklistRow } from "../../src-shared/contract/studies";
import type { Run } from "../../src-shared/domain/run";

/** Undefined where there is none. */
export function newestRun(runs: readonly Run[]): Run | undefined {
  return runs.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0];
}

/** An image with a finding shows what the program is for; without one, the first of the list. */
export function firstToRead(rows: readonly WorklistRow[]): WorklistRow | undefined {
  return rows.find(({ references }) => references > 0) ?? rows[0];
}
