/** @file The menu bar in the order and with the keys that each platform's users expect. */
import type { MenuItemConstructorOptions } from "electron";
import type { RecentProject } from "../../../src-shared/domain/project";

export interface MenuActions {
  readonly newProject: () => void;
  readonly openProject: () => void;
  readonly openRecent: (path: string) => void;
  readonly openSample: () => void;
  readonly closeProject: () => void;
  readonly showAbout: () => void;
  readonly showLog: () => void;
}

export interface MenuState {
  readonly recent: readonly RecentProject[];
  readonly hasProject: boolean;
  readonly platform: NodeJS.Platform;
}

/** The longest list that is still read rather than searched. */
const MAX_RECENT = 10;

export function menuTemplate(actions: MenuActions, state: MenuState): MenuItemConstructorOptions[] {
  const isMac = state.platform === "darwin";
  return [
    ...(isMac ? [applicationMenu(actions)] : []),
    { label: "&File", submenu: fileMenu(actions, state) },
    { label: "&Edit", submenu: EDIT_MENU },
    { label: "&View", submenu: VIEW_MENU },
    ...(isMac ? [{ role: "windowMenu" } as const] : []),
    { role: "help", label: "&Help", submenu: helpMenu(actions, isMac) },
  ];
}

function applicationMenu(actions: MenuActions): MenuItemConstructorOptions {
  return {
    label: "Overread",
    submenu: [
      { label: "About Overread", click: actions.showAbout },
      { type: "separator" },
      { role: "services" },
      { type: "separator" },
      { role: "hide" },
      { role: "hideOthers" },
      { role: "unhide" },
      { type: "separator" },
      { role: "quit" },
    ],
  };
}

function fileMenu(actions: MenuActions, { recent, hasProject, platform }: MenuState): MenuItemConstructorOptions[] {
  return [
    { label: "&New project…", accelerator: "CmdOrCtrl+N", click: actions.newProject },
    { label: "&Open project…", accelerator: "CmdOrCtrl+O", click: actions.openProject },
    { label: "Open &recent", submenu: recentMenu(actions, recent), enabled: recent.length > 0 },
    { label: "Open the &sample", click: actions.openSample },
    { type: "separator" },
    { label: "&Close project", accelerator: "CmdOrCtrl+Shift+W", enabled: hasProject, click: actions.closeProject },
    ...(platform === "darwin" ? [] : [{ type: "separator" } as const, { role: "quit" } as const]),
  ];
}

function recentMenu(actions: MenuActions, recent: readonly RecentProject[]): MenuItemConstructorOptions[] {
  return recent.slice(0, MAX_RECENT).map(({ name, path, exists }) => ({
    // An ampersand would mark the letter after it as a key.
    label: `${name} (${path})`.replaceAll("&", "&&"),
    enabled: exists,
    click: () => actions.openRecent(path),
  }));
}

const EDIT_MENU: MenuItemConstructorOptions[] = [
  { role: "cut" },
  { role: "copy" },
  { role: "paste" },
  { role: "selectAll" },
];

/** Keys for the picture belong to the page; these scale the whole interface. */
const VIEW_MENU: MenuItemConstructorOptions[] = [
  { role: "reload" },
  { type: "separator" },
  { role: "resetZoom" },
  { role: "zoomIn" },
  { role: "zoomOut" },
  { type: "separator" },
  { role: "togglefullscreen" },
  { role: "toggleDevTools" },
];

function helpMenu(actions: MenuActions, isMac: boolean): MenuItemConstructorOptions[] {
  const about: MenuItemConstructorOptions[] = [{ label: "&About Overread", click: actions.showAbout }];
  return [{ label: "Show the &log", click: actions.showLog }, ...(isMac ? [] : about)];
}
