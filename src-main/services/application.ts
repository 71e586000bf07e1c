/** @file Composes the whole back end; the desktop, the browser host, the command line and the tests build this. */
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { ApplicationInfo } from "../../src-shared/contract/application";
import type { JobKind } from "../../src-shared/domain/job";
import { DeviceProbe } from "../jobs/device-probe";
import type { Logger } from "../jobs/job";
import { JobPool } from "../jobs/pool/job-pool";
import type { StartWorker } from "../jobs/pool/worker-process";
import { applicationService } from "./application-service";
import { createByteService } from "./byte-service";
import { datasetService } from "./dataset-service";
import { evaluationService } from "./evaluation-service";
import { EventBus } from "./event-bus";
import { explanationService } from "./explanation-service";
import { jobService } from "./job-service";
import { JobQueue } from "./jobs/job-queue";
import { jobTypes } from "./jobs/job-types";
import { WaitedWork } from "./jobs/waited-work";
import { modelService } from "./model-service";
import { projectService } from "./project-service";
import { describeProject, type OpenProject } from "./projects/open-project";
import { ProjectRegistry } from "./projects/project-registry";
import { RecentProjects } from "./projects/recent-projects";
import { registerShippedModels } from "./projects/register-shipped-models";
import { SampleJourney } from "./projects/sample-journey";
import { buildRouter, type ApplicationRouter } from "./router";
import { recoverRuns, runService } from "./run-service";
import type { ServiceContext } from "./service-context";
import { studyService } from "./study-service";
import { sweepService } from "./sweep-service";
import { trainingService } from "./training-service";
import { recoverTrainings } from "./trainings/recover-trainings";

export interface ApplicationOptions {
  readonly host: ApplicationInfo["host"];
  readonly startWorker: StartWorker;
  /** Where the list of recent projects and the sample's project lie. */
  readonly userDataFolder: string;
  /** What is shipped: sample/ and models/. */
  readonly resourcesFolder: string;
  readonly version: string;
  readonly log: Logger;
  /** Shown to the person; by default where the hosts write it. */
  readonly logFile?: string;
}

export interface Application {
  readonly router: ApplicationRouter;
  readonly bytes: (request: Request) => Promise<Response>;
  /** Number of clients that listen to events at present. */
  readonly listeners: () => number;
  /** Stops all work, writes what is on its way, closes the project and lets the workers go. */
  readonly close: () => Promise<void>;
}

export function createApplication(options: ApplicationOptions): Application {
  const context = createContext(options);
  const router = buildRouter(
    {
      application: applicationService(context),
      projects: projectService(context, new SampleJourney(context)),
      studies: studyService(context),
      datasets: datasetService(context),
      models: modelService(context),
      runs: runService(context),
      evaluations: evaluationService(context),
      explanations: explanationService(context),
      training: trainingService(context),
      sweeps: sweepService(context),
      jobs: jobService(context),
    },
    context.log,
  );
  return {
    router,
    bytes: createByteService(context),
    listeners: () => context.events.listeners,
    close: async () => {
      await context.projects.close();
      await context.pool.close();
      await context.events.close();
    },
  };
}

function createContext({
  startWorker,
  userDataFolder,
  resourcesFolder,
  log,
  ...options
}: ApplicationOptions): ServiceContext {
  const events = new EventBus();
  const pool = new JobPool({ startWorker, log });
  const recent = new RecentProjects(join(userDataFolder, "recent-projects.json"), log);
  const jobs: JobQueue = new JobQueue({ pool, events, log, typeOf: (kind: JobKind) => types[kind] });
  const devices = new DeviceProbe({ pool });
  const info = {
    version: options.version,
    host: options.host,
    platform: process.platform,
    documentsFolder: documentsFolder(),
    logFile: options.logFile ?? join(userDataFolder, "logs", "overread.log"),
  };
  const types = jobTypes({ jobs, events, devices, info });
  const context = {
    info,
    recent,
    jobs,
    pool,
    waited: new WaitedWork(),
    events,
    devices,
    resourcesFolder,
    log,
    sampleFolder: join(userDataFolder, "sample-project"),
  };
  return { ...context, projects: watchedProjects(context) };
}

/** What opening and closing a project means for the other services. */
function watchedProjects(context: Omit<ServiceContext, "projects">): ProjectRegistry {
  const { jobs, waited, events, recent, resourcesFolder, log } = context;
  const remember = async ({ folder, name }: OpenProject): Promise<void> => {
    // The list is a convenience: a full disk or a read-only home must not keep a project from opening.
    await recent
      .remember({ path: folder, name, openedAt: new Date().toISOString() })
      .catch((error: unknown) => log.warn("The list of recent projects could not be written.", { error }));
  };
  return new ProjectRegistry({
    onOpened: async (project, isNew) => {
      if (isNew) {
        // A project without the demonstration detector is still a project; the models panel adds others.
        await registerShippedModels(project, resourcesFolder).catch((error: unknown) =>
          log.error("The shipped detectors could not be registered.", { error }),
        );
      }
      await jobs.recoverLeftovers(project);
      await recoverRuns(project);
      await recoverTrainings(project);
    },
    onClosing: async (project) => {
      await waited.stopAll(project);
      await jobs.stopAll(project);
    },
    onChanged: async (project) => {
      if (project) await remember(project);
      events.publish({ kind: "project-changed", project: project ? await describeProject(project) : null });
    },
  });
}

function documentsFolder(): string {
  const documents = join(homedir(), "Documents");
  return existsSync(documents) ? documents : homedir();
}
