/** @file The desktop's real programs, bundled as they ship, against a stand-in for Electron: its binary cannot run here. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createORPCClient } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { failureOf } from "../../src-renderer/client/failure-of";
import { createMessagePortLink } from "../../src-renderer/client/message-port-link";
import type { Contract } from "../../src-shared/contract/contract";
import { DESKTOP_CHANNELS, type DesktopBridge } from "../../src-shared/contract/desktop-bridge";
import { buildPrograms, type BuiltPrograms } from "../builders/build-programs";
import { buildHostFolders, PAGE, type HostFolders } from "../builders/build-host-folders";
import { buildPage } from "../builders/electron-stand-in/build-page";
import type { MenuItem, StandIn, StandInWindow } from "../builders/electron-stand-in/electron";

let built: BuiltPrograms;
let folders: HostFolders;
let electron: StandIn;
let bridge: DesktopBridge;
let client: ContractRouterClient<Contract>;

const originalArguments = process.argv;

/** A second, Vitest's own patience, is too short for a project to be made on a busy machine. */
function until<Value>(check: () => Value | Promise<Value>): Promise<Value> {
  return vi.waitFor(check, { timeout: 15_000 });
}

/** Runs the bundled main program as a process would that has just begun. */
async function startDesktop(...args: readonly string[]): Promise<void> {
  electron.app.startAnew();
  process.argv = [process.execPath, built.desktopFile, ...args];
  await runMainProgram();
}

/** A module is run once for each address. */
async function runMainProgram(): Promise<void> {
  await import(/* @vite-ignore */ `${pathToFileURL(built.desktopFile).href}?start=${performance.now()}`);
}

async function openWindow(): Promise<StandInWindow> {
  electron.app.becomeReady();
  return until(() => {
    expect(electron.menu).toBeDefined();
    return electron.windows[0]!;
  });
}

function menuItem(menu: string, label: string): MenuItem {
  return findItem(findItem(electron.menu, menu).submenu, label);
}

function findItem(items: readonly MenuItem[] | undefined, label: string): MenuItem {
  const found = items?.find((item) => item.label?.replaceAll("&", "") === label);
  if (!found) throw new Error(`The menu has no ${label}: ${JSON.stringify(items)}`);
  return found;
}

function navigate(window: StandInWindow, url: string): boolean {
  let isPrevented = false;
  window.webContents.emit("will-navigate", { url, preventDefault: () => (isPrevented = true) });
  return !isPrevented;
}

const ask = (url: string, init?: RequestInit): Promise<Response> =>
  electron.protocols.get("app")!(new Request(url, init));

beforeAll(async () => {
  folders = await buildHostFolders();
  vi.stubEnv("OVERREAD_USER_DATA", folders.userDataFolder);
  built = await buildPrograms();
  electron = await built.loadStandIn();
  await startDesktop(`--project=${folders.projectFolder}`);
  await openWindow();
  // The preload script and the page's client, as they run beside and in the window.
  vi.stubGlobal("window", buildPage());
  createRequire(import.meta.url)(built.preloadFile);
  bridge = electron.exposed.get("overreadDesktop") as DesktopBridge;
  client = createORPCClient(createMessagePortLink(() => {}));
});

afterAll(async () => {
  // A test that failed may have left the program running.
  if (electron.app.exitCodes.length === 0) electron.app.quit();
  await until(() => expect(electron.app.exitCodes).toEqual([0]));
  process.argv = originalArguments;
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  await built.remove();
  await folders.remove();
});

test("the window's page is walled off from Node", () => {
  expect(electron.windows).toHaveLength(1);
  const [window] = electron.windows;
  expect(window!.options["webPreferences"]).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
    preload: built.preloadFile,
  });
  expect(window!.webContents.mainFrame.url).toBe("app://overread/");
  expect(window!.calls).toContain("show");
});

test("the scheme of the page was registered before Electron was ready", () => {
  expect(electron.privileged).toEqual([
    expect.objectContaining({ scheme: "app", privileges: expect.objectContaining({ standard: true, secure: true }) }),
  ]);
});

test("the page is served with the policy that forbids foreign scripts", async () => {
  const response = await ask("app://overread/");
  expect(response.status).toBe(200);
  expect(await response.text()).toBe(PAGE);
  expect(response.headers.get("content-security-policy")).toContain("script-src 'self' 'wasm-unsafe-eval'");
});

test.each([
  "app://overread/../../package.json",
  "app://overread/%2e%2e/%2e%2e/package.json",
  "app://overread/..%2f..%2fpackage.json",
  "app://elsewhere/",
])("%s leads nowhere", async (url) => {
  expect((await ask(url)).status).toBe(404);
});

test("bytes come by the same protocol, with the byte service's own refusals", async () => {
  // The window is there before its project is open.
  const response = await until(async () => {
    const answer = await ask("app://overread/frames/1.2.3/0");
    expect(answer.status).toBe(404);
    return answer;
  });
  expect(await response.json()).toMatchObject({ code: "not-found" });
  expect((await ask("app://overread/", { method: "POST" })).status).toBe(405);
});

