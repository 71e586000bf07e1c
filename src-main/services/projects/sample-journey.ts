/** @file The shipped radiographs as a project: imported, detected and evaluated the first time, opened at once later. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { listDatasets } from "../../data/store/datasets";
import { listModels } from "../../data/store/models";
import { listRuns } from "../../data/store/runs";
import type { Logger } from "../../jobs/job";
import { startImport } from "../dataset-service";
import { startEvaluation } from "../evaluations/start-evaluation";
import { resumeRun, startRun } from "../run-service";
import type { ServiceContext } from "../service-context";
import { registerShippedModels } from "./register-shipped-models";
import { isProjectFolder, type OpenProject } from "./open-project";

const SAMPLE_NAME = "Sample radiographs";

export class SampleJourney {
  /** The journey that is under way, by project; a second request for the sample joins it. */
  private readonly underWay = new WeakMap<OpenProject, Promise<void>>();

  constructor(private readonly context: ServiceContext) {}

  /** Answers as soon as the project is open; what is left of the journey goes on as jobs. */
  async open(): Promise<OpenProject> {
    const project = await this.openOrCreate();
    if (!this.underWay.has(project)) this.begin(project);
    return project;
  }

  private async openOrCreate(): Promise<OpenProject> {
    const { projects, sampleFolder } = this.context;
    if (isProjectFolder(sampleFolder)) return projects.open(sampleFolder);
    // This folder is Overread's own: without a database it is what a program left that ended while making it.
    await rm(sampleFolder, { recursive: true, force: true });
    return projects.create(sampleFolder, SAMPLE_NAME);
  }

  private begin(project: OpenProject): void {
    const journey = this.goOn(project)
      .catch((error: unknown) => this.log.error("The journey through the sample stopped.", { error }))
      .finally(() => this.underWay.delete(project));
    this.underWay.set(project, journey);
  }

  private get log(): Logger {
    return this.context.log;
  }

  /** Looks at what is there and does the next step, so that it goes on wherever it was interrupted. */
  private async goOn(project: OpenProject): Promise<void> {
    if (!(await this.hasImages(project))) return;
    const run = await this.findCompleteRun(project);
    if (run && !run.isEvaluated && run.state === "complete") {
      const unfinished = (await this.context.jobs.list(project)).some(
        ({ kind, current }) => kind === "evaluate" && (current.state === "queued" || current.state === "running"),
      );
      if (!unfinished) await startEvaluation(this.context, project, run);
    }
  }

  /** False when the import was cancelled or failed; its job says why. */
  private async hasImages(project: OpenProject): Promise<boolean> {
    const datasets = await listDatasets(project.store);
    if (datasets.some(({ isComplete }) => isComplete)) return true;
    const source = join(this.context.resourcesFolder, "sample");
    const { jobId } = await startImport(this.context, project, source);
    return this.isDone(project, jobId);
  }

  private async findCompleteRun(project: OpenProject) {
    const earlier = (await listRuns(project.store)).at(-1);
    if (earlier?.state === "complete") return earlier;
    await registerShippedModels(project, this.context.resourcesFolder);
    const model = (await listModels(project.store))[0];
    if (!earlier && !model) return undefined;
    const { jobId } = earlier
      ? await resumeRun(this.context, project, earlier)
      : await startRun(this.context, project, { modelId: model!.id, device: "auto", precision: "single" });
    if (!(await this.isDone(project, jobId))) return undefined;
    return (await listRuns(project.store)).at(-1);
  }

  private async isDone(project: OpenProject, jobId: Parameters<ServiceContext["jobs"]["ended"]>[1]): Promise<boolean> {
    const { current } = await this.context.jobs.ended(project, jobId);
    return current.state === "done";
  }
}
