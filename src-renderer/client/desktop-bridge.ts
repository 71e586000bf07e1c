/** @file The bridge that the desktop window's preload script leaves in the page; absent in a browser. */
import type { DesktopBridge } from "../../src-shared/contract/desktop-bridge";

declare global {
  interface Window {
    readonly overreadDesktop?: DesktopBridge;
  }
}

export function desktopBridge(): DesktopBridge | undefined {
  return window.overreadDesktop;
}
