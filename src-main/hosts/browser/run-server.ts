/** @file Runs the browser host until a signal ends it, as `npm start` and `overread serve` do. */
import { resolve } from "node:path";
import { forkWorker } from "../../jobs/pool/fork-worker";
import { hostPaths, programVersion, userDataFolder } from "../host-paths";
import { openLog } from "../open-log";
import { closeOnSignal } from "./close-on-signal";
import { hasDisplay, openBrowser } from "./open-browser";
import { startServer, type RunningServer } from "./start-server";

export interface RunServerOptions {
  /** The entry's own `import.meta.url`. */
  readonly entryUrl: string;
  readonly project?: string;
  readonly port?: number;
  readonly opensBrowser: boolean;
}

/** Prints the address once it answers. @throws {Failure} when the server cannot start. */
export async function runServer({ entryUrl, project, port, opensBrowser }: RunServerOptions): Promise<RunningServer> {
  const paths = hostPaths(entryUrl);
  const folder = userDataFolder();
  const log = openLog(folder);
  const server = await startServer({
    ...paths,
    startWorker: () => forkWorker(paths.workerFile, log),
    userDataFolder: folder,
    version: programVersion(entryUrl),
    log,
    ...(project !== undefined && { project: resolve(project) }),
    ...(port !== undefined && { port }),
  });
  closeOnSignal(server.close);
  console.log(`Overread is at ${server.address}`);
  console.log("Whoever has this address can use it; press Ctrl+C to end.");
  if (opensBrowser && hasDisplay()) await openBrowser(server.address);
  return server;
}
