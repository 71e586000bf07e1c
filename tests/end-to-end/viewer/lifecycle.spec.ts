/** @file Images come, go and fail without leaving anything behind. */
import { expect, layerOf, test } from "./viewer-page";
import type { ViewerDriver } from "./viewer-page";

const RECTANGLE = { x1: 100, y1: 60, x2: 180, y2: 120 };
const IMAGE = {
  instanceId: "one",
  columns: 320,
  rows: 240,
  ground: 40,
  rectangle: { ...RECTANGLE, value: 200 },
};

async function pageState(viewer: ViewerDriver): Promise<{ cacheBytes: number; engines: number; canvases: number }> {
  return viewer.page.evaluate(() => ({
    cacheBytes: window.viewerPage.cacheBytes(),
    engines: window.viewerPage.engines(),
    canvases: document.querySelectorAll("canvas").length,
  }));
}

test("a lost graphics context is rebuilt with the view as it was", async ({ openViewer }) => {
  const viewer = await openViewer();
  await viewer.show({ image: IMAGE, rendering: "gpu", layers: [layerOf("reference", "box", RECTANGLE)] });
  await viewer.change(() => {
    const state = window.viewerPage.viewport.getState();
    state.rotateClockwise();
    state.zoomBy(1.7);
    state.setWindow({ center: 100, width: 200 });
  });
  const before = await viewer.screen();
  const polygon = await viewer.polygon("box");
  const losses = await viewer.page.evaluate(() => window.viewerPage.loseContext());
  expect(losses).toBeGreaterThan(0);
  const viewerBox = viewer.page.getByTestId("viewer");
  await expect(viewerBox).toHaveAttribute("data-state", "ready");
  await expect
    .poll(async () => {
      const after = await viewer.screen();
      return difference(before, after);
    })
    .toBeLessThanOrEqual(1);
  expect(await viewer.polygon("box")).toEqual(polygon);
  expect(await pageState(viewer)).toMatchObject({ engines: 1, canvases: 1 });
  await expect(viewer.page.locator('[data-renderer="gpu"]')).toHaveCount(1);
});

test("the GPU is given up after its third loss", async ({ openViewer }) => {
  const viewer = await openViewer();
  await viewer.show({ image: IMAGE, rendering: "gpu" });
  const before = await viewer.screen();
  for (let loss = 0; loss < 3; loss++) {
    await viewer.page.evaluate(() => window.viewerPage.loseContext());
    await viewer.settle();
    await viewer.settle();
  }
  await expect(viewer.page.locator('[data-renderer="cpu"]')).toHaveCount(1);
  // The two paths blend a little differently along an edge.
  await expect.poll(async () => difference(before, await viewer.screen())).toBeLessThanOrEqual(10);
});

test("two hundred images leave a bounded cache, and an unmounted viewer leaves nothing", async ({ openViewer }) => {
  const viewer = await openViewer();
  const images = Array.from({ length: 200 }, (_, index) => ({ ...IMAGE, instanceId: `image ${index}` }));
  const bytes = IMAGE.columns * IMAGE.rows;
  for (const [index, image] of images.entries()) {
    const neighbours = [images[index - 1], images[index + 1]].filter((neighbour) => neighbour !== undefined);
    await viewer.page.evaluate((scene) => window.viewerPage.set(scene), { image, neighbours });
    await viewer.page.waitForFunction((id) => window.viewerPage.readyAt.has(id), image.instanceId);
    const { cacheBytes } = await pageState(viewer);
    // The image, the two beside it, and the one looked at before.
    expect(cacheBytes).toBeLessThanOrEqual(4 * bytes);
  }
  const fetched = await viewer.page.evaluate(() => window.viewerPage.fetched);
  // Fetched ahead, and not once more when the image was stepped to.
  expect(fetched).toHaveLength(200);
  await viewer.show({ isMounted: false });
  expect(await pageState(viewer)).toEqual({ cacheBytes: 0, engines: 0, canvases: 0 });
});

