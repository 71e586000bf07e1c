/** @file The topic `jobs`: watching, stopping and resuming long work. */
import type { jobs } from "../../src-shared/contract/jobs";
import type { ServiceOf } from "./calls/service-of";
import type { ServiceContext } from "./service-context";

export function jobService({
  jobs: queue,
  projects,
}: Pick<ServiceContext, "jobs" | "projects">): ServiceOf<typeof jobs> {
  return {
    list: async () => (projects.current ? queue.list(projects.current) : []),
    cancel: async ({ jobId }) => {
      await queue.cancel(projects.require(), jobId);
      return null;
    },
    resume: async ({ jobId }) => {
      await queue.resume(projects.require(), jobId);
      return { jobId };
    },
    clearEnded: async () => {
      await queue.clearEnded(projects.require());
      return null;
    },
  };
}
