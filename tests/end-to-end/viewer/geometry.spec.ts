/** @file The picture, the boxes over it and our arithmetic agree, at any zoom, flip, rotation and display density. */
import { expect, layerOf, readScreen, test } from "./viewer-page";
import type { Screen, ViewerDriver } from "./viewer-page";
import { findEdges } from "./edges";

const RECTANGLE = { x1: 100, y1: 60, x2: 180, y2: 120 };
const DARK = 40;
const BRIGHT = 200;

/** Odd sizes, so that no half pixel goes unnoticed. */
const SIZE = { widthPx: 641, heightPx: 479 };

const BYTE_IMAGE = {
  instanceId: "byte",
  columns: 301,
  rows: 201,
  ground: DARK,
  rectangle: { ...RECTANGLE, value: BRIGHT },
};
/** Pixels that are taller than wide. */
const TALL_IMAGE = {
  ...BYTE_IMAGE,
  instanceId: "tall",
  bitsStored: 16,
  ground: 4_000,
  rectangle: { ...RECTANGLE, value: 20_000 },
  windows: [{ center: 12_800, width: 25_601 }],
  spacing: { rowMm: 0.3, columnMm: 0.2, source: "PixelSpacing" as const },
};

interface TestView {
  readonly name: string;
  readonly image: typeof BYTE_IMAGE;
  /** The aspect of a pixel, width and height. */
  readonly aspect: readonly [number, number];
  readonly zoom: number;
  readonly centre: { readonly x: number; readonly y: number };
  readonly rotation: 0 | 90 | 180 | 270;
  readonly isFlippedHorizontally: boolean;
  readonly isFlippedVertically: boolean;
}

const UPRIGHT = { rotation: 0, isFlippedHorizontally: false, isFlippedVertically: false } as const;
const SQUARE = { image: BYTE_IMAGE, aspect: [1, 1] } as const;
const MIDDLE = { x: 140, y: 90 };

const VIEWS: readonly TestView[] = [
  { name: "shrunk", ...SQUARE, zoom: 0.61, centre: { x: 150.5, y: 100.5 }, ...UPRIGHT },
  { name: "one to one", ...SQUARE, zoom: 1, centre: MIDDLE, ...UPRIGHT },
  { name: "enlarged, off centre", ...SQUARE, zoom: 3.7, centre: { x: 128.3, y: 77.7 }, ...UPRIGHT },
  { name: "a quarter turn", ...SQUARE, zoom: 2.3, centre: { x: 135.2, y: 95.9 }, ...UPRIGHT, rotation: 90 },
  {
    name: "three quarters, mirrored",
    ...SQUARE,
    zoom: 1.9,
    centre: { x: 120, y: 80 },
    rotation: 270,
    isFlippedHorizontally: true,
    isFlippedVertically: false,
  },
  {
    name: "mirrored both ways, half a turn",
    ...SQUARE,
    zoom: 2.9,
    centre: { x: 150, y: 99 },
    rotation: 180,
    isFlippedHorizontally: true,
    isFlippedVertically: true,
  },
  {
    name: "upside down",
    ...SQUARE,
    zoom: 4.4,
    centre: MIDDLE,
    rotation: 0,
    isFlippedHorizontally: false,
    isFlippedVertically: true,
  },
  {
    name: "16 bit, tall pixels, a quarter turn, mirrored",
    image: TALL_IMAGE,
    aspect: [1, 1.5],
    zoom: 2.1,
    centre: { x: 133.3, y: 88.8 },
    rotation: 90,
    isFlippedHorizontally: true,
    isFlippedVertically: false,
  },
];

for (const rendering of ["cpu", "gpu"] as const) {
  for (const deviceScaleFactor of [1, 1.5, 2]) {
    test(`the ${rendering} path draws the image under its boxes at density ${deviceScaleFactor}`, async ({
      openViewer,
    }) => {
      const viewer = await openViewer({ deviceScaleFactor });
      for (const view of VIEWS) await test.step(view.name, () => check(viewer, view, { rendering, deviceScaleFactor }));
    });
  }
}

