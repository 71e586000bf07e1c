/** @file What the desktop window offers beyond the contract: native dialogs, and a port that carries the contract. */
import { z } from "zod";

/** Extensions without the dot, as the native dialogs want them. */
export const FileFilter = z.object({ name: z.string().min(1).max(80), extensions: z.array(z.string().min(1).max(20)) });
export type FileFilter = z.infer<typeof FileFilter>;

export const PickFolderRequest = z.object({ title: z.string().max(200).optional() });
export type PickFolderRequest = z.infer<typeof PickFolderRequest>;

export const PickFileRequest = z.object({
  title: z.string().max(200).optional(),
  filters: z.array(FileFilter).max(10).optional(),
});
export type PickFileRequest = z.infer<typeof PickFileRequest>;

export const SaveFileRequest = z.object({
  /** Proposed name, without a folder. */
  name: z.string().min(1).max(200),
  bytes: z.instanceof(Uint8Array),
});
export type SaveFileRequest = z.infer<typeof SaveFileRequest>;

export const OpenExternalRequest = z.object({ url: z.url({ protocol: /^https$/ }) });
export type OpenExternalRequest = z.infer<typeof OpenExternalRequest>;

/** Names of the messages between preload and main process, one for each ability. */
export const DESKTOP_CHANNELS = {
  pickFolder: "overread:pick-folder",
  pickFile: "overread:pick-file",
  saveFile: "overread:save-file",
  openExternal: "overread:open-external",
  /** Carries one end of a MessageChannel; the page posts it to its own window, the preload script passes it on. */
  connect: "overread:connect",
} as const;

/** `window.overreadDesktop`, there in the desktop window alone; a dialog that was closed answers undefined. */
export interface DesktopBridge {
  readonly pickFolder: (request: PickFolderRequest) => Promise<string | undefined>;
  readonly pickFile: (request: PickFileRequest) => Promise<string | undefined>;
  readonly saveFile: (request: SaveFileRequest) => Promise<string | undefined>;
  readonly openExternal: (request: OpenExternalRequest) => Promise<void>;
}
