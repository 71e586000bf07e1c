/** @file The folders that a host needs: a small built page, a user's data, and a project that can be opened. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createProject } from "../../src-main/services/projects/open-project";

export interface HostFolders {
  readonly rendererFolder: string;
  readonly userDataFolder: string;
  readonly resourcesFolder: string;
  readonly projectFolder: string;
  readonly remove: () => Promise<void>;
}

export const PAGE =
  '<!doctype html><title>Overread</title><script type="module" src="/assets/index-Cafe1234.js"></script>';

export async function buildHostFolders(): Promise<HostFolders> {
  const root = await mkdtemp(join(tmpdir(), "overread-host-"));
  const rendererFolder = join(root, "out", "renderer");
  await mkdir(join(rendererFolder, "assets"), { recursive: true });
  await writeFile(join(rendererFolder, "index.html"), PAGE);
  await writeFile(join(rendererFolder, "assets", "index-Cafe1234.js"), "export {};");
  await writeFile(join(root, "out", "secret.txt"), "not for the page");
  const projectFolder = join(root, "project");
  await (await createProject(projectFolder)).close();
  return {
    rendererFolder,
    userDataFolder: join(root, "user"),
    resourcesFolder: fileURLToPath(new URL("../../resources", import.meta.url)),
    projectFolder,
    remove: () => rm(root, { recursive: true, force: true }),
  };
}
