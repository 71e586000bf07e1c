/** @file The procedures for what readers make of errors: looked at or not, and who is wrong, model or label. */
import type { evaluations } from "../../../src-shared/contract/evaluations";
import { Failure } from "../../../src-shared/domain/failure";
import type { InstanceId } from "../../../src-shared/domain/identifiers";
import { appendReview, listReviews, undoReview } from "../../data/store/reviews";
import { hasInstance } from "../../data/store/studies";
import { appendVerdict, listVerdicts, undoVerdict } from "../../data/store/verdicts";
import type { ServiceOf } from "../calls/service-of";
import type { OpenProject } from "../projects/open-project";
import type { ServiceContext } from "../service-context";
import { userName } from "../user-name";
import { projectWithRun } from "./project-with-run";

type Reviewing = "reviews" | "review" | "undoReview";
type Judging = "verdicts" | "judge" | "undoVerdict";
type ReaderContext = Pick<ServiceContext, "projects" | "events">;

export function readerProcedures(context: ReaderContext): Pick<ServiceOf<typeof evaluations>, Reviewing | Judging> {
  return { ...reviewProcedures(context), ...verdictProcedures(context) };
}

function reviewProcedures(context: ReaderContext): Pick<ServiceOf<typeof evaluations>, Reviewing> {
  const { events } = context;
  return {
    reviews: async ({ runId }) => {
      const project = await projectWithRun(context, runId);
      return listReviews(project.store, runId);
    },
    review: async (review) => {
      const project = await projectWithRun(context, review.runId);
      await requireImage(project, review.instanceId);
      await appendReview(project.store, { ...review, ...now() });
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

function verdictProcedures(context: ReaderContext): Pick<ServiceOf<typeof evaluations>, Judging> {
  const { events } = context;
  return {
    verdicts: async ({ runId }) => {
      const project = await projectWithRun(context, runId);
      return listVerdicts(project.store, runId);
    },
    judge: async (verdict) => {
      const project = await projectWithRun(context, verdict.runId);
      await requireImage(project, verdict.instanceId);
      await appendVerdict(project.store, { ...verdict, ...now() });
      events.publish({ kind: "verdicts-changed", runId: verdict.runId, instanceId: verdict.instanceId });
      return null;
    },
    undoVerdict: async ({ runId }) => {
      const project = await projectWithRun(context, runId);
      const undone = await undoVerdict(project.store, runId, { who: userName() });
      if (undone) events.publish({ kind: "verdicts-changed", runId, instanceId: undone.instanceId });
      return undone ?? null;
    },
  };
}

function now(): { readonly at: string; readonly who: string } {
  return { at: new Date().toISOString(), who: userName() };
}

async function requireImage(project: OpenProject, instanceId: InstanceId): Promise<void> {
  if (await hasInstance(project.store, instanceId)) return;
  throw new Failure("not-found", `The project ${project.name} has no image ${instanceId}.`);
}
