/** @file The list of projects that were open lately, one JSON file in the user's own folder. */
import { existsSync } from "node:fs";
import { mkdir, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { RecentProject } from "../../../src-shared/domain/project";
import type { Logger } from "../../jobs/job";
import { writeFileAtomically } from "../../data/files/write-file-atomically";
import { isProjectFolder } from "./open-project";

const MAX_RECENT_PROJECTS = 20;

const Entry = RecentProject.omit({ exists: true });
type Entry = z.infer<typeof Entry>;
const Entries = z.array(Entry);

export class RecentProjects {
  /** Changes wait for each other: each reads the file, changes it and writes it back. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly file: string,
    private readonly log: Logger,
  ) {}

  async list(): Promise<RecentProject[]> {
    const entries = await this.inTurn(() => this.read());
    return entries.map(({ path, name, openedAt }) => ({ path, name, openedAt, exists: isProjectFolder(path) }));
  }

  async remember(entry: Entry): Promise<void> {
    await this.change((entries) => [entry, ...entries.filter(({ path }) => path !== entry.path)]);
  }

  async forget(path: string): Promise<void> {
    await this.change((entries) => entries.filter((entry) => entry.path !== path));
  }

  private change(edit: (entries: readonly Entry[]) => readonly Entry[]): Promise<void> {
    return this.inTurn(async () => {
      const entries = edit(await this.read()).slice(0, MAX_RECENT_PROJECTS);
      await mkdir(dirname(this.file), { recursive: true });
      await writeFileAtomically(this.file, `${JSON.stringify(entries, undefined, 2)}\n`);
    });
  }

  private async read(): Promise<readonly Entry[]> {
    if (!existsSync(this.file)) return [];
    try {
      return Entries.parse(JSON.parse(await readFile(this.file, "utf8")));
    } catch (error) {
      const aside = `${this.file}.unreadable-${Date.now()}`;
      this.log.warn("The list of recent projects could not be read; it was put aside and begins anew.", {
        aside,
        error,
      });
      await rename(this.file, aside);
      return [];
    }
  }

  private inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => {});
    return result;
  }
}
