/** @file Opens, makes and closes projects; the event that follows changes what is on screen. */
import type { Project } from "../../src-shared/domain/project";
import { client } from "../client/client";
import { forgetProject } from "./forget-project";
import { queries } from "./queries";
import { queryClient } from "./query-client";

export async function openProject(path: string): Promise<void> {
  enter(await client.projects.open({ path }));
}

export async function createProject(input: { readonly path: string; readonly name?: string }): Promise<void> {
  enter(await client.projects.create(input));
}

export async function openSample(): Promise<void> {
  enter(await client.projects.openSample());
}

export async function closeProject(): Promise<void> {
  await client.projects.close();
  enter(null);
}

/** The event says the same; whichever comes first settles it. */
function enter(project: Project | null): void {
  const { queryKey } = queries.project();
  if (queryClient.getQueryData(queryKey)?.path !== project?.path) forgetProject();
  queryClient.setQueryData(queryKey, project);
  void queryClient.invalidateQueries({ queryKey: queries.recentProjects().queryKey });
}