async function check(
  viewer: ViewerDriver,
  view: TestView,
  { rendering, deviceScaleFactor }: { rendering: "cpu" | "gpu"; deviceScaleFactor: number },
): Promise<void> {
  const layers = [layerOf("detections", "box", RECTANGLE)];
  await viewer.show({ image: view.image, rendering, layers, ...SIZE });
  await expect(viewer.page.locator(`[data-renderer="${rendering}"]`)).toHaveCount(1);
  const { zoom, centre, rotation, isFlippedHorizontally, isFlippedVertically } = view;
  const state = { zoom, centre, rotation, isFlippedHorizontally, isFlippedVertically, isFitted: false };
  await viewer.change((next) => window.viewerPage.viewport.setState(next), state);

  const expected = await expectedCorners(viewer, view);
  const polygon = await viewer.polygon("box");
  for (const [index, [x, y]] of polygon.entries()) {
    // A tenth of an image pixel.
    expect(Math.abs(x - expected[index]![0])).toBeLessThan(0.1 * zoom);
    expect(Math.abs(y - expected[index]![1])).toBeLessThan(0.1 * zoom);
  }

  const screen = await shootWithoutBoxes(viewer);
  const xs = polygon.map(([x]) => x * deviceScaleFactor);
  const ys = polygon.map(([, y]) => y * deviceScaleFactor);
  const inside = { x: average(xs), y: average(ys) };
  const edges = findEdges(screen, inside, (DARK + BRIGHT) / 2);
  // What eight bits of grey and a shrunk picture leave to guess; both paths were seen to stay below a fifth.
  expect(Math.abs(edges.left - Math.min(...xs)), "left").toBeLessThan(0.25);
  expect(Math.abs(edges.right - Math.max(...xs)), "right").toBeLessThan(0.25);
  expect(Math.abs(edges.top - Math.min(...ys)), "top").toBeLessThan(0.25);
  expect(Math.abs(edges.bottom - Math.max(...ys)), "bottom").toBeLessThan(0.25);
}

