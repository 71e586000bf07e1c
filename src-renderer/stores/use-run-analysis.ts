/** @file The active run with its boxes and what the two thresholds make of them, for any component that asks. */
import { useDeferredValue } from "react";
import { skipToken, useQuery } from "@tanstack/react-query";
import type { RunTable } from "../../src-shared/contract/run-table";
import type { RunId } from "../../src-shared/domain/identifiers";
import { useActiveRun } from "./active-run-store";
import { readThrough, useChosenCalibration } from "./chosen-calibration";
import { queries } from "./queries";
import { analyseRun, type RunAnalysis } from "./run-analysis";
import { useThresholds } from "./thresholds-store";

/** At the thresholds under the hand: for counts and overlays, which are cheap to draw. */
export function useRunAnalysis(): RunAnalysis | undefined {
  return useAnalysisAt(useScoreThreshold(), useIouThreshold());
}

/** At the thresholds of a moment ago while the hand moves: for long lists, which may lag behind by a frame. */
export function useDeferredRunAnalysis(): RunAnalysis | undefined {
  return useAnalysisAt(useDeferredValue(useScoreThreshold()), useDeferredValue(useIouThreshold()));
}

/** With its scores as they are read at present; undefined while boxes or recalibration are not there yet. */
export function useRunTable(): RunTable | undefined {
  const table = useRunTableQuery().data;
  const calibration = useChosenCalibration();
  return table && calibration !== "pending" ? readThrough(table, calibration) : undefined;
}

export function useRunTableQuery() {
  const runId = useActiveRun((state) => state.runId);
  // A query needs a key even where nothing is to be asked.
  const query = queries.runTable(runId ?? ("" as RunId));
  return useQuery({ ...query, queryFn: runId ? query.queryFn! : skipToken });
}

function useAnalysisAt(scoreThreshold: number, iouThreshold: number): RunAnalysis | undefined {
  const table = useRunTable();
  return table && analyseRun(table, { scoreThreshold, iouThreshold });
}

function useScoreThreshold(): number {
  return useThresholds((state) => state.scoreThreshold);
}

function useIouThreshold(): number {
  return useThresholds((state) => state.iouThreshold);
}
