/** @file Mouse and keys do what a reading room expects. */
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
/** Fitted into 640 × 480: two CSS pixels an image pixel, no margins. */
const FITTED_ZOOM = 2;

type View = Awaited<ReturnType<typeof viewOf>>;

async function viewOf(viewer: ViewerDriver) {
  return viewer.page.evaluate(() => {
    const { zoom, centre, window: chosen, isFitted, probe, rotation } = window.viewerPage.viewport.getState();
    return { zoom, centre, window: chosen!, isFitted, probe, rotation };
  });
}

async function drag(
  viewer: ViewerDriver,
  from: readonly [number, number],
  to: readonly [number, number],
  button: "left" | "right" | "middle" = "left",
): Promise<View> {
  await viewer.page.mouse.move(...from);
  await viewer.page.mouse.down({ button });
  await viewer.page.mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2);
  await viewer.page.mouse.move(...to);
  await viewer.page.mouse.up({ button });
  await viewer.settle();
  return viewOf(viewer);
}

async function told(viewer: ViewerDriver): Promise<string[]> {
  return viewer.page.evaluate(() => window.viewerPage.told.splice(0));
}

test("a left drag widens the window to the right and raises its centre downwards", async ({ openViewer }) => {
  const viewer = await openViewer();
  await viewer.show({ image: IMAGE });
  const before = (await viewer.screen()).grey(300, 200);
  const { window } = await drag(viewer, [300, 200], [400, 250]);
  expect(window).toEqual({ center: 128 + 32, width: 256 + 64 });
  expect((await viewer.screen()).grey(300, 200)).toBeLessThan(before);
});

test("a right drag zooms about its beginning, a middle drag pans, a double click fits", async ({ openViewer }) => {
  const viewer = await openViewer();
  await viewer.show({ image: IMAGE, layers: [layerOf("reference", "box", RECTANGLE)] });
  const [corner] = await viewer.polygon("box");
  const zoomed = await drag(viewer, [corner![0], corner![1]], [corner![0], corner![1] - 160], "right");
  expect(zoomed.zoom).toBeCloseTo(FITTED_ZOOM * Math.E, 6);
  expect(zoomed.isFitted).toBe(false);
  const [held] = await viewer.polygon("box");
  expect(held![0]).toBeCloseTo(corner![0], 2);
  expect(held![1]).toBeCloseTo(corner![1], 2);
  await drag(viewer, [200, 200], [230, 190], "middle");
  const [moved] = await viewer.polygon("box");
  expect(moved![0]).toBeCloseTo(corner![0] + 30, 2);
  expect(moved![1]).toBeCloseTo(corner![1] - 10, 2);
  await viewer.page.mouse.dblclick(300, 200);
  expect(await viewOf(viewer)).toMatchObject({ zoom: FITTED_ZOOM, isFitted: true });
});

test("the wheel steps through images, with Ctrl it zooms at the pointer", async ({ openViewer }) => {
  const viewer = await openViewer();
  await viewer.show({ image: IMAGE, layers: [layerOf("reference", "box", RECTANGLE)] });
  await told(viewer);
  await viewer.page.mouse.move(200, 120);
  await viewer.page.mouse.wheel(0, 120);
  await viewer.page.mouse.wheel(0, -120);
  await viewer.settle();
  expect(await told(viewer)).toEqual(["step 1", "step -1"]);
  await viewer.page.keyboard.down("Control");
  await viewer.page.mouse.wheel(0, -120);
  await viewer.page.keyboard.up("Control");
  await viewer.settle();
  expect((await viewOf(viewer)).zoom).toBeCloseTo(FITTED_ZOOM * Math.exp(0.3), 6);
  const [corner] = await viewer.polygon("box");
  expect(corner![0]).toBeCloseTo(200, 2);
  expect(corner![1]).toBeCloseTo(120, 2);
  expect(await told(viewer)).toEqual([]);
});

test("a click selects the smallest box under the pointer, one beside all boxes selects nothing, a drag neither", async ({
  openViewer,
}) => {
  const viewer = await openViewer();
  const layers = [
    layerOf("reference", "large", { x1: 50, y1: 40, x2: 250, y2: 200 }),
    layerOf("detections", "small", RECTANGLE),
  ];
  await viewer.show({ image: IMAGE, layers });
  await told(viewer);
  await viewer.page.mouse.click(280, 180);
  await viewer.page.mouse.click(120, 340);
  await viewer.page.mouse.click(20, 20);
  await drag(viewer, [280, 180], [300, 200]);
  expect(await told(viewer)).toEqual(["select small", "select large", "select nothing"]);
  await viewer.page.locator('[data-testid="finding-box"]').last().click();
  expect(await told(viewer)).toEqual(["select small"]);
  await viewer.show({ image: IMAGE, layers, selectedFindingId: "small" });
  await expect(viewer.page.locator('[data-testid="finding"][data-finding-id="small"]')).toHaveAttribute(
    "data-selected",
    "true",
  );
  await expect(viewer.page.locator('[data-testid="finding"][data-finding-id="small"] rect')).toHaveCount(4);
});

test("the probe reads the pixel under the pointer in modality units, at any view", async ({ openViewer }) => {
  const viewer = await openViewer();
  const image = { ...IMAGE, instanceId: "hu", bitsStored: 12, rescaleSlope: 2, rescaleIntercept: -1_000 };
  await viewer.show({ image });
  await viewer.change(() => window.viewerPage.viewport.getState().setTool("probe"));
  await viewer.page.mouse.move(201, 121);
  expect((await viewOf(viewer)).probe).toEqual({ x: 100, y: 60, storedValue: 200, modalityValue: -600 });
  await expect(viewer.page.getByTestId("probe-tag")).toHaveText("x 100, y 60: -600 (stored 200)");
  await viewer.page.mouse.move(199, 121);
  expect((await viewOf(viewer)).probe).toEqual({ x: 99, y: 60, storedValue: 40, modalityValue: -920 });
  await viewer.change(() => window.viewerPage.viewport.getState().flipHorizontal());
  await viewer.page.mouse.move(640 - 201, 121);
  expect((await viewOf(viewer)).probe).toMatchObject({ x: 100, y: 60 });
  await viewer.page.mouse.move(800, 700);
  expect((await viewOf(viewer)).probe).toBeUndefined();
});

test("a screen reader hears which image it is and how many boxes it has", async ({ openViewer }) => {
  const viewer = await openViewer();
  await viewer.show({
    image: IMAGE,
    layers: [layerOf("reference", "a", RECTANGLE), layerOf("detections", "b", RECTANGLE)],
  });
  await expect(
    viewer.page.getByRole("application", { name: "Patient 1, chest PA, 1 reference box, 1 detection" }),
  ).toBeVisible();
});
