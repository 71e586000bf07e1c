/** @file What the surrounding host can do for the page; an ability that it lacks is undefined. */
import type { PickFileRequest, PickFolderRequest } from "../../src-shared/contract/desktop-requests";
import { Failure } from "../../src-shared/domain/failure";
import { fetchBytes } from "./bytes";
import { desktopBridge } from "./desktop-bridge";
import { type Upload, uploadFiles, type UploadOptions } from "./upload-files";

/** Either bytes in hand, or a byte path (byte-paths.ts) that the host fetches. */
export type FileToSave = { readonly name: string } & (
  { readonly bytes: Uint8Array<ArrayBuffer> } | { readonly path: string }
);

export interface HostAbilities {
  readonly kind: "desktop" | "browser";
  /** Undefined in a browser, where the page shows its own picker over `client.application.listFolder`. */
  readonly pickFolder?: (request?: PickFolderRequest) => Promise<string | undefined>;
  readonly pickFile?: (request?: PickFileRequest) => Promise<string | undefined>;
  /** Answers where the file went where the host knows; undefined when the person closed the dialog, or in a browser,
   * whose own download list shows it. */
  readonly saveFile: (file: FileToSave) => Promise<string | undefined>;
  /** Puts the page on paper, as its style sheets lay it out for print: a PDF where the person says, or the browser's own
   * print dialog, which never tells what came of it. */
  readonly printPage: (name: string) => Promise<string | undefined>;
  /** Makes files that were dropped on the window readable for the back end: the desktop knows where they lie, a browser
   * has to send them. */
  readonly bringFiles: (files: readonly File[], options: UploadOptions) => Promise<Upload>;
  /** Opens an https address outside the application. */
  readonly openExternal: (url: string) => Promise<void>;
}

export const hostAbilities: HostAbilities = desktopAbilities() ?? browserAbilities();

function desktopAbilities(): HostAbilities | undefined {
  const bridge = desktopBridge();
  if (!bridge) return undefined;
  return {
    kind: "desktop",
    pickFolder: (request = {}) => bridge.pickFolder(request),
    pickFile: (request = {}) => bridge.pickFile(request),
    saveFile: async (file) => bridge.saveFile({ name: file.name, bytes: await bytesOf(file) }),
    printPage: (name) => bridge.printToPdf({ name }),
    bringFiles: async ([file]) => ({ path: requirePath(bridge.pathOf(file!)), release: async () => {} }),
    openExternal: (url) => bridge.openExternal({ url }),
  };
}

/** A file out of a mail or an archive window has no path until it is saved. */
function requirePath(path: string): string {
  if (path === "") throw new Failure("unsupported", "The dropped file lies in no folder; save it to one first.");
  return path;
}

async function bytesOf(file: FileToSave): Promise<Uint8Array<ArrayBuffer>> {
  return "bytes" in file ? file.bytes : new Uint8Array(await fetchBytes(file.path));
}

function browserAbilities(): HostAbilities {
  return {
    kind: "browser",
    saveFile: async (file) => {
      await download(file);
      return undefined;
    },
    printPage: async () => {
      window.print();
      return undefined;
    },
    bringFiles: uploadFiles,
    openExternal: async (url) => void window.open(url, "_blank", "noopener,noreferrer"),
  };
}

/** Fetches first, so that a refusal is an error here and not a file that holds one. */
async function download(file: FileToSave): Promise<void> {
  const bytes = await bytesOf(file);
  const url = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = file.name;
  link.click();
  // The download has taken hold of the blob once the click was handled; revoking in the same turn loses it in Firefox.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
