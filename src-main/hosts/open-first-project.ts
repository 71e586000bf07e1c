/** @file What a start shows first: the project that was asked for, the one opened last, or the shipped sample. */
import type { RouterClient } from "@orpc/server";
import type { Application } from "../services/application";
import type { Logger } from "../jobs/job";

type ApplicationClient = RouterClient<Application["router"]>;

/** @throws when the project that was asked for cannot be opened; any other trouble is left to the page to show. */
export async function openFirstProject(
  { projects }: Pick<ApplicationClient, "projects">,
  project: string | undefined,
  log: Logger,
): Promise<void> {
  if (project !== undefined) {
    await projects.open({ path: project });
    return;
  }
  try {
    const last = (await projects.recent()).find(({ exists }) => exists);
    await (last ? projects.open({ path: last.path }) : projects.openSample());
  } catch (error) {
    log.warn("No project could be opened at start.", { error });
  }
}
