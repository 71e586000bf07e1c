/** @file Which images and boxes of a run lie behind the marks that were clicked: computed once, however many ask. */
import { useMemo } from "react";
import type { RunTable } from "../../src-shared/contract/run-table";
import type { CaseFilter } from "../../src-shared/domain/case-filter";
import { type Cases, casesBehindAll } from "../../src-shared/figures/cases-behind";
import type { DetectionError } from "../../src-shared/matching/rank-errors";
import { useCases } from "./cases-store";

const known = new WeakMap<readonly CaseFilter[], { readonly table: RunTable; readonly cases: Cases }>();

/** Undefined where nothing is asked: every row is then among the cases. */
export function casesOf(table: RunTable, filters: readonly CaseFilter[]): Cases | undefined {
  if (filters.length === 0) return undefined;
  const before = known.get(filters);
  if (before?.table === table) return before.cases;
  const cases = casesBehindAll(table, filters);
  known.set(filters, { table, cases });
  return cases;
}

export function useRunCases(table: RunTable | undefined): Cases | undefined {
  const filters = useCases((state) => state.filters);
  return useMemo(() => table && casesOf(table, filters), [table, filters]);
}

/** Whether the wrong detection, or the missed reference box, is one of those behind the marks. */
export function isBehindCases(cases: Cases, error: DetectionError): boolean {
  return error.kind === "miss" ? cases.references[error.reference] === 1 : cases.detections[error.detection] === 1;
}
