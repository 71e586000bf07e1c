/** @file The boxes of the active run as every view shows them at the moment, for commands outside a component. */
import type { RunTable } from "../../src-shared/contract/run-table";
import { useActiveRun } from "./active-run-store";
import { currentCalibration, readThrough } from "./chosen-calibration";
import { queries } from "./queries";
import { queryClient } from "./query-client";

/** Undefined while they are on their way. */
export function currentRunTable(): RunTable | undefined {
  const { runId } = useActiveRun.getState();
  const table = runId && queryClient.getQueryData(queries.runTable(runId).queryKey);
  return table && readThrough(table, currentCalibration());
}
