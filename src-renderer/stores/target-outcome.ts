/** @file What the thresholds of the moment make of the box that a heat map explains. */
import type { RunTable } from "../../src-shared/contract/run-table";
import type { ExplanationTarget } from "../../src-shared/domain/explanation";
import { BELOW_THRESHOLD, UNMATCHED } from "../../src-shared/matching/match-run";
import type { RunAnalysis } from "./run-analysis";

/** `below-threshold`: a detection that does not count at present; `found`: a reference box that is not missed any more. */
export type TargetOutcome = "true-positive" | "false-positive" | "below-threshold" | "miss" | "found";

/** Undefined for a label and its strongest candidate, which are no boxes of the run or the data set, and for a box that
 * the run's table does not have. */
export function targetOutcome({ table, matches }: RunAnalysis, target: ExplanationTarget): TargetOutcome | undefined {
  if (target.kind === "label" || target.kind === "strongest") return undefined;
  const rows = rowsById(table);
  if (target.kind === "miss") {
    const reference = rows.references.get(target.annotationId);
    if (reference === undefined) return undefined;
    return matches.detectionOf[reference] === UNMATCHED ? "miss" : "found";
  }
  const detection = rows.detections.get(target.detectionId);
  if (detection === undefined) return undefined;
  const found = matches.referenceOf[detection]!;
  if (found === BELOW_THRESHOLD) return "below-threshold";
  return found === UNMATCHED ? "false-positive" : "true-positive";
}

interface RowsById {
  readonly detections: ReadonlyMap<string, number>;
  readonly references: ReadonlyMap<string, number>;
}

const known = new WeakMap<RunTable, RowsById>();

/** Where a detection or reference box stands in the table. */
export function rowsById(table: RunTable): RowsById {
  const rows = known.get(table) ?? {
    detections: new Map(table.head.detectionIds.map((id, row) => [id, row])),
    references: new Map(table.head.referenceIds.map((id, row) => [id, row])),
  };
  known.set(table, rows);
  return rows;
}