test("navigation away from the page is refused, a reload is not", () => {
  const window = electron.windows[0]!;
  expect(navigate(window, "app://overread/")).toBe(true);
  expect(navigate(window, "https://example.org/")).toBe(false);
  expect(navigate(window, "app://overread.example/")).toBe(false);
  expect(navigate(window, "file:///etc/passwd")).toBe(false);
});

test("new windows are refused, and only known sites are handed to the browser", () => {
  const { openHandler } = electron.windows[0]!.webContents;
  expect(openHandler!({ url: "https://arxiv.org/abs/1405.0312" })).toEqual({ action: "deny" });
  expect(openHandler!({ url: "https://arxiv.org.example/" })).toEqual({ action: "deny" });
  expect(openHandler!({ url: "file:///etc/passwd" })).toEqual({ action: "deny" });
  expect(electron.openedExternally).toEqual(["https://arxiv.org/abs/1405.0312"]);
});

test("every permission is refused", () => {
  const answers: unknown[] = [];
  electron.permissions.request!({}, "media", (isGranted: unknown) => answers.push(isGranted));
  expect(answers).toEqual([false]);
  expect(electron.permissions.check!({})).toBe(false);
  expect(electron.permissions.device!({})).toBe(false);
});

test("a call goes through preload script and port to the real application and back", async () => {
  expect(await client.application.info()).toMatchObject({ version: "9.8.7", host: "desktop" });
  // The window stands before its project is open.
  await until(async () => expect(await client.projects.current()).toMatchObject({ path: folders.projectFolder }));
});

test("a refusal crosses the port with its code and its sentence", async () => {
  const refused = await client.projects.open({ path: "/nowhere/at/all" }).catch(failureOf);
  expect(refused).toEqual({ code: "not-found", message: expect.stringContaining("/nowhere/at/all") });
});

test("events cross the port until the page stops listening", async () => {
  const events = await client.application.events();
  await client.projects.close();
  expect((await events.next()).value).toEqual({ kind: "project-changed", project: null });
  await events.return(undefined);
  await client.projects.open({ path: folders.projectFolder });
});

test("a job runs in a utility process", async () => {
  const devices = await client.models.devices({ isFresh: true });
  expect(devices.find(({ provider }) => provider === "cpu")).toMatchObject({ works: true });
  expect(electron.workers[0]).toMatchObject({ file: built.workerFile });
});

test("a port that a stranger's frame sends is closed", async () => {
  electron.speaker = { url: "https://example.org/", parent: null };
  const { port1, port2 } = new MessageChannel();
  const closed = vi.fn<() => void>();
  port1.addEventListener("close", closed);
  window.postMessage(DESKTOP_CHANNELS.connect, "*", [port2]);
  await until(() => expect(closed).toHaveBeenCalledOnce());
  electron.speaker = undefined;
});

test("a frame within the page may not open a dialog", async () => {
  electron.speaker = { url: "app://overread/", parent: { url: "app://overread/", parent: null } };
  await expect(bridge.pickFolder({})).rejects.toThrow("Only Overread's own page may ask for this.");
  electron.speaker = undefined;
});

test("the folder that a person picks is answered, and nothing where the dialog was closed", async () => {
  electron.dialogAnswers.push({ filePaths: ["/data/x"] }, { filePaths: [] });
  expect(await bridge.pickFolder({ title: "Data" })).toBe("/data/x");
  expect(await bridge.pickFolder({})).toBeUndefined();
  expect(electron.dialogs.at(-2)).toMatchObject({ kind: "open", options: { title: "Data" } });
});

test("the path of a dropped file is told, and a file of the page's own making has none", () => {
  const dropped = Object.assign(new File([], "detector.pth"), { droppedFrom: "/models/detector.pth" });
  expect(bridge.pathOf(dropped)).toBe("/models/detector.pth");
  expect(bridge.pathOf(new File(["x"], "detector.pth"))).toBe("");
});

test("a file is written where the person says, whatever folder the page proposes", async () => {
  const target = join(folders.userDataFolder, "kept.csv");
  electron.dialogAnswers.push({ filePath: target });
  const bytes = new TextEncoder().encode("a,b\n");
  expect(await bridge.saveFile({ name: "../../etc/kept.csv", bytes })).toBe(target);
  expect(electron.dialogs.at(-1)).toMatchObject({ kind: "save", options: { defaultPath: "kept.csv" } });
  expect(await readFile(target, "utf8")).toBe("a,b\n");
});

test("the page is printed where the person says, on the paper that its style sheets ask for", async () => {
  const target = join(folders.userDataFolder, "report.pdf");
  electron.dialogAnswers.push({ filePath: target }, {});
  expect(await bridge.printToPdf({ name: "../report.pdf" })).toBe(target);
  expect(electron.dialogs.at(-1)).toMatchObject({ kind: "save", options: { defaultPath: "report.pdf" } });
  expect(await readFile(target, "utf8")).toBe("%PDF of the page, preferCSSPageSize, printBackground");
  expect(await bridge.printToPdf({ name: "report.pdf" })).toBeUndefined();
});

