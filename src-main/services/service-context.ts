/** @file What every service works with; `application.ts` makes it once. */
import type { ApplicationInfo } from "../../src-shared/contract/application";
import type { DeviceProbe } from "../jobs/device-probe";
import type { Logger } from "../jobs/job";
import type { JobPool } from "../jobs/pool/job-pool";
import type { EventBus } from "./event-bus";
import type { JobQueue } from "./jobs/job-queue";
import type { WaitedWork } from "./jobs/waited-work";
import type { ProjectRegistry } from "./projects/project-registry";
import type { RecentProjects } from "./projects/recent-projects";

export interface ServiceContext {
  readonly info: ApplicationInfo;
  readonly projects: ProjectRegistry;
  readonly recent: RecentProjects;
  readonly jobs: JobQueue;
  readonly pool: JobPool;
  /** Work beside the journal, which stops with its project. */
  readonly waited: WaitedWork;
  readonly events: EventBus;
  /** What the machine's execution providers can do. */
  readonly devices: DeviceProbe;
  readonly resourcesFolder: string;
  /** Where the sample's own project lies. */
  readonly sampleFolder: string;
  readonly log: Logger;
}
