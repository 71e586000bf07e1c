/** @file A project that is open: its folder, its database and its lock. */
import { mkdir, readdir, rm, rmdir } from "node:fs/promises";
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { Failure } from "../../../src-shared/domain/failure";
import type { Project } from "../../../src-shared/domain/project";
import { countContents } from "../../data/store/count-contents";
import { insertProject, readProject } from "../../data/store/project";
import { openStore, type WritableStore } from "../../data/store/store";
import { PROJECT_DATABASE } from "../../jobs/pool/project-files";
import { lockProject } from "./project-lock";

const PROJECT_FOLDERS = ["models", "logs", "checkpoints", "heat-maps"] as const;

export interface OpenProject {
  readonly folder: string;
  readonly name: string;
  readonly createdAt: string;
  readonly store: WritableStore;
  /** Closes the database and gives the lock back. */
  readonly close: () => Promise<void>;
}

export function isProjectFolder(folder: string): boolean {
  return existsSync(join(folder, PROJECT_DATABASE));
}

/** @throws {Failure} `not-found` when the folder holds no project, `conflict` when another program has it open. */
export async function openProject(folder: string): Promise<OpenProject> {
  if (!existsSync(folder)) throw new Failure("not-found", `There is no folder ${folder}.`);
  if (!isProjectFolder(folder)) {
    throw new Failure("not-found", `${folder} is no Overread project: it holds no ${PROJECT_DATABASE}.`);
  }
  return openLocked(folder, readProject);
}

/** @throws {Failure} `conflict` when the folder holds anything already. */
export async function createProject(folder: string, name = basename(folder)): Promise<OpenProject> {
  await refuseUsedFolder(folder);
  const isNewFolder = !existsSync(folder);
  await makeFolders(folder);
  try {
    return await openLocked(folder, async (store) => {
      const project = { name, createdAt: new Date().toISOString() };
      await insertProject(store, project);
      return project;
    });
  } catch (error) {
    // Refused by the lock, the place belongs to the program that holds it.
    if (!(error instanceof Failure && error.code === "conflict")) await discardProject(folder, isNewFolder);
    throw error;
  }
}

export async function describeProject(project: OpenProject): Promise<Project> {
  const { folder, name, createdAt, store } = project;
  return { path: folder, name, createdAt, counts: await countContents(store) };
}

async function openLocked(
  folder: string,
  readOrMake: (store: WritableStore) => Promise<{ name: string; createdAt: string }>,
): Promise<OpenProject> {
  const lock = await lockProject(folder);
  let store: WritableStore | undefined;
  try {
    const opened = (store = await openStore(join(folder, PROJECT_DATABASE)));
    const { name, createdAt } = await readOrMake(opened);
    const close = (): Promise<void> => opened.close().finally(lock.release);
    return { folder, name, createdAt, store: opened, close };
  } catch (error) {
    await (store?.close() ?? Promise.resolve()).finally(lock.release);
    throw error;
  }
}

async function refuseUsedFolder(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  if (isProjectFolder(folder))
    throw new Failure("conflict", `${folder} holds an Overread project already; open it instead.`);
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new Failure("unsupported", `${folder} is no folder that a project could be made in.`, { cause });
  });
  if (names.length === 0) return;
  const found = names.length === 1 ? `the file ${names[0]}` : `${names.length} files`;
  throw new Failure("conflict", `${folder} holds ${found} already; a project needs an empty or a new folder.`);
}

async function makeFolders(folder: string): Promise<void> {
  try {
    for (const name of PROJECT_FOLDERS) await mkdir(join(folder, name), { recursive: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Failure("unsupported", `A project cannot be made in ${folder}: ${reason}.`, { cause });
  }
}

/** Takes back what was made and nothing else, so that the person can try again there: a file that somebody has put
 * there in the meantime stays. */
async function discardProject(folder: string, isNewFolder: boolean): Promise<void> {
  for (const end of ["", "-wal", "-shm"]) await rm(join(folder, PROJECT_DATABASE + end), { force: true });
  const made = PROJECT_FOLDERS.map((name) => join(folder, name));
  // A folder that is not empty any more stays; why the project could not be made is what the person has to hear.
  for (const path of isNewFolder ? [...made, folder] : made) await rmdir(path).catch(() => {});
}
