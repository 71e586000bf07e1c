/** @file Opens the real program for a journey: the browser host in Chromium, or the desktop through Electron. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { _electron, expect, test as base, type Browser, type Page } from "@playwright/test";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const START_MS = 60_000;
/** Set by `npm test` where the binary is there. */
const ELECTRON = process.env["OVERREAD_ELECTRON"];

interface OpenOverread {
  readonly page: Page;
  /** Ends the program and starts it again on the same user data. */
  readonly restart: () => Promise<Page>;
}

interface Fixtures {
  /** A folder of the journey's own, removed at its end. */
  readonly scratch: string;
  readonly overread: OpenOverread;
}

/** A journey is given the program at its first start: nothing is known, so the sample opens. */
export const test = base.extend<Fixtures>({
  scratch: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), "overread-journey-"));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  overread: async ({ browser, scratch }, use, information) => {
    const isDesktop = information.project.name === "desktop";
    test.skip(isDesktop && !ELECTRON, "Electron's binary is not on this machine.");
    const start = isDesktop ? startDesktop : startBrowserHost;
    let running = await start(join(scratch, "user-data"), browser);
    await use({
      get page() {
        return running.page;
      },
      restart: async () => {
        await running.close();
        running = await start(join(scratch, "user-data"), browser);
        return running.page;
      },
    });
    await running.close();
  },
});

export { expect };

/** Waits until the sample is imported, detected and evaluated. */
export async function untilPrepared(page: Page): Promise<void> {
  await expect(page.getByTestId("error-row").first()).toBeVisible({ timeout: 90_000 });
  await expect(page.getByTestId("job-progress")).toHaveCount(0, { timeout: 90_000 });
}

interface Running {
  readonly page: Page;
  readonly close: () => Promise<void>;
}

async function startBrowserHost(userDataFolder: string, browser: Browser): Promise<Running> {
  const server = spawn(process.execPath, [join(ROOT, "out/main/server.js"), "--no-open"], {
    env: { ...process.env, OVERREAD_USER_DATA: userDataFolder },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const address = await addressPrintedBy(server);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(address);
  return {
    page,
    close: async () => {
      await context.close();
      await ended(server);
    },
  };
}

async function startDesktop(userDataFolder: string): Promise<Running> {
  const application = await _electron.launch({
    executablePath: ELECTRON!,
    args: [join(ROOT, "out/main/desktop.js")],
    env: { ...(process.env as Record<string, string>), OVERREAD_USER_DATA: userDataFolder },
  });
  return { page: await application.firstWindow(), close: () => application.close() };
}

async function addressPrintedBy(server: ChildProcess): Promise<string> {
  const timer = setTimeout(() => server.kill(), START_MS);
  try {
    for await (const line of createInterface({ input: server.stdout! })) {
      const address = /http:\/\/\S+/u.exec(line)?.[0];
      if (address) return address;
    }
  } finally {
    clearTimeout(timer);
    server.stdout!.resume();
  }
  throw new Error("The server ended before it printed its address.");
}

function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    server.once("exit", () => resolve());
    server.kill("SIGTERM");
  });
}
