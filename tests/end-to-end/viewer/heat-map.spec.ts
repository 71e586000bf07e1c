/** @file A heat map lies where its values belong, on both paths; three views show the same place; dragging stays quick. */
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import type { Locator } from "@playwright/test";
import { findEdges } from "./edges";
import type { SyntheticMap } from "./page/main";
import { radiograph, RADIOGRAPH_LAYERS } from "./radiograph";
import { expect, test } from "./viewer-page";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const IMAGE = {
  instanceId: "dark",
  columns: 300,
  rows: 200,
  ground: 0,
  // Far from what is looked at; an image of one grey has no window.
  rectangle: { x1: 0, y1: 0, x2: 20, y2: 20, value: 255 },
};
/** One cell of 10 by 10 image pixels is hot, at columns 180 to 190 and rows 60 to 70, off every axis of symmetry. */
const COLUMNS = 30;
const ROWS = 20;
const HOT = { x1: 180, y1: 60, x2: 190, y2: 70 };
const SPOT: SyntheticMap = {
  rows: ROWS,
  columns: COLUMNS,
  values: Array.from({ length: ROWS * COLUMNS }, (_, cell) => (cell === 6 * COLUMNS + 18 ? 1 : 0)),
  appearance: { colours: "viridis", opacity: 1, threshold: 0.5 },
};

const TURNS = [
  { rotation: 0, isFlippedHorizontally: false, isFlippedVertically: false },
  { rotation: 90, isFlippedHorizontally: true, isFlippedVertically: false },
  { rotation: 180, isFlippedHorizontally: false, isFlippedVertically: true },
  { rotation: 270, isFlippedHorizontally: false, isFlippedVertically: false },
] as const;

for (const rendering of ["cpu", "gpu"] as const) {
  for (const deviceScaleFactor of [1, 1.5]) {
    test(`the hottest cell lies where the box around it lies, ${rendering}, density ${deviceScaleFactor}`, async ({
      openViewer,
    }) => {
      const viewer = await openViewer({ deviceScaleFactor });
      const layers = [
        { kind: "reference" as const, findings: [{ id: "hot", box: HOT, label: "Hot", status: "unjudged" as const }] },
      ];
      await viewer.show({ image: IMAGE, layers, heatMap: SPOT, rendering, widthPx: 641, heightPx: 479 });
      for (const turn of TURNS) {
        await viewer.change((view) => {
          window.viewerPage.viewport.setState({ ...view, zoom: 4.3, centre: { x: 170, y: 80 }, isFitted: false });
        }, turn);
        const corners = await viewer.polygon("hot");
        const xs = corners.map(([x]) => x * deviceScaleFactor);
        const ys = corners.map(([, y]) => y * deviceScaleFactor);
        // The boxes themselves would hide the edges.
        await viewer.change(() => window.viewerPage.viewport.getState().toggleLayer("reference"));
        const screen = await viewer.screen();
        await viewer.change(() => window.viewerPage.viewport.getState().toggleLayer("reference"));
        const middle = { x: mean(xs), y: mean(ys) };
        const found = findEdges(screen, middle, screen.grey(Math.floor(middle.x), Math.floor(middle.y)) / 2);
        // Bilinear enlargement puts half of the peak half a cell from its middle: at the cell's own edges.
        expect(Math.abs(found.left - Math.min(...xs)), JSON.stringify(turn)).toBeLessThan(1);
        expect(Math.abs(found.right - Math.max(...xs)), JSON.stringify(turn)).toBeLessThan(1);
        expect(Math.abs(found.top - Math.min(...ys)), JSON.stringify(turn)).toBeLessThan(1);
        expect(Math.abs(found.bottom - Math.max(...ys)), JSON.stringify(turn)).toBeLessThan(1);
      }
    });
  }

  test(`three views show the same part of the image at the same size, ${rendering}`, async ({ openViewer }) => {
    const viewer = await openViewer();
    const heatMap = syntheticMap();
    const image = await radiograph();
    await viewer.show({
      image,
      layers: RADIOGRAPH_LAYERS,
      heatMap,
      rendering,
      widthPx: 960,
      heightPx: 340,
      isInThreeViews: true,
    });
    await viewer.change(() => {
      const state = window.viewerPage.viewport.getState();
      state.zoomBy(1.7);
      state.panBy({ x: 30, y: -20 });
      state.flipHorizontal();
      for (const layer of ["reference", "detections", "labels"] as const) state.toggleLayer(layer);
    });
    const views = viewer.page.getByTestId("view");
    await expect(views).toHaveCount(3);
    const sizes = await views.evaluateAll((elements) =>
      elements.map((element) => [element.clientWidth, element.clientHeight].join(" × ")),
    );
    expect(new Set(sizes).size).toBe(1);
    await viewer.show({
      image,
      heatMap: { ...heatMap, appearance: { ...heatMap.appearance, opacity: 0 } },
      rendering,
      widthPx: 960,
      heightPx: 340,
      isInThreeViews: true,
    });
    await viewer.page.addStyleTag({ content: ".viewer__caption { display: none }" });
    const [boxes, , overlay] = await Promise.all([0, 1, 2].map((index) => picture(views.nth(index))));
    expect(overlay).toEqual(boxes);
  });
}

