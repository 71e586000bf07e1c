/** @file The one window: a sandboxed page, shown when it has something to show, offered anew when it crashes. */
import { BrowserWindow, dialog } from "electron";
import type { Logger } from "../../jobs/job";
import { APP_ORIGIN } from "./trust";
import type { WindowState } from "./window-state";

const DEFAULT_SIZE = { width: 1440, height: 900 };
/** Below it the viewer and one list no longer stand side by side. */
const LEAST_SIZE = { minWidth: 960, minHeight: 600 };
/** The page's own dark, so that nothing flashes in a dark reading room. */
const BACKGROUND = "#141517";

export interface WindowOptions {
  readonly preloadFile: string;
  readonly state: WindowState | undefined;
  readonly log: Logger;
}

export function createWindow({ preloadFile, state, log }: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    title: "Overread",
    ...(state?.bounds ?? DEFAULT_SIZE),
    ...LEAST_SIZE,
    backgroundColor: BACKGROUND,
    show: false,
    webPreferences: {
      preload: preloadFile,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  });
  if (state?.isMaximised) window.maximize();
  window.once("ready-to-show", () => window.show());
  window.webContents.on("render-process-gone", (_event, { reason }) => {
    log.error(`The window's page has ended: ${reason}.`);
    if (reason !== "clean-exit") void offerReload(window, reason);
  });
  // A page that cannot be loaded is told by Electron inside the window; its promise has nothing to add but the log.
  window.loadURL(`${APP_ORIGIN}/`).catch((error: unknown) => log.error("The page could not be loaded.", { error }));
  return window;
}

/** Jobs and the project live in other processes, so that nothing but the view is lost. */
async function offerReload(window: BrowserWindow, reason: string): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: "error",
    message: `The window's page has stopped working (${reason}).`,
    detail: "Nothing that was saved is lost, and running jobs go on.",
    buttons: ["Reload", "Close"],
    defaultId: 0,
    cancelId: 1,
  });
  if (window.isDestroyed()) return;
  if (response === 0) window.webContents.reload();
  else window.close();
}
