/** @file The desktop program: Electron runs it as its main process. */
import { startDesktop } from "../hosts/electron/start-desktop";
import { hostPaths, programVersion, userDataFolder } from "../hosts/host-paths";
import { openLog } from "../hosts/open-log";

const folder = userDataFolder();

startDesktop({
  paths: hostPaths(import.meta.url),
  userDataFolder: folder,
  version: programVersion(import.meta.url),
  log: openLog(folder),
});
