/** @file Stands in for the module `electron` where its binary is not: records what it is told, and works where work is
 * what is tested (message ports, worker processes, protocol answers). Both worlds, main and preload, live in one process;
 * the state lies on globalThis, since each bundle has its own copy of this file. */
import { fork } from "node:child_process";
import { EventEmitter } from "node:events";
import { MessageChannel, type MessagePort } from "node:worker_threads";

type Handler = (event: unknown, ...rest: unknown[]) => unknown;

export interface StandIn {
  readonly app: StandInApp;
  readonly windows: StandInWindow[];
  /** What the test answers to each dialog, in order; a dialog without an answer fails the test. */
  readonly dialogAnswers: unknown[];
  readonly dialogs: { kind: string; options: unknown }[];
  readonly openedExternally: string[];
  readonly handlers: Map<string, Handler>;
  readonly ipc: EventEmitter;
  readonly protocols: Map<string, (request: Request) => Promise<Response>>;
  readonly privileged: unknown[];
  readonly permissions: { request?: Handler; check?: Handler; device?: Handler };
  readonly workers: { file: string; options: unknown }[];
  readonly exposed: Map<string, unknown>;
  menu: MenuTemplate | undefined;
  displays: { workArea: Bounds }[];
  isFirstInstance: boolean;
  /** Another frame than the window's own page, to play a stranger. */
  speaker: StandInFrame | undefined;
}

export type { StandInWindow };

export interface MenuItem {
  readonly label?: string;
  readonly role?: string;
  readonly enabled?: boolean;
  readonly submenu?: readonly MenuItem[];
  readonly click?: () => void;
}
export type MenuTemplate = readonly MenuItem[];

export interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

class StandInApp extends EventEmitter {
  readonly paths = new Map<string, string>();
  readonly exitCodes: number[] = [];
  isReady = false;

  whenReady = (): Promise<void> =>
    new Promise((resolve) => (this.isReady ? resolve() : void this.once("ready", resolve)));
  setPath = (name: string, path: string): void => void this.paths.set(name, path);
  getPath = (name: string): string => this.paths.get(name) ?? `/stand-in/${name}`;
  getVersion = (): string => "0.0.0-stand-in";
  requestSingleInstanceLock = (): boolean => state.isFirstInstance;
  exit = (code = 0): void => void this.exitCodes.push(code);

  /** As Electron does: windows are closed first, and a prevented will-quit keeps the program alive. */
  quit = (): void => {
    const quitting = { isPrevented: false, preventDefault: (): void => void (quitting.isPrevented = true) };
    for (const window of state.windows) if (!window.isDestroyed()) window.close({ isQuitting: true });
    this.emit("will-quit", quitting);
    if (!quitting.isPrevented) this.exit(0);
  };

  becomeReady(): void {
    this.isReady = true;
    this.emit("ready");
  }

  /** As a new process begins; the files that were written stay. */
  startAnew(): void {
    this.removeAllListeners();
    this.exitCodes.length = 0;
    this.isReady = false;
    Object.assign(state, createState(this));
  }
}

export interface StandInFrame {
  url: string;
  parent: StandInFrame | null;
}

/** The page's side of a window. */
class StandInContents extends EventEmitter {
  readonly mainFrame: StandInFrame = { url: "", parent: null };
  openHandler: ((details: { url: string }) => { action: string }) | undefined;
  reloads = 0;
  setWindowOpenHandler = (handler: (details: { url: string }) => { action: string }): void => {
    this.openHandler = handler;
  };
  reload = (): void => void this.reloads++;
  /** Says how it was asked instead of printing. */
  printToPDF = async (options: Record<string, unknown>): Promise<Uint8Array> =>
    new TextEncoder().encode(["%PDF of the page", ...Object.keys(options)].join(", "));
}

class StandInWindow extends EventEmitter {
  readonly webContents = new StandInContents();
  readonly calls: string[] = [];
  private bounds: Bounds;
  private isOver = false;
  private isLarge = false;
  private isSmall = false;

  constructor(readonly options: Record<string, unknown>) {
    super();
    const { x = 10, y = 20, width = 800, height = 600 } = options as Partial<Bounds>;
    this.bounds = { x, y, width, height };
    state.windows.push(this);
    state.app.emit("web-contents-created", {}, this.webContents);
  }

  loadURL = async (url: string): Promise<void> => {
    this.webContents.mainFrame.url = url;
    this.emit("ready-to-show");
  };
  show = (): void => void this.calls.push("show");
  focus = (): void => void this.calls.push("focus");
  isDestroyed = (): boolean => this.isOver;
  isMaximized = (): boolean => this.isLarge;
  isMinimized = (): boolean => this.isSmall;
  getNormalBounds = (): Bounds => ({ ...this.bounds });
  maximize = (): void => {
    this.isLarge = true;
    this.emit("maximize");
  };
  minimize = (): void => {
    this.isSmall = true;
  };
  restore = (): void => {
    this.isSmall = false;
    this.calls.push("restore");
  };
  /** As when a person drags it. */
  moveTo(bounds: Bounds): void {
    this.bounds = bounds;
    this.emit("move");
    this.emit("resize");
  }
  close = ({ isQuitting = false } = {}): void => {
    this.emit("close");
    this.isOver = true;
    this.emit("closed");
    if (!isQuitting && state.windows.every((window) => window.isDestroyed())) state.app.emit("window-all-closed");
  };
}

