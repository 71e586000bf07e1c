/** @file The topic `projects`: opening, making and closing them, and the shipped sample. */
import { resolve } from "node:path";
import type { projects } from "../../src-shared/contract/projects";
import type { ServiceOf } from "./calls/service-of";
import { describeProject } from "./projects/open-project";
import type { SampleJourney } from "./projects/sample-journey";
import type { ServiceContext } from "./service-context";

export function projectService(
  { projects: registry, recent }: Pick<ServiceContext, "projects" | "recent">,
  sample: SampleJourney,
): ServiceOf<typeof projects> {
  return {
    current: async () => (registry.current ? describeProject(registry.current) : null),
    recent: () => recent.list(),
    open: async ({ path }) => describeProject(await registry.open(path)),
    create: async ({ path, name }) => describeProject(await registry.create(path, name)),
    openSample: async () => describeProject(await sample.open()),
    close: async () => {
      await registry.close();
      return null;
    },
    forget: async ({ path }) => {
      await recent.forget(resolve(path));
      return null;
    },
  };
}
