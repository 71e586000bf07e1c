/** @file What every command gets: the terminal, the way to the application, and the project that it names. */
import { resolve } from "node:path";
import type { RouterClient } from "@orpc/server";
import { createRouterClient } from "@orpc/server";
import type { Project } from "../../../src-shared/domain/project";
import { createApplication, type Application, type ApplicationOptions } from "../../services/application";
import { isProjectFolder } from "../../services/projects/open-project";
import type { Terminal } from "./terminal";

export interface CommandContext {
  readonly terminal: Terminal;
  readonly application: Omit<ApplicationOptions, "host">;
  /** The entry's own address, from which what is built beside it is found. */
  readonly entryUrl: string;
}

export type CommandClient = RouterClient<Application["router"]>;

export interface OpenApplication {
  readonly client: CommandClient;
  readonly bytes: Application["bytes"];
}

/** Builds the application for the length of one command. */
export async function withApplication<Result>(
  { application: options }: Pick<CommandContext, "application">,
  work: (opened: OpenApplication) => Promise<Result>,
): Promise<Result> {
  const application = await createApplication({ ...options, host: "browser" });
  try {
    return await work({ client: createRouterClient(application.router, { context: {} }), bytes: application.bytes });
  } finally {
    await application.close();
  }
}

export interface OpenCommandProject extends OpenApplication {
  readonly project: Project;
}

/** The same with the project open; `makeMissing` makes one where the folder holds none. */
export function withProject<Result>(
  context: Pick<CommandContext, "application">,
  { path, makeMissing = false }: { readonly path: string; readonly makeMissing?: boolean },
  work: (opened: OpenCommandProject) => Promise<Result>,
): Promise<Result> {
  const folder = resolve(path);
  return withApplication(context, async (opened) => {
    const { projects } = opened.client;
    const isNew = makeMissing && !isProjectFolder(folder);
    const project = await (isNew ? projects.create({ path: folder }) : projects.open({ path: folder }));
    return work({ ...opened, project });
  });
}
