/** @file What the desktop window offers beyond the contract: native dialogs, and a port that carries the contract.
 *
 * Knows the requests by type alone, so that the preload script stays a few lines without a schema library. */
import type {
  OpenExternalRequest,
  PickFileRequest,
  PickFolderRequest,
  PrintToPdfRequest,
  SaveFileRequest,
} from "./desktop-requests";

/** Names of the messages between page, preload script and main process, one for each ability. */
export const DESKTOP_CHANNELS = {
  pickFolder: "overread:pick-folder",
  pickFile: "overread:pick-file",
  saveFile: "overread:save-file",
  printToPdf: "overread:print-to-pdf",
  openExternal: "overread:open-external",
  /** Carries one end of a MessageChannel; the page posts it to its own window, the preload script passes it on. */
  connect: "overread:connect",
} as const;

/** `window.overreadDesktop`, there in the desktop window alone; a dialog that was closed answers undefined. */
export interface DesktopBridge {
  readonly pickFolder: (request: PickFolderRequest) => Promise<string | undefined>;
  readonly pickFile: (request: PickFileRequest) => Promise<string | undefined>;
  readonly saveFile: (request: SaveFileRequest) => Promise<string | undefined>;
  /** Writes the page, as its style sheets lay it out for print, where the person says. */
  readonly printToPdf: (request: PrintToPdfRequest) => Promise<string | undefined>;
  readonly openExternal: (request: OpenExternalRequest) => Promise<void>;
  /** The path of a File that a person dropped on the window; empty for one that the page made itself. */
  readonly pathOf: (file: object) => string;
}