test("mounting again and again takes no more than one graphics context", async ({ openViewer }) => {
  const viewer = await openViewer();
  const complaints: string[] = [];
  viewer.page.on("console", (message) => complaints.push(message.text()));
  for (let round = 0; round < 20; round++) {
    await viewer.show({ image: IMAGE, rendering: "gpu" });
    await viewer.show({ isMounted: false });
  }
  // Chromium says so when it takes the oldest context away from a page with more than sixteen.
  expect(complaints.filter((text) => text.includes("Too many active WebGL contexts"))).toEqual([]);
  expect(await pageState(viewer)).toEqual({ cacheBytes: 0, engines: 0, canvases: 0 });
});

test("an image that cannot be read is refused in a sentence, and the next one is shown", async ({ openViewer }) => {
  const viewer = await openViewer();
  const broken = { ...IMAGE, instanceId: "broken", isTruncated: true };
  await viewer.show({ image: IMAGE });
  await viewer.page.evaluate((image) => window.viewerPage.set({ image }), broken);
  await expect(viewer.page.getByRole("alert")).toHaveText(
    "The frame holds 320 bytes; 320 × 240 pixels of one or two bytes were expected.",
  );
  await viewer.show({ image: { ...IMAGE, instanceId: "next" } });
  await expect(viewer.page.getByRole("alert")).toHaveCount(0);
  expect((await viewer.screen()).grey(300, 200)).toBe(200);
});

test("the last image that was asked for wins, and a slow one is not shown under another's name", async ({
  openViewer,
}) => {
  const viewer = await openViewer();
  const slow = { ...IMAGE, instanceId: "slow", rectangle: { ...IMAGE.rectangle, value: 90 }, delayMs: 2_000 };
  await viewer.show({ image: IMAGE, layers: [layerOf("reference", "box", RECTANGLE)] });
  await viewer.page.evaluate((image) => window.viewerPage.set({ image }), slow);
  await expect(viewer.page.getByTestId("viewer")).toHaveAttribute("data-state", "loading");
  await expect(viewer.page.getByTestId("finding-overlay")).toHaveCount(0);
  await expect.poll(async () => (await viewer.screen()).grey(300, 200)).toBe(0);
  await viewer.show({ image: { ...IMAGE, instanceId: "fast" } });
  await viewer.page.waitForTimeout(2_200);
  expect((await viewer.screen()).grey(300, 200)).toBe(200);
  expect(await viewer.page.evaluate(() => window.viewerPage.told)).not.toContain("ready slow");
});

test("coming back to an image keeps how it was looked at", async ({ openViewer }) => {
  const viewer = await openViewer();
  await viewer.show({ image: IMAGE });
  await viewer.change(() => window.viewerPage.viewport.getState().zoomBy(3));
  const before = await viewer.screen();
  await viewer.show({ isMounted: false });
  await viewer.show({ image: IMAGE });
  expect(difference(before, await viewer.screen())).toBe(0);
});

test("an image too large for a texture is drawn on the CPU path", async ({ openViewer }) => {
  const viewer = await openViewer();
  const long = { ...IMAGE, instanceId: "long", columns: 9_000, rows: 300 };
  await viewer.show({ image: long, rendering: "gpu" });
  await expect(viewer.page.locator('[data-renderer="cpu"]')).toHaveCount(1);
  await viewer.change(() =>
    window.viewerPage.viewport.setState({ zoom: 1, centre: { x: 140, y: 90 }, isFitted: false }),
  );
  expect((await viewer.screen()).grey(320, 240)).toBe(200);
});

/** The greatest difference of greys on a coarse grid. */
function difference(a: Awaited<ReturnType<ViewerDriver["screen"]>>, b: typeof a): number {
  let greatest = 0;
  for (let y = 0; y < a.height; y += 7) {
    for (let x = 0; x < a.width; x += 7) greatest = Math.max(greatest, Math.abs(a.grey(x, y) - b.grey(x, y)));
  }
  return greatest;
}
