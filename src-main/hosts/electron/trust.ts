/** @file What the window and whatever runs in it may not do, and whose messages are heard. */
import { app, shell, type Session, type WebContents, type WebFrameMain } from "electron";
import type { Logger } from "../../jobs/job";

export const APP_SCHEME = "app";
export const APP_ORIGIN = `${APP_SCHEME}://overread`;

/** The sites that Overread itself refers to; anything else stays closed. */
const EXTERNAL_SITES: ReadonlySet<string> = new Set([
  "https://arxiv.org",
  "https://dicom.nema.org",
  "https://nihcc.app.box.com",
  "https://onnxruntime.ai",
  "https://www.kaggle.com",
  "https://www.rsna.org",
]);

/** True for the page that this program itself has loaded into the window, and for no frame within it. */
export function isOwnFrame(frame: WebFrameMain | null): boolean {
  return frame !== null && frame.parent === null && isOwnAddress(frame.url);
}

/** To be called before the first window: every content that is ever made gets the same walls. */
export function buildWalls(session: Session, log: Logger): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    log.warn(`The page asked for the permission ${permission}; refused.`);
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  app.on("web-contents-created", (_event, contents) => wallIn(contents, log));
}

/** Answers whether the address was let through. */
export async function openExternally(address: string, log: Logger): Promise<boolean> {
  if (!isExternalSite(address)) {
    log.warn(`${address} is not among the sites that Overread refers to; it was not opened.`);
    return false;
  }
  await shell.openExternal(address);
  return true;
}

function wallIn(contents: WebContents, log: Logger): void {
  contents.on("will-navigate", (event) => {
    if (isOwnAddress(event.url)) return;
    event.preventDefault();
    log.warn(`The page tried to go to ${event.url}; refused.`);
  });
  contents.on("will-frame-navigate", (event) => {
    if (!event.isMainFrame || !isOwnAddress(event.url)) event.preventDefault();
  });
  contents.on("will-attach-webview", (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    openExternally(url, log).catch((error: unknown) => log.warn(`${url} could not be opened.`, { error }));
    return { action: "deny" };
  });
}

function isOwnAddress(address: string): boolean {
  return address === APP_ORIGIN || address.startsWith(`${APP_ORIGIN}/`);
}

function isExternalSite(address: string): boolean {
  return URL.canParse(address) && EXTERNAL_SITES.has(new URL(address).origin);
}
