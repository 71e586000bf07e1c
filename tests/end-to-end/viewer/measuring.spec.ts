/** @file Rulers measure what the header says a pixel is, and the lens shows what lies under it. */
import { expect, test } from "./viewer-page";
import type { ViewerDriver } from "./viewer-page";

const IMAGE = {
  instanceId: "one",
  columns: 320,
  rows: 240,
  ground: 40,
  rectangle: { x1: 100, y1: 60, x2: 180, y2: 120, value: 200 },
};

async function drawRuler(
  viewer: ViewerDriver,
  from: readonly [number, number],
  to: readonly [number, number],
): Promise<void> {
  await viewer.change(() => window.viewerPage.viewport.getState().setTool("length"));
  await viewer.page.mouse.move(...from);
  await viewer.page.mouse.down();
  await viewer.page.mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2);
  await viewer.page.mouse.move(...to);
  await viewer.page.mouse.up();
  await viewer.settle();
}

const SPACINGS = [
  { name: "PixelSpacing", spacing: { rowMm: 0.2, columnMm: 0.2, source: "PixelSpacing" as const }, text: "25.0 mm" },
  {
    name: "ImagerPixelSpacing",
    spacing: { rowMm: 0.2, columnMm: 0.2, source: "ImagerPixelSpacing" as const },
    text: "25.0 mm at detector",
  },
  { name: "no spacing", spacing: undefined, text: "125.0 px" },
];

for (const { name, spacing, text } of SPACINGS) {
  test(`a ruler by ${name} reads ${text}`, async ({ openViewer }) => {
    const viewer = await openViewer();
    await viewer.show({ image: { ...IMAGE, spacing } });
    // Two CSS pixels an image pixel: 75 columns and 100 rows, a length of 125 pixels.
    await drawRuler(viewer, [200, 120], [350, 320]);
    await expect(viewer.page.getByTestId("ruler-length")).toHaveText(text);
  });
}

test("a ruler over pixels that are taller than wide follows both spacings", async ({ openViewer }) => {
  const viewer = await openViewer();
  const spacing = { rowMm: 0.3, columnMm: 0.2, source: "PixelSpacing" as const };
  await viewer.show({ image: { ...IMAGE, instanceId: "tall", rows: 160, spacing } });
  // The same shape on the screen as above: 1 CSS pixel is 0.1 mm both ways.
  await drawRuler(viewer, [200, 120], [350, 320]);
  await expect(viewer.page.getByTestId("ruler-length")).toHaveText("25.0 mm");
});

test("rulers stay with their image, move by their ends, and go by Delete", async ({ openViewer }) => {
  const viewer = await openViewer();
  const other = { ...IMAGE, instanceId: "other" };
  await viewer.show({ image: IMAGE });
  await drawRuler(viewer, [200, 120], [400, 120]);
  await drawRuler(viewer, [200, 220], [400, 220]);
  await expect(viewer.page.getByTestId("ruler-length")).toHaveText(["100.0 px", "100.0 px"]);
  await drawRuler(viewer, [400, 120], [300, 120]);
  await expect(viewer.page.getByTestId("ruler-length")).toHaveText(["50.0 px", "100.0 px"]);
  await viewer.show({ image: other });
  await expect(viewer.page.getByTestId("ruler")).toHaveCount(0);
  await viewer.show({ image: IMAGE });
  await expect(viewer.page.getByTestId("ruler")).toHaveCount(2);
  await viewer.page.mouse.click(350, 220);
  await viewer.page.getByTestId("viewer").focus();
  await viewer.page.keyboard.press("Delete");
  await expect(viewer.page.getByTestId("ruler-length")).toHaveText(["50.0 px"]);
});

test("a click with the ruler leaves none", async ({ openViewer }) => {
  const viewer = await openViewer();
  await viewer.show({ image: IMAGE });
  await drawRuler(viewer, [200, 120], [201, 120]);
  await expect(viewer.page.getByTestId("ruler")).toHaveCount(0);
});

for (const rendering of ["cpu", "gpu"] as const) {
  test(`the lens shows the image twice as large under the pointer on the ${rendering} path`, async ({ openViewer }) => {
    const viewer = await openViewer();
    await viewer.show({ image: IMAGE, rendering });
    await viewer.change(() => window.viewerPage.viewport.getState().setTool("magnify"));
    // The rectangle's left edge lies at 200 px, 30 px left of the pointer: in the lens 60 px.
    await viewer.page.mouse.move(230, 180);
    await viewer.page.mouse.down();
    await viewer.settle();
    await expect(viewer.page.getByTestId("magnifier")).toBeVisible();
    const screen = await viewer.screen();
    expect(screen.grey(230 - 66, 180)).toBe(40);
    expect(screen.grey(230 - 54, 180)).toBe(200);
    await viewer.page.mouse.up();
    await expect(viewer.page.getByTestId("magnifier")).toHaveCount(0);
  });
}
