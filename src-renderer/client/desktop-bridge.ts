/** @file The bridge that the desktop window's preload script leaves in the page; absent in a browser. */
import type { DesktopBridge } from "../../src-shared/contract/desktop-bridge";

declare global {
  interface Window {
    readonly overreadDesktop?: DesktopBridge;
  }
}

export function desktopBridge(): DesktopBridge | undefined {
  // Stores are tested without a page.
  return typeof window === "undefined" ? undefined : window.overreadDesktop;
}
