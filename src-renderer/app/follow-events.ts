/** @file The one subscription to the back end's events: each marks what it makes stale. */
import type { ApplicationEvent } from "../../src-shared/contract/application";
import { Failure } from "../../src-shared/domain/failure";
import type { Job } from "../../src-shared/domain/job";
import type { Project } from "../../src-shared/domain/project";
import { watchEvents } from "../client/watch-events";
import { reportFailure } from "../components/report-failure";
import { useCases } from "../stores/cases-store";
import { queries } from "../stores/queries";
import { queryClient } from "../stores/query-client";
import { forgetProject } from "../stores/forget-project";
import { unreachable } from "../../src-shared/domain/unreachable";

export async function followEvents(signal: AbortSignal): Promise<void> {
  await watchEvents({ onEvent: applyEvent, onReconnect: () => void queryClient.invalidateQueries() }, signal);
}

function applyEvent(event: ApplicationEvent): void {
  switch (event.kind) {
    case "project-changed":
      return replaceProject(event.project);
    case "job-changed":
      return replaceJob(event.job);
    case "instances-changed":
      markStale(["project"]);
      return markStale(["instances"]);
    case "datasets-changed":
      markStale(["project"]);
      return markStale(["datasets"]);
    case "models-changed":
      markStale(["models"]);
      return markStale(["devices"]);
    case "runs-changed":
      markStale(["runs"]);
      // Cases are chosen by what the run drew.
      if (useCases.getState().filters.length > 0) markStale(["instances"]);
      return markStale(["run-table", event.runId]);
    case "evaluations-changed":
      markStale(["runs"]);
      return markStale(["evaluations", event.runId]);
    case "reviews-changed":
      return markStale(["reviews", event.runId]);
    case "verdicts-changed":
      return markStale(["verdicts", event.runId]);
    case "calibrations-changed":
      return markStale(["calibrations", event.modelId]);
    case "explanations-changed":
      return markStale(["explanations", event.runId]);
    case "trainings-changed":
      markStale(["training-curves", event.trainingId]);
      // A sweep's table holds the figures of its trainings.
      markStale(["sweeps"]);
      return markStale(["trainings"]);
    case "sweeps-changed":
      return markStale(["sweeps"]);
    default:
      return unreachable(event);
  }
}

const PAUSE_MS = 250;
const pending = new Map<string, ReturnType<typeof setTimeout>>();

/** Batches of an import come many a second; each topic is asked for again a few times a second at most, and always
 * once after its last event. */
function markStale(queryKey: readonly string[]): void {
  const name = queryKey.join(" ");
  if (pending.has(name)) return;
  const timer = setTimeout(() => {
    pending.delete(name);
    void queryClient.invalidateQueries({ queryKey });
  }, PAUSE_MS);
  pending.set(name, timer);
}

function replaceProject(project: Project | null): void {
  const { queryKey } = queries.project();
  const before = queryClient.getQueryData(queryKey);
  if (before?.path !== project?.path) forgetProject();
  queryClient.setQueryData(queryKey, project);
  markStale(["recent-projects"]);
}

function replaceJob(job: Job): void {
  const { queryKey } = queries.jobs();
  const before = queryClient.getQueryData(queryKey)?.find(({ id }) => id === job.id);
  if (job.current.state === "failed" && before?.current.state !== "failed") {
    reportFailure(Promise.reject(new Failure("internal", `${job.title}: ${job.current.message}`)));
  }
  // A comparison has no event of its own: it is there when its job is done.
  if (job.kind === "compare-runs" && job.current.state === "done") markStale(["comparisons"]);
  queryClient.setQueryData(queryKey, (known = []) =>
    known.some(({ id }) => id === job.id) ? known.map((one) => (one.id === job.id ? job : one)) : [job, ...known],
  );
}
