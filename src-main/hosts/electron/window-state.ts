/** @file Keeps where the window stood, and puts it back there if a screen still shows that place. */
import { readFile } from "node:fs/promises";
import { screen, type BrowserWindow, type Rectangle } from "electron";
import { z } from "zod";
import type { Logger } from "../../jobs/job";
import { writeFileAtomically } from "../../data/files/write-file-atomically";

const WindowState = z.object({
  bounds: z.object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() }),
  isMaximised: z.boolean(),
});
export type WindowState = z.infer<typeof WindowState>;

/** So much of the title bar has to be on a screen for a hand to take hold of it. */
const VISIBLE_WIDTH_PX = 120;
const VISIBLE_HEIGHT_PX = 40;
const SETTLE_MS = 500;

/** Undefined at the first start, or when the screen that showed the window is gone. */
export async function readWindowState(file: string, log: Logger): Promise<WindowState | undefined> {
  const state = await readState(file, log);
  return state && screen.getAllDisplays().some(({ workArea }) => isWithinReach(state.bounds, workArea))
    ? state
    : undefined;
}

/** Writes the state a moment after each change; call the answer before the program ends to write what is pending. */
export function keepWindowState(window: BrowserWindow, file: string, log: Logger): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let state = stateOf(window);
  let writing: Promise<void> = Promise.resolve();
  const write = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(() => writeState(file, state, log));
    return writing;
  };
  const note = (): void => {
    if (window.isDestroyed() || window.isMinimized()) return;
    state = stateOf(window);
    clearTimeout(timer);
    timer = setTimeout(() => void write(), SETTLE_MS);
  };
  window.on("resize", note);
  window.on("move", note);
  window.on("maximize", note);
  window.on("unmaximize", note);
  window.on("close", note);
  return async () => {
    if (timer) await write();
    await writing;
  };
}

function stateOf(window: BrowserWindow): WindowState {
  // The bounds of the window as it will be when it is no longer maximised.
  return { bounds: window.getNormalBounds(), isMaximised: window.isMaximized() };
}

async function readState(file: string, log: Logger): Promise<WindowState | undefined> {
  try {
    return WindowState.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    const isFirstStart = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (!isFirstStart) log.warn("Where the window stood could not be read; it opens in the middle.", { file, error });
    return undefined;
  }
}

async function writeState(file: string, state: WindowState, log: Logger): Promise<void> {
  try {
    await writeFileAtomically(file, `${JSON.stringify(state)}\n`);
  } catch (error) {
    log.warn("Where the window stands could not be kept.", { file, error });
  }
}

function isWithinReach(bounds: Rectangle, area: Rectangle): boolean {
  const width = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  const height = Math.min(bounds.y + VISIBLE_HEIGHT_PX, area.y + area.height) - Math.max(bounds.y, area.y);
  return width >= VISIBLE_WIDTH_PX && height >= VISIBLE_HEIGHT_PX / 2;
}