/** A port as the main process sees it: events carry their data, and nothing comes before start. */
class MainPort extends EventEmitter {
  constructor(private readonly port: MessagePort) {
    super();
    port.on("close", () => this.emit("close"));
  }
  start = (): void => void this.port.on("message", (data: unknown) => this.emit("message", { data, ports: [] }));
  close = (): void => this.port.close();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  postMessage = (message: unknown): void => this.port.postMessage(message);
}

const KEY = Symbol.for("overread.electron-stand-in");
const shared = globalThis as unknown as { [KEY]?: StandIn };
const state: StandIn = (shared[KEY] ??= createState(new StandInApp()));

function createState(application: StandInApp): StandIn {
  return {
    app: application,
    windows: [],
    dialogAnswers: [],
    dialogs: [],
    openedExternally: [],
    handlers: new Map(),
    ipc: new EventEmitter(),
    protocols: new Map(),
    privileged: [],
    permissions: {},
    workers: [],
    exposed: new Map(),
    menu: undefined,
    displays: [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }],
    isFirstInstance: true,
    speaker: undefined,
  };
}

/** What the test looks at. */
export function standIn(): StandIn {
  return state;
}

export const app = state.app;
export { StandInWindow as BrowserWindow };

export const Menu = {
  buildFromTemplate: (template: MenuTemplate): MenuTemplate => template,
  setApplicationMenu: (menu: MenuTemplate): void => void (state.menu = menu),
};

export const protocol = {
  registerSchemesAsPrivileged: (schemes: unknown[]): void => {
    if (app.isReady) throw new Error("Schemes are registered before the application is ready.");
    state.privileged.push(...schemes);
  },
  handle: (scheme: string, handler: (request: Request) => Promise<Response>): void => {
    if (!app.isReady) throw new Error("A protocol is handled once the application is ready.");
    state.protocols.set(scheme, handler);
  },
};

export const ipcMain = {
  on: (channel: string, listener: Handler): void => void state.ipc.on(channel, listener),
  handle: (channel: string, handler: Handler): void => void state.handlers.set(channel, handler),
};

function answerDialog(kind: string, options: unknown): Promise<unknown> {
  state.dialogs.push({ kind, options });
  if (state.dialogAnswers.length === 0)
    throw new Error(`Nobody answers the dialog ${kind}: ${JSON.stringify(options)}.`);
  return Promise.resolve(state.dialogAnswers.shift());
}

export const dialog = {
  showOpenDialog: (_window: unknown, options: unknown) => answerDialog("open", options),
  showSaveDialog: (_window: unknown, options: unknown) => answerDialog("save", options),
  showMessageBox: (_window: unknown, options: unknown) => answerDialog("message", options),
  showErrorBox: (title: string, content: string): void =>
    void state.dialogs.push({ kind: "error", options: { title, content } }),
};

export const shell = {
  openExternal: async (url: string): Promise<void> => void state.openedExternally.push(url),
  showItemInFolder: (): void => {},
};

export const screen = { getAllDisplays: () => state.displays };

export const session = {
  defaultSession: {
    setPermissionRequestHandler: (handler: Handler): void => void (state.permissions.request = handler),
    setPermissionCheckHandler: (handler: Handler): void => void (state.permissions.check = handler),
    setDevicePermissionHandler: (handler: Handler): void => void (state.permissions.device = handler),
  },
};

/** A real process; its messages arrive bare, as Electron's do. */
export const utilityProcess = {
  fork: (file: string, _args: string[], options: unknown) => {
    state.workers.push({ file, options });
    const stdio = ["ignore", "pipe", "pipe", "ipc"] as const;
    const child = fork(file, [], { serialization: "advanced", execArgv: [], stdio: [...stdio] });
    return Object.assign(new ForwardingEmitter(child, ["message", "exit"]), {
      stdout: child.stdout,
      stderr: child.stderr,
      get pid() {
        return child.pid;
      },
      postMessage: (message: unknown) => void child.send(message as object),
      kill: () => child.kill(),
    });
  },
};

class ForwardingEmitter extends EventEmitter {
  constructor(source: EventEmitter, events: readonly string[]) {
    super();
    for (const event of events) source.on(event, (...args: unknown[]) => this.emit(event, ...args));
  }
}

export const contextBridge = {
  /** What crosses the bridge is copied: nothing of the preload script's own world leaks. */
  exposeInMainWorld: (name: string, api: unknown): void => void state.exposed.set(name, Object.freeze(api)),
};

function senderFrame(): StandInFrame | null {
  return state.speaker ?? state.windows.at(-1)?.webContents.mainFrame ?? null;
}

export const ipcRenderer = {
  invoke: async (channel: string, ...args: unknown[]): Promise<unknown> => {
    const handler = state.handlers.get(channel);
    if (!handler) throw new Error(`No handler registered for '${channel}'`);
    return handler({ senderFrame: senderFrame() }, ...args.map((argument) => structuredClone(argument)));
  },
  postMessage: (channel: string, _message: unknown, ports: MessagePort[] = []): void => {
    state.ipc.emit(channel, { senderFrame: senderFrame(), ports: ports.map((port) => new MainPort(port)) });
  },
};

/** A page's own file has no path; one that a person dropped has the path that the test gave it. */
export const webUtils = {
  getPathForFile: (file: { readonly droppedFrom?: string }): string => file.droppedFrom ?? "",
};

export { MessageChannel };