/** By the browser's own matrices. */
async function expectedCorners(viewer: ViewerDriver, view: TestView): Promise<readonly (readonly [number, number])[]> {
  return viewer.page.evaluate(
    ({ shown, size, box }) => {
      const matrix = new DOMMatrix()
        .translate(size.widthPx / 2, size.heightPx / 2)
        .rotate(shown.rotation)
        .scale(
          shown.zoom * shown.aspect[0] * (shown.isFlippedHorizontally ? -1 : 1),
          shown.zoom * shown.aspect[1] * (shown.isFlippedVertically ? -1 : 1),
        )
        .translate(-shown.centre.x, -shown.centre.y);
      const corners = [
        [box.x1, box.y1],
        [box.x2, box.y1],
        [box.x2, box.y2],
        [box.x1, box.y2],
      ] as const;
      return corners.map(([x, y]) => {
        const point = matrix.transformPoint(new DOMPoint(x, y));
        return [point.x, point.y] as const;
      });
    },
    { shown: view, size: SIZE, box: RECTANGLE },
  );
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

for (const rendering of ["cpu", "gpu"] as const) {
  test(`one to one puts each image pixel on one device pixel, unblurred, on the ${rendering} path`, async ({
    openViewer,
  }) => {
    const viewer = await openViewer({ deviceScaleFactor: 1.5 });
    await viewer.show({ image: BYTE_IMAGE, rendering, ...SIZE });
    await viewer.change(() => window.viewerPage.viewport.getState().oneToOne());
    const screen = await viewer.screen();
    const map = await viewer.page.evaluate(() => {
      const { zoom, centre, viewport } = window.viewerPage.viewport.getState();
      return { zoom, x0: viewport.widthPx / 2 - zoom * centre.x, y0: viewport.heightPx / 2 - zoom * centre.y };
    });
    expect(map.zoom).toBeCloseTo(1 / 1.5, 12);
    const left = Math.round((map.x0 + RECTANGLE.x1 * map.zoom) * 1.5);
    const row = Math.round((map.y0 + 90 * map.zoom) * 1.5);
    expect(screen.grey(left - 1, row)).toBe(DARK);
    expect(screen.grey(left, row)).toBe(BRIGHT);
  });
}

test("a fitted image stays fitted when the viewer changes its size, a zoomed one keeps its zoom", async ({
  openViewer,
}) => {
  const viewer = await openViewer();
  const scene = { image: BYTE_IMAGE, layers: [layerOf("reference", "box", RECTANGLE)] };
  await viewer.show({ ...scene, widthPx: 602, heightPx: 402 });
  await viewer.show({ ...scene, widthPx: 301, heightPx: 402 });
  await expect.poll(() => viewer.page.evaluate(() => window.viewerPage.viewport.getState().zoom)).toBeCloseTo(1, 9);
  const narrow = findEdges(await shootWithoutBoxes(viewer), { x: 140, y: 200 }, 120);
  expect(Math.abs(narrow.left - 100)).toBeLessThan(0.5);
  await viewer.change(() => window.viewerPage.viewport.getState().zoomBy(2));
  await viewer.show({ ...scene, widthPx: 500, heightPx: 300 });
  await viewer.settle();
  const [[x]] = (await viewer.polygon("box")) as [[number, number]];
  expect(x).toBeCloseTo(250 + (100 - 150.5) * 2, 2);
  const wide = findEdges(await shootWithoutBoxes(viewer), { x: 240, y: 130 }, 120);
  expect(Math.abs(wide.left - x)).toBeLessThan(0.5);
});

test("a viewer that had no size draws as soon as it has one", async ({ openViewer }) => {
  const viewer = await openViewer();
  const scene = { image: BYTE_IMAGE, layers: [layerOf("reference", "box", RECTANGLE)] };
  await viewer.show({ ...scene, widthPx: 0, heightPx: 0 });
  await viewer.show({ ...scene, widthPx: 602, heightPx: 402 });
  const [[x]] = (await viewer.polygon("box")) as [[number, number]];
  expect(x).toBeCloseTo(200, 2);
  const edges = findEdges(await shootWithoutBoxes(viewer), { x: 280, y: 180 }, 120);
  expect(Math.abs(edges.left - 200)).toBeLessThan(0.25);
});

for (const rendering of ["cpu", "gpu"] as const) {
  test(`a move to a denser display keeps the image under its boxes on the ${rendering} path`, async ({
    openViewer,
  }) => {
    const viewer = await openViewer();
    await viewer.show({ image: BYTE_IMAGE, rendering, layers: [layerOf("reference", "box", RECTANGLE)], ...SIZE });
    const session = await viewer.page.context().newCDPSession(viewer.page);
    const display = { width: 1_000, height: 800, deviceScaleFactor: 1.5, mobile: false };
    await session.send("Emulation.setDeviceMetricsOverride", display);
    // Chromium's emulation changes the density without telling the page, as a real zoom does.
    await viewer.change(() => window.dispatchEvent(new Event("resize")));
    await expect
      .poll(() => viewer.page.evaluate(() => window.viewerPage.viewport.getState().viewport.devicePixelRatio))
      .toBe(1.5);
    await viewer.settle();
    const polygon = await viewer.polygon("box");
    await viewer.change(() =>
      window.viewerPage.viewport.setState({ layers: { reference: false, detections: false, labels: false } }),
    );
    const { data } = await session.send("Page.captureScreenshot", {
      clip: { x: 0, y: 0, width: SIZE.widthPx, height: SIZE.heightPx, scale: 1 },
    });
    const screen = await readScreen(Buffer.from(data, "base64"));
    expect(screen.width).toBeGreaterThan(SIZE.widthPx);
    const edges = findEdges(screen, { x: polygon[0]![0] * 1.5 + 30, y: polygon[0]![1] * 1.5 + 30 }, 120);
    expect(Math.abs(edges.left - polygon[0]![0] * 1.5)).toBeLessThan(0.25);
    expect(Math.abs(edges.top - polygon[0]![1] * 1.5)).toBeLessThan(0.25);
    expect(Math.abs(edges.right - polygon[2]![0] * 1.5)).toBeLessThan(0.25);
    expect(Math.abs(edges.bottom - polygon[2]![1] * 1.5)).toBeLessThan(0.25);
  });
}

async function shootWithoutBoxes(viewer: ViewerDriver): Promise<Screen> {
  const switchLayers = (isOn: boolean): Promise<void> =>
    viewer.change(
      (on) => window.viewerPage.viewport.setState({ layers: { reference: on, detections: on, labels: on } }),
      isOn,
    );
  await switchLayers(false);
  const screen = await viewer.screen();
  await switchLayers(true);
  return screen;
}
