/** @file The topic `evaluations`: figures of runs, and what readers have looked at. */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { evaluations } from "../../src-shared/contract/evaluations";
import { Failure } from "../../src-shared/domain/failure";
import { EvaluationId, type JobId, type RunId } from "../../src-shared/domain/identifiers";
import type { Review } from "../../src-shared/domain/review";
import type { Run } from "../../src-shared/domain/run";
import { readLatestEvaluation, readLatestFigures } from "../data/store/evaluations";
import { appendReview, listReviews, undoReview } from "../data/store/reviews";
import { hasInstance } from "../data/store/studies";
import type { ServiceOf } from "./calls/service-of";
import type { OpenProject } from "./projects/open-project";
import { requireRun } from "./run-service";
import type { ServiceContext } from "./service-context";
import { userName } from "./user-name";

const Figures = z.record(z.string(), z.json()).nullable();

export function evaluationService(
  context: Pick<ServiceContext, "projects" | "jobs" | "events">,
): ServiceOf<typeof evaluations> {
  const { projects, events } = context;
  return {
    evaluate: async ({ runId }) => {
      const project = projects.require();
      return startEvaluation(context, project, await requireRun(project, runId));
    },
    latest: async ({ runId }) => {
      const project = await projectWithRun(context, runId);
      return (await readLatestEvaluation(project.store, runId)) ?? null;
    },
    figures: async ({ runId }) => {
      const project = await projectWithRun(context, runId);
      return Figures.parse((await readLatestFigures(project.store, runId)) ?? null);
    },
    reviews: async ({ runId }) => {
      const project = await projectWithRun(context, runId);
      return listReviews(project.store, runId);
    },
    review: async (review) => {
      const project = await projectWithRun(context, review.runId);
      await keepReview(project, review);
      events.publish({ kind: "reviews-changed", runId: review.runId, instanceId: review.instanceId });
      return null;
    },
    undoReview: async ({ runId }) => {
      const project = await projectWithRun(context, runId);
      const undone = await undoReview(project.store, runId, { who: userName() });
      if (undone) events.publish({ kind: "reviews-changed", runId, instanceId: undone.instanceId });
      return undone ?? null;
    },
  };
}

/** @throws {Failure} `conflict` while the run is being computed: its figures would be those of a part. */
export async function startEvaluation(
  { jobs }: Pick<ServiceContext, "jobs">,
  project: OpenProject,
  run: Run,
): Promise<{ jobId: JobId; evaluationId: EvaluationId }> {
  if (run.state === "running") {
    throw new Failure("conflict", `The run ${run.name} is still being computed; evaluate it when it has ended.`);
  }
  const evaluationId = EvaluationId.parse(randomUUID());
  const jobId = await jobs.start(project, {
    kind: "evaluate",
    title: `Evaluate ${run.name}`,
    input: { runId: run.id, evaluationId },
    subject: evaluationId,
  });
  return { jobId, evaluationId };
}

async function projectWithRun({ projects }: Pick<ServiceContext, "projects">, runId: RunId): Promise<OpenProject> {
  const project = projects.require();
  await requireRun(project, runId);
  return project;
}

async function keepReview(project: OpenProject, review: Review): Promise<void> {
  if (!(await hasInstance(project.store, review.instanceId))) {
    throw new Failure("not-found", `The project ${project.name} has no image ${review.instanceId}.`);
  }
  await appendReview(project.store, { ...review, at: new Date().toISOString(), who: userName() });
}
