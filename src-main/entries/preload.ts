/** @file Runs beside the page in the desktop window: hands it the native dialogs, and its port on to the main process. */
import { contextBridge, ipcRenderer, webUtils } from "electron";
import { DESKTOP_CHANNELS, type DesktopBridge } from "../../src-shared/contract/desktop-bridge";

/** All of the DOM that is needed here; the other files of this wing know none. */
declare const window: EventTarget;

const bridge: DesktopBridge = {
  pickFolder: (request) => ipcRenderer.invoke(DESKTOP_CHANNELS.pickFolder, request),
  pickFile: (request) => ipcRenderer.invoke(DESKTOP_CHANNELS.pickFile, request),
  saveFile: (request) => ipcRenderer.invoke(DESKTOP_CHANNELS.saveFile, request),
  printToPdf: (request) => ipcRenderer.invoke(DESKTOP_CHANNELS.printToPdf, request),
  openExternal: (request) => ipcRenderer.invoke(DESKTOP_CHANNELS.openExternal, request),
  pathOf: (file) => webUtils.getPathForFile(file as Parameters<typeof webUtils.getPathForFile>[0]),
};

contextBridge.exposeInMainWorld("overreadDesktop", bridge);

window.addEventListener("message", (event) => {
  const { data, ports, source } = event as MessageEvent;
  // A frame, if there ever was one, could post here too; only the page itself is passed on.
  if ((source as unknown) !== window || data !== DESKTOP_CHANNELS.connect) return;
  ipcRenderer.postMessage(DESKTOP_CHANNELS.connect, null, [...ports]);
});
