/** @file Chooses a run and an image where nothing is chosen yet, so that a radiograph is on screen at once. */
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import type { InstanceId } from "../../src-shared/domain/identifiers";
import { failureOf } from "../client/failure-of";
import { useActiveRun } from "../stores/active-run-store";
import { useWorklistFilter } from "../stores/case-query";
import { queries } from "../stores/queries";
import { useSelection } from "../stores/selection-store";
import { useThresholds } from "../stores/thresholds-store";
import { firstToRead, newestRun } from "./first-choices";

export function useFirstChoices(): void {
  useFirstRun();
  useFirstImage();
}

function useFirstRun(): void {
  const runs = useQuery(queries.runs()).data;
  const runId = useActiveRun((state) => state.runId);
  useEffect(() => {
    if (!runs || runs.some(({ id }) => id === runId)) return;
    const run = newestRun(runs);
    useActiveRun.getState().chooseRun(run?.id);
    if (run) useThresholds.getState().setScoreThreshold(run.suggestedThreshold);
  }, [runs, runId]);
}

function useFirstImage(): void {
  const filter = useWorklistFilter();
  const rows = useQuery(queries.worklistPage(filter, 0)).data?.rows;
  const instanceId = useSelection((state) => state.instanceId);
  const { error } = useQuery({
    ...queries.detail(instanceId ?? ("" as InstanceId)),
    enabled: instanceId !== undefined,
  });
  useEffect(() => {
    // The address of the page may name an image of another project.
    if (error && failureOf(error).code === "not-found") useSelection.getState().clear();
  }, [error]);
  useEffect(() => {
    const row = rows && firstToRead(rows);
    if (!instanceId && row) useSelection.getState().show(row.instanceId);
  }, [rows, instanceId]);
}
