/** @file The desktop host: one window over the same application that the browser host serves. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import { app, dialog, session, type BrowserWindow } from "electron";
import { failureFrom } from "../../../src-shared/domain/failure";
import type { Logger } from "../../jobs/job";
import { createApplication, type Application } from "../../services/application";
import type { HostPaths } from "../host-paths";
import { openFirstProject } from "../open-first-project";
import { readRendererFiles } from "../renderer-files";
import { serveDialogs } from "./dialogs";
import { projectArgument } from "./project-argument";
import { keepMenu, type ApplicationClient } from "./project-menu";
import { registerScheme, servePage } from "./protocol";
import { servePorts } from "./transport";
import { buildWalls } from "./trust";
import { createWindow } from "./window";
import { keepWindowState, readWindowState } from "./window-state";
import { startUtilityWorker } from "./worker";

export interface DesktopOptions {
  readonly paths: HostPaths;
  readonly userDataFolder: string;
  readonly version: string;
  readonly log: Logger;
}

/** Has to be called before Electron is ready; a second start hands its project to the first and ends. */
export function startDesktop(options: DesktopOptions): void {
  // Beside the application's own data, and before the lock, which lies in it.
  app.setPath("userData", join(options.userDataFolder, "window"));
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  registerScheme();
  app
    .whenReady()
    .then(() => run(options))
    .catch((error: unknown) => {
      options.log.error("The desktop could not start.", { error });
      dialog.showErrorBox("Overread cannot start", failureFrom(error).message);
      app.exit(1);
    });
}

async function run(options: DesktopOptions): Promise<void> {
  const { paths, userDataFolder, version, log } = options;
  buildWalls(session.defaultSession, log);
  const files = await readRendererFiles(paths.rendererFolder);
  const application = createApplication({
    host: "desktop",
    startWorker: () => startUtilityWorker(paths.workerFile, log),
    userDataFolder,
    resourcesFolder: paths.resourcesFolder,
    version,
    log,
  });
  servePage({ files, bytes: application.bytes }, log);
  servePorts(application, log);

  const windows = await openWindows(options);
  const closing = new AbortController();
  quitInOrder(application, windows, { closing, log });
  const client: ApplicationClient = createRouterClient(application.router, { context: {} });
  serveDialogs(windows.current, log);
  void keepMenu({ client, windowOf: windows.current, log }, closing.signal);
  listenForSecondStart(client, windows, log);
  await openProjectAtStart(client, log);
}

interface Windows {
  /** Makes the window anew where it was closed, as on macOS. */
  readonly current: () => BrowserWindow;
  readonly flush: () => Promise<void>;
}

async function openWindows({ paths, log }: DesktopOptions): Promise<Windows> {
  const folder = app.getPath("userData");
  await mkdir(folder, { recursive: true });
  const stateFile = join(folder, "window-state.json");
  const first = await readWindowState(stateFile, log);
  const open = (): { window: BrowserWindow; flush: () => Promise<void> } => {
    const window = createWindow({ preloadFile: paths.preloadFile, state: first, log });
    return { window, flush: keepWindowState(window, stateFile, log) };
  };
  let opened = open();
  const current = (): BrowserWindow => {
    if (opened.window.isDestroyed()) opened = open();
    return opened.window;
  };
  app.on("activate", () => current().show());
  return { current, flush: () => opened.flush() };
}

function quitInOrder(
  application: Application,
  windows: Windows,
  { closing, log }: { closing: AbortController; log: Logger },
): void {
  app.on("window-all-closed", () => {
    // On macOS a program outlives its last window.
    if (process.platform !== "darwin") app.quit();
  });
  app.on("will-quit", (event) => {
    event.preventDefault();
    if (closing.signal.aborted) return;
    closing.abort();
    Promise.all([windows.flush(), application.close()]).then(
      () => app.exit(0),
      (error: unknown) => {
        log.error("Overread could not close in good order.", { error });
        app.exit(1);
      },
    );
  });
}

function listenForSecondStart(client: ApplicationClient, windows: Windows, log: Logger): void {
  app.on("second-instance", (_event, argv, workingFolder) => {
    const window = windows.current();
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
    const project = projectArgument(argv, workingFolder);
    if (project !== undefined) void openOrTell(client, project, log);
  });
}

async function openProjectAtStart(client: ApplicationClient, log: Logger): Promise<void> {
  const project = projectArgument(process.argv, process.cwd());
  if (project === undefined) await openFirstProject(client, undefined, log);
  else await openOrTell(client, project, log);
}

async function openOrTell({ projects }: ApplicationClient, path: string, log: Logger): Promise<void> {
  try {
    await projects.open({ path });
  } catch (error) {
    log.warn(`The project ${path} could not be opened.`, { error });
    dialog.showErrorBox("Overread", error instanceof Error ? error.message : String(error));
  }
}
