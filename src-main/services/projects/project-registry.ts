/** @file Which project is open; one at a time, and one change at a time. */
import { resolve } from "node:path";
import { Failure } from "../../../src-shared/domain/failure";
import { createProject, openProject, type OpenProject } from "./open-project";

export interface ProjectWatcher {
  /** Called with a project that has just been opened, before anybody else can use it. */
  readonly onOpened: (project: OpenProject, isNew: boolean) => Promise<void>;
  /** Called while the project can still be used, to stop what works on it. */
  readonly onClosing: (project: OpenProject) => Promise<void>;
  readonly onChanged: (project: OpenProject | undefined) => Promise<void>;
}

export class ProjectRegistry {
  private project: OpenProject | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly watcher: ProjectWatcher) {}

  get current(): OpenProject | undefined {
    return this.project;
  }

  /** @throws {Failure} `conflict` when no project is open. */
  require(): OpenProject {
    if (!this.project) throw new Failure("conflict", "No project is open; open or create one first.");
    return this.project;
  }

  open(path: string): Promise<OpenProject> {
    const folder = resolve(path);
    return this.inTurn(async () =>
      this.project?.folder === folder ? this.project : this.enter(() => openProject(folder), false),
    );
  }

  create(path: string, name?: string): Promise<OpenProject> {
    return this.inTurn(() => this.enter(() => createProject(resolve(path), name), true));
  }

  close(): Promise<void> {
    return this.inTurn(async () => {
      await this.leave();
      await this.watcher.onChanged(undefined);
    });
  }

  /** Opens the new project before it leaves the old one: a refusal leaves everything as it was. */
  private async enter(open: () => Promise<OpenProject>, isNew: boolean): Promise<OpenProject> {
    const project = await open();
    try {
      await this.watcher.onOpened(project, isNew);
      await this.leave();
    } catch (error) {
      await project.close();
      throw error;
    }
    this.project = project;
    await this.watcher.onChanged(project);
    return project;
  }

  private async leave(): Promise<void> {
    const project = this.project;
    if (!project) return;
    await this.watcher.onClosing(project);
    this.project = undefined;
    await project.close();
  }

  private inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => {});
    return result;
  }
}
