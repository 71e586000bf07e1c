/** @file Builds the page with the viewer alone, serves it, and hands its tests a driver for it. */
import { fileURLToPath } from "node:url";
import { test as base } from "@playwright/test";
import type { Browser, Page } from "@playwright/test";
import react from "@vitejs/plugin-react";
import sharp from "sharp";
import { build, preview } from "vite";
import type { OverlayLayer } from "../../../src-renderer/viewer/viewer-image";
import type { Scene, ViewerPage } from "./page/main";

declare global {
  interface Window {
    viewerPage: ViewerPage;
  }
}

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export interface Screen {
  readonly width: number;
  readonly height: number;
  /** Grey, 0 to 255, of a device pixel of the viewer. */
  readonly grey: (x: number, y: number) => number;
}

export class ViewerDriver {
  constructor(readonly page: Page) {}

  async show(scene: Scene): Promise<void> {
    await this.page.evaluate((next) => window.viewerPage.set(next), scene);
    if (scene.image && scene.isMounted !== false)
      await this.page
        .getByTestId("viewer")
        .and(this.page.locator('[data-state="ready"]'))
        .waitFor({ state: "attached" });
    await this.settle();
  }

  /** Changes the view through the stores, as the toolbar does; `work` runs in the page. */
  async change<Argument>(work: (argument: Argument) => void, argument?: Argument): Promise<void> {
    await this.page.evaluate(work as (given: unknown) => void, argument);
    await this.settle();
  }

  /** Three frames: React and Cornerstone draw in the first ones after a change. */
  async settle(): Promise<void> {
    await this.page.evaluate(
      () =>
        new Promise((resolve) =>
          requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(resolve))),
        ),
    );
  }

  async screen(): Promise<Screen> {
    return readScreen(await this.page.getByTestId("viewer").screenshot());
  }

  /** The corners of a box as the overlay draws it, in CSS pixels. */
  async polygon(findingId: string): Promise<readonly (readonly [number, number])[]> {
    const points = await this.page
      .locator(`[data-testid="finding"][data-finding-id="${findingId}"] [data-testid="finding-box"]`)
      .getAttribute("points");
    return points!.split(" ").map((pair) => pair.split(",").map(Number) as [number, number]);
  }
}

export interface ViewerFixtures {
  readonly openViewer: (options?: { deviceScaleFactor?: number }) => Promise<ViewerDriver>;
}

export const test = base.extend<ViewerFixtures, { pageAddress: string }>({
  pageAddress: [
    async ({ browserName }, use) => {
      const outDir = at(`../../../node_modules/.cache/viewer-page-${browserName}`);
      const settings = {
        configFile: false as const,
        root: at("./page"),
        logLevel: "warn" as const,
        plugins: [react()],
        resolve: { alias: { xmlbuilder2: at("../../../src-renderer/viewer/without-xmlbuilder2.ts") } },
        build: { outDir, emptyOutDir: true, target: "esnext", minify: false, chunkSizeWarningLimit: 100_000 },
        worker: { format: "es" as const },
      };
      await build(settings);
      const server = await preview({ ...settings, preview: { port: 0, host: "127.0.0.1" } });
      const address = server.resolvedUrls?.local[0];
      if (!address) throw new Error("The page of the viewer is not served.");
      await use(address);
      await server.close();
    },
    { scope: "worker", timeout: 180_000 },
  ],
  openViewer: async ({ browser, pageAddress }, use) => {
    const opened: Page[] = [];
    await use(async (options = {}) => {
      const page = await openPage(browser, pageAddress, options);
      opened.push(page);
      return new ViewerDriver(page);
    });
    for (const page of opened) await page.context().close();
  },
});

export { expect } from "@playwright/test";

async function openPage(
  browser: Browser,
  address: string,
  { deviceScaleFactor = 1 }: { deviceScaleFactor?: number },
): Promise<Page> {
  const context = await browser.newContext({ deviceScaleFactor, viewport: { width: 1000, height: 800 } });
  const page = await context.newPage();
  page.on("pageerror", (error) => {
    throw new Error(`The page failed: ${error.message}`, { cause: error });
  });
  await page.goto(address);
  await page.waitForFunction(() => window.viewerPage !== undefined);
  return page;
}

export async function readScreen(png: Buffer): Promise<Screen> {
  const { data, info } = await sharp(png).removeAlpha().greyscale().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, grey: (x, y) => data[(y * info.width + x) * info.channels]! };
}

/** A layer with one box. */
export function layerOf(
  kind: OverlayLayer["kind"],
  id: string,
  box: { x1: number; y1: number; x2: number; y2: number },
): OverlayLayer {
  const score = kind === "detections" ? { score: 0.87 } : {};
  return {
    kind,
    findings: [{ id, box, label: kind === "detections" ? "Pneumonia" : "Reference", status: "matched", ...score }],
  };
}
