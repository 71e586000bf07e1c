/** @file The open project, once it is known to have a run. */
import type { RunId } from "../../../src-shared/domain/identifiers";
import type { OpenProject } from "../projects/open-project";
import { requireRun } from "../run-service";
import type { ServiceContext } from "../service-context";

/** @throws {Failure} `not-found`, or `conflict` where no project is open */
export async function projectWithRun(
  { projects }: Pick<ServiceContext, "projects">,
  runId: RunId,
): Promise<OpenProject> {
  const project = projects.require();
  await requireRun(project, runId);
  return project;
}
