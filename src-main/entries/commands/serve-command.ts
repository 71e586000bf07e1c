/** @file `overread serve`: the whole application for one project in a browser. */
import { Failure } from "../../../src-shared/domain/failure";
import { runServer } from "../../hosts/browser/run-server";
import { isProjectFolder } from "../../services/projects/open-project";
import type { CommandContext } from "./command-context";

export interface ServeOptions {
  readonly project: string;
  readonly port?: number;
  readonly open: boolean;
}

/** Answers once the server does; the process then lives until a signal ends it. */
export async function serveCommand({ entryUrl }: CommandContext, { project, port, open }: ServeOptions): Promise<void> {
  // Refused before a port is taken.
  if (!isProjectFolder(project)) throw new Failure("not-found", `${project} is no Overread project; import makes one.`);
  await runServer({ entryUrl, project, opensBrowser: open, ...(port !== undefined && { port }) });
}
