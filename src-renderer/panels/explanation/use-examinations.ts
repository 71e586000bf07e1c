/** @file The checks and D-RISE maps of a run that are under way. */
import { useQuery } from "@tanstack/react-query";
import type { RunId } from "../../../src-shared/domain/identifiers";
import type { Job } from "../../../src-shared/domain/job";
import { queries } from "../../stores/queries";

export function useExaminations(runId: RunId): readonly Job[] {
  const jobs = useQuery(queries.jobs()).data ?? [];
  return jobs.filter(
    ({ kind, subject, current }) =>
      kind === "examine-map" && subject === runId && (current.state === "running" || current.state === "queued"),
  );
}
