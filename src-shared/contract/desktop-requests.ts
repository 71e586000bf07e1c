/** @file What the page may ask the desktop's main process for; parsed there before anything is done. */
import { z } from "zod";

/** Extensions without the dot, as the native dialogs want them. */
const FileFilter = z.object({ name: z.string().min(1).max(80), extensions: z.array(z.string().min(1).max(20)) });

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

export const PrintToPdfRequest = z.object({
  /** Proposed name, without a folder. */
  name: z.string().min(1).max(200),
});
export type PrintToPdfRequest = z.infer<typeof PrintToPdfRequest>;

export const OpenExternalRequest = z.object({ url: z.url({ protocol: /^https$/ }) });
export type OpenExternalRequest = z.infer<typeof OpenExternalRequest>;
