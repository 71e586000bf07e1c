/** @file Does what the menu offers, and keeps it in step with the open project and the recent ones. */
import type { ContractRouterClient } from "@orpc/contract";
import { app, dialog, Menu, shell, type BrowserWindow } from "electron";
import type { Contract } from "../../../src-shared/contract/contract";
import type { Logger } from "../../jobs/job";
import { pickFolder } from "./dialogs";
import { menuTemplate, type MenuActions } from "./menu";

export type ApplicationClient = ContractRouterClient<Contract>;

export interface ProjectMenuOptions {
  readonly client: ApplicationClient;
  readonly windowOf: () => BrowserWindow;
  readonly log: Logger;
}

/** Follows the application's events until the signal is aborted. */
export async function keepMenu(options: ProjectMenuOptions, signal: AbortSignal): Promise<void> {
  const actions = menuActions(options);
  const { client, log } = options;
  try {
    const events = await client.application.events(undefined, { signal });
    await showMenu(client, actions);
    for await (const event of events) {
      if (event.kind === "project-changed") await showMenu(client, actions);
    }
  } catch (error) {
    if (!signal.aborted) log.error("The menu no longer follows the project.", { error });
  }
}

async function showMenu({ projects }: ApplicationClient, actions: MenuActions): Promise<void> {
  const [recent, current] = await Promise.all([projects.recent(), projects.current()]);
  const state = { recent, hasProject: current !== null, platform: process.platform };
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(actions, state)));
}

function menuActions({ client, windowOf, log }: ProjectMenuOptions): MenuActions {
  const { projects } = client;
  const attempt = (work: () => Promise<unknown>) => (): void => {
    work().catch((error: unknown) => {
      log.warn("What the menu was asked for could not be done.", { error });
      // Errors of the contract carry a sentence for the reader.
      dialog.showErrorBox("Overread", error instanceof Error ? error.message : String(error));
    });
  };
  return {
    newProject: attempt(async () => {
      const { filePath } = await dialog.showSaveDialog(windowOf(), { title: "New project", buttonLabel: "Create" });
      if (filePath) await projects.create({ path: filePath });
    }),
    openProject: attempt(async () => {
      const path = await pickFolder(windowOf(), "Open a project");
      if (path !== undefined) await projects.open({ path });
    }),
    openRecent: (path) => attempt(() => projects.open({ path }))(),
    openSample: attempt(() => projects.openSample()),
    closeProject: attempt(() => projects.close()),
    showAbout: attempt(() => showAbout(windowOf())),
    showLog: attempt(async () => shell.showItemInFolder((await client.application.info()).logFile)),
  };
}

async function showAbout(window: BrowserWindow): Promise<void> {
  await dialog.showMessageBox(window, {
    type: "info",
    title: "About Overread",
    message: `Overread ${app.getVersion()}`,
    detail:
      "A workstation for over-reading detection models on radiographs.\n\n" +
      "Not a medical device: not for diagnosis, treatment or any other clinical decision.\n\n" +
      `Electron ${process.versions["electron"] ?? "?"}, Node ${process.versions.node}`,
  });
}