test("a file that cannot be written is refused, and the log says why", async () => {
  electron.dialogAnswers.push({ filePath: join(folders.userDataFolder, "nowhere", "kept.csv") });
  await expect(bridge.saveFile({ name: "kept.csv", bytes: new Uint8Array() })).rejects.toThrow("ENOENT");
  const log = await readFile(join(folders.userDataFolder, "logs", "overread.log"), "utf8");
  expect(log).toContain(`The page's request ${DESKTOP_CHANNELS.saveFile} was refused.`);
});

test("what is no request is refused before a dialog opens", async () => {
  const before = electron.dialogs.length;
  await expect(bridge.pickFile({ filters: "all" } as never)).rejects.toThrow("expected array");
  await expect(bridge.openExternal({ url: "http://arxiv.org" })).rejects.toThrow("Invalid URL");
  await expect(bridge.openExternal({ url: "https://example.org" })).rejects.toThrow("not among the sites");
  expect(electron.dialogs).toHaveLength(before);
});

test("the menu follows the project: close it, and open it again from the recent ones", async () => {
  expect(menuItem("File", "Close project").enabled).toBe(true);
  menuItem("File", "Close project").click!();
  await until(() => expect(menuItem("File", "Close project").enabled).toBe(false));
  menuItem("File", "Open recent").submenu![0]!.click!();
  await until(() => expect(menuItem("File", "Close project").enabled).toBe(true));
});

test("a new project is made in the folder that the dialog names", async () => {
  const filePath = join(folders.userDataFolder, "fresh");
  electron.dialogAnswers.push({ filePath });
  menuItem("File", "New project…").click!();
  await until(async () => expect(await client.projects.current()).toMatchObject({ path: filePath }));
  expect(existsSync(join(filePath, "overread.sqlite"))).toBe(true);
});

test("a refusal of the menu is shown as its sentence", async () => {
  electron.dialogAnswers.push({ filePaths: ["/nowhere/at/all"] });
  menuItem("File", "Open project…").click!();
  await until(() => {
    const shown = {
      kind: "error",
      options: { title: "Overread", content: expect.stringContaining("/nowhere/at/all") },
    };
    expect(electron.dialogs.at(-1)).toEqual(shown);
  });
});

test("about says that it is no medical device", async () => {
  electron.dialogAnswers.push({ response: 0 });
  menuItem("Help", "About Overread").click!();
  expect(electron.dialogs.at(-1)).toMatchObject({
    options: { detail: expect.stringContaining("Not a medical device") },
  });
});

test("a second start brings the window forward and opens its project", async () => {
  const window = electron.windows[0]!;
  window.minimize();
  electron.app.emit("second-instance", {}, ["overread", "--project", "project"], join(folders.projectFolder, ".."));
  expect(window.calls.slice(-3)).toEqual(["restore", "show", "focus"]);
  await until(async () => expect(await client.projects.current()).toMatchObject({ path: folders.projectFolder }));
});

test("a page that has crashed is offered anew", async () => {
  const window = electron.windows[0]!;
  electron.dialogAnswers.push({ response: 0 });
  window.webContents.emit("render-process-gone", {}, { reason: "crashed" });
  await until(() => expect(window.webContents.reloads).toBe(1));
  expect(electron.dialogs.at(-1)).toMatchObject({ options: { message: expect.stringContaining("(crashed)") } });
});

test("quitting keeps where the window stood, closes the project, and the next start opens both again", async () => {
  const window = electron.windows[0]!;
  window.moveTo({ x: 300, y: 200, width: 1111, height: 777 });
  window.maximize();
  electron.app.quit();
  await until(() => expect(electron.app.exitCodes).toEqual([0]));
  expect(existsSync(join(folders.projectFolder, "overread.lock"))).toBe(false);

  await startDesktop();
  const next = await openWindow();
  expect(next.options).toMatchObject({ x: 300, y: 200, width: 1111, height: 777 });
  expect(next.isMaximized()).toBe(true);
  await until(() => expect(existsSync(join(folders.projectFolder, "overread.lock"))).toBe(true));
});

test("a window that no screen shows any more opens where it can be seen", async () => {
  electron.app.quit();
  await until(() => expect(electron.app.exitCodes).toEqual([0]));
  await startDesktop();
  electron.displays = [{ workArea: { x: 5000, y: 0, width: 1280, height: 720 } }];
  const window = await openWindow();
  expect(window.options).toMatchObject({ width: 1440, height: 900 });
  expect(window.options["x"]).toBeUndefined();
});

test("a start beside another hands over and ends without a window", async () => {
  electron.app.quit();
  await until(() => expect(electron.app.exitCodes).toEqual([0]));
  electron.app.startAnew();
  electron.isFirstInstance = false;
  await runMainProgram();
  expect(electron.app.exitCodes).toEqual([0]);
  expect(electron.windows).toEqual([]);
});