test("on tall and on square stages the three views are laid out so that they are largest", async ({ openViewer }) => {
  const viewer = await openViewer();
  const image = await radiograph();
  const places = async (widthPx: number, heightPx: number): Promise<readonly string[]> => {
    await viewer.show({ image, widthPx, heightPx, isInThreeViews: true });
    return viewer.page
      .getByTestId("view")
      .evaluateAll((views) =>
        views.map((view) => `${view.getBoundingClientRect().x} ${view.getBoundingClientRect().y}`),
      );
  };
  expect(await places(901, 400)).toEqual(["0 0", "300 0", "600 0"]);
  expect(await places(701, 601)).toEqual(["0 0", "351 0", "0 301"]);
  expect(await places(301, 800)).toEqual(["0 0", "0 267", "0 534"]);
});

test("back in one view the same canvas draws on", async ({ openViewer }) => {
  const viewer = await openViewer();
  const image = await radiograph();
  await viewer.show({ image, rendering: "cpu" });
  const before = await viewer.screen();
  await viewer.show({ image, rendering: "cpu", isInThreeViews: true, heatMap: syntheticMap() });
  await viewer.show({ image, rendering: "cpu" });
  const after = await viewer.screen();
  expect(await viewer.page.evaluate(() => window.viewerPage.engines())).toBe(1);
  for (const [x, y] of [
    [320, 240],
    [200, 100],
    [400, 400],
  ] as const)
    expect(after.grey(x, y)).toBe(before.grey(x, y));
});

test("the pointer in one view shows its place in the others", async ({ openViewer }) => {
  const viewer = await openViewer();
  await viewer.show({
    image: await radiograph(),
    widthPx: 900,
    heightPx: 300,
    isInThreeViews: true,
    heatMap: syntheticMap(),
  });
  const views = viewer.page.getByTestId("view");
  await viewer.page.mouse.move(450, 120);
  await viewer.settle();
  const counts = await Promise.all([0, 1, 2].map((index) => views.nth(index).getByTestId("linked-cursor").count()));
  expect(counts).toEqual([1, 0, 1]);
  const box = (await views.nth(0).boundingBox())!;
  const cursor = (await views.nth(0).getByTestId("linked-cursor").boundingBox())!;
  const pointed = (await views.nth(1).boundingBox())!;
  expect(Math.abs(cursor.x - box.x - (450 - pointed.x))).toBeLessThan(1);
});

test("how long a frame of a drag takes with a map over the image, and in three views, is printed", async ({
  openViewer,
}) => {
  const viewer = await openViewer();
  const heatMap = syntheticMap();
  const stage = {
    image: await radiograph(),
    layers: RADIOGRAPH_LAYERS,
    rendering: "cpu",
    widthPx: 900,
    heightPx: 780,
  } as const;
  const times: string[] = [];
  for (const scene of [stage, { ...stage, heatMap }, { ...stage, heatMap, isInThreeViews: true }]) {
    await viewer.show(scene);
    const frames = await viewer.page.evaluate(timeFrames, 60);
    expect(frames.every((time) => time > 0)).toBe(true);
    times.push(summary(frames));
  }
  console.log(
    `A frame of a drag, median and best: ${times[0]} without a map, ${times[1]} with one, ${times[2]} in three views`,
  );
});

test("a map over a real radiograph, and the three views, are kept as pictures", async ({ openViewer }) => {
  const viewer = await openViewer({ deviceScaleFactor: 1.5 });
  const image = await radiograph();
  const heatMap = syntheticMap();
  const screenshot = (name: string) =>
    viewer.page.getByTestId("viewer").screenshot({ path: at(`./screenshots/${name}.jpeg`), quality: 85 });
  await viewer.show({
    image,
    layers: RADIOGRAPH_LAYERS,
    heatMap,
    widthPx: 700,
    heightPx: 640,
    selectedFindingId: "d1",
  });
  await screenshot("heat-map");
  await viewer.show({ image, layers: RADIOGRAPH_LAYERS, heatMap, widthPx: 960, heightPx: 340, isInThreeViews: true });
  await screenshot("three-views");
  await expect(viewer.page.getByTestId("heat-map")).toHaveCount(2);
});

/** In the page: from frame to frame while the image is dragged, whatever draws them. */
async function timeFrames(count: number): Promise<number[]> {
  const times: number[] = [];
  let before = await new Promise<number>(requestAnimationFrame);
  for (let round = 0; round < count; round++) {
    window.viewerPage.viewport.getState().panBy({ x: round % 2 ? 7 : -7, y: round % 4 < 2 ? 3 : -3 });
    const now = await new Promise<number>(requestAnimationFrame);
    times.push(now - before);
    before = now;
  }
  return times;
}

/** A map as models make them: smooth, of one warm side and one cool one. */
function syntheticMap(): SyntheticMap {
  const side = 256;
  const hill = (x: number, y: number, width: number): number => Math.exp(-(x * x + y * y) / (2 * width * width));
  const values = Array.from({ length: side * side }, (_, cell) => {
    const x = cell % side;
    const y = Math.floor(cell / side);
    return Math.min(
      1,
      hill(x - 100, y - 64, 26) + 0.55 * hill(x - 186, y - 128, 34) + 0.25 * hill(x - 70, y - 190, 20),
    );
  });
  return { rows: side, columns: side, values, appearance: { colours: "turbo", opacity: 0.45, threshold: 0.2 } };
}

async function picture(view: Locator): Promise<Buffer> {
  return sharp(await view.screenshot())
    .removeAlpha()
    .raw()
    .toBuffer();
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function summary(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  return `${sorted[Math.floor(sorted.length / 2)]!.toFixed(1)} and ${sorted[0]!.toFixed(1)} ms`;
}
