/** @file The topic `evaluations`: figures of runs, and what readers made of the errors. */
import { z } from "zod";
import type { evaluations } from "../../src-shared/contract/evaluations";
import { readComparison } from "../data/store/comparisons";
import { readLatestEvaluation, readLatestFigures } from "../data/store/evaluations";
import type { ServiceOf } from "./calls/service-of";
import { calibrationProcedures } from "./evaluations/calibration-procedures";
import { projectWithRun } from "./evaluations/project-with-run";
import { readerProcedures } from "./evaluations/reader-procedures";
import { startComparison, startEvaluation } from "./evaluations/start-evaluation";
import { writeRjafroc } from "./evaluations/write-rjafroc";
import { requireRun } from "./run-service";
import type { ServiceContext } from "./service-context";

const Figures = z.record(z.string(), z.json()).nullable();

export function evaluationService(
  context: Pick<ServiceContext, "projects" | "jobs" | "events" | "pool">,
): ServiceOf<typeof evaluations> {
  const { projects } = context;
  return {
    evaluate: async ({ runId, ...request }) => {
      const project = projects.require();
      return startEvaluation(context, project, await requireRun(project, runId), request);
    },
    latest: async ({ runId }) => {
      const project = await projectWithRun(context, runId);
      return (await readLatestEvaluation(project.store, runId)) ?? null;
    },
    figures: async ({ runId }) => {
      const project = await projectWithRun(context, runId);
      return Figures.parse((await readLatestFigures(project.store, runId)) ?? null);
    },
    compare: async (request) => {
      const project = projects.require();
      const left = await requireRun(project, request.leftRunId);
      const right = await requireRun(project, request.rightRunId);
      return startComparison(context, project, { left, right }, request);
    },
    comparison: async ({ leftRunId, rightRunId }) => {
      const project = projects.require();
      await requireRun(project, leftRunId);
      await requireRun(project, rightRunId);
      return (await readComparison(project.store, leftRunId, rightRunId)) ?? null;
    },
    exportRjafroc: (request, signal) => writeRjafroc(context, projects.require(), { ...request, signal }),
    ...calibrationProcedures(context),
    ...readerProcedures(context),
  };
}
