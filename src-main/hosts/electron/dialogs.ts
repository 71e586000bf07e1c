/** @file Native dialogs for the page: each asks a person, and none takes a path from the page. */
import { basename } from "node:path";
import { dialog, ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from "electron";
import type { z } from "zod";
import { DESKTOP_CHANNELS } from "../../../src-shared/contract/desktop-bridge";
import {
  OpenExternalRequest,
  PickFileRequest,
  PickFolderRequest,
  PrintToPdfRequest,
  SaveFileRequest,
} from "../../../src-shared/contract/desktop-requests";
import { Failure } from "../../../src-shared/domain/failure";
import type { Logger } from "../../jobs/job";
import { writeFileAtomically } from "../../data/files/write-file-atomically";
import { isOwnFrame, openExternally } from "./trust";

export function serveDialogs(windowOf: () => BrowserWindow, log: Logger): void {
  const handle = handler(log);
  handle(DESKTOP_CHANNELS.pickFolder, PickFolderRequest, async ({ title }) =>
    pickFolder(windowOf(), title ?? "Choose a folder"),
  );
  handle(DESKTOP_CHANNELS.pickFile, PickFileRequest, async ({ title, filters }) => {
    const { filePaths } = await dialog.showOpenDialog(windowOf(), {
      title: title ?? "Choose a file",
      properties: ["openFile"],
      ...(filters && { filters }),
    });
    return filePaths[0];
  });
  handle(DESKTOP_CHANNELS.saveFile, SaveFileRequest, async ({ name, bytes }) => {
    // The name alone: where the file goes is the person's choice.
    const { filePath } = await dialog.showSaveDialog(windowOf(), { defaultPath: basename(name) });
    if (!filePath) return undefined;
    await writeFileAtomically(filePath, bytes);
    return filePath;
  });
  handle(DESKTOP_CHANNELS.printToPdf, PrintToPdfRequest, async ({ name }) => {
    const { filePath } = await dialog.showSaveDialog(windowOf(), {
      defaultPath: basename(name),
      filters: [{ name: "PDF", extensions: ["pdf"] }],
    });
    if (!filePath) return undefined;
    // Size and margins are the page's own, see its style sheets.
    const bytes = await windowOf().webContents.printToPDF({ preferCSSPageSize: true, printBackground: true });
    await writeFileAtomically(filePath, bytes);
    return filePath;
  });
  handle(DESKTOP_CHANNELS.openExternal, OpenExternalRequest, async ({ url }) => {
    if (!(await openExternally(url, log))) {
      throw new Failure("unsupported", `${url} is not among the sites that Overread opens.`);
    }
  });
}

export async function pickFolder(window: BrowserWindow, title: string): Promise<string | undefined> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    title,
    properties: ["openDirectory", "createDirectory"],
  });
  return filePaths[0];
}

type Handle = <Schema extends z.ZodType>(
  channel: string,
  schema: Schema,
  answer: (request: z.infer<Schema>) => Promise<unknown>,
) => void;

function handler(log: Logger): Handle {
  return (channel, schema, answer) =>
    ipcMain.handle(channel, async (event: IpcMainInvokeEvent, request: unknown) => {
      try {
        if (!isOwnFrame(event.senderFrame)) throw foreignFrame();
        return await answer(schema.parse(request));
      } catch (error) {
        // The page can only say that something went wrong: of an error, Electron carries the words and not the kind.
        log.warn(`The page's request ${channel} was refused.`, { error });
        throw error;
      }
    });
}

function foreignFrame(): Failure {
  return new Failure("unsupported", "Only Overread's own page may ask for this.");
}
