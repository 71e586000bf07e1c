/** @file The chosen cases and the worklist's filter as one question to the back end. */
import { useMemo } from "react";
import type { CaseQuery } from "../../src-shared/domain/case-filter";
import type { CalibrationId, RunId } from "../../src-shared/domain/identifiers";
import { useActiveRun } from "./active-run-store";
import { useCalibration } from "./calibration-store";
import { type CasesState, useCases } from "./cases-store";
import type { WorklistFilter } from "./queries";
import { useWorklist, worklistFilter } from "./worklist-store";

interface Reading {
  readonly runId: RunId | undefined;
  readonly calibrationId: CalibrationId | undefined;
}

/** Undefined where nothing is asked, or where it is asked of a run and none is chosen yet. */
export function caseQueryOf(
  { filters, isOverRun }: Pick<CasesState, "filters" | "isOverRun">,
  { runId, calibrationId }: Reading,
): CaseQuery | undefined {
  if (filters.length === 0) return undefined;
  if (!isOverRun) return { filters: [...filters] };
  if (!runId) return undefined;
  return { runId, ...(calibrationId && { calibrationId }), filters: [...filters] };
}

export function useCaseQuery(): CaseQuery | undefined {
  const filters = useCases((state) => state.filters);
  const isOverRun = useCases((state) => state.isOverRun);
  const runId = useActiveRun((state) => state.runId);
  const calibrationId = useCalibration((state) => state.calibrationId);
  return useMemo(
    () => caseQueryOf({ filters, isOverRun }, { runId, calibrationId }),
    [filters, isOverRun, runId, calibrationId],
  );
}

/** What the worklist is narrowed to by its own fields and by the chosen cases. */
export function useWorklistFilter(): WorklistFilter {
  const { search, splitId, presence, order } = useWorklist();
  const cases = useCaseQuery();
  return useMemo(
    () => ({ ...worklistFilter({ search, splitId, presence, order }), ...(cases && { cases }) }),
    [search, splitId, presence, order, cases],
  );
}

/** The same for a command, at the moment of asking. */
export function currentWorklistFilter(): WorklistFilter {
  const { runId } = useActiveRun.getState();
  const cases = caseQueryOf(useCases.getState(), { runId, calibrationId: useCalibration.getState().calibrationId });
  return { ...worklistFilter(useWorklist.getState()), ...(cases && { cases }) };
}
