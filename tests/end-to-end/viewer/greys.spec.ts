/** @file Every stored value is drawn with the grey that DICOM PS3.3 C.11 asks for. */
import { expect, test } from "./viewer-page";
import type { ViewerDriver } from "./viewer-page";
import type { SyntheticImage } from "./page/synthetic-image";

const RECTANGLE = { x1: 100, y1: 60, x2: 180, y2: 120 };

const BYTE: SyntheticImage = {
  instanceId: "byte",
  columns: 300,
  rows: 200,
  ground: 40,
  rectangle: { ...RECTANGLE, value: 200 },
};
const DEEP: SyntheticImage = {
  ...BYTE,
  instanceId: "deep",
  bitsStored: 14,
  ground: 1_200,
  rectangle: { ...RECTANGLE, value: 9_000 },
  windows: [{ center: 8_000, width: 12_000, explanation: "THORAX" }],
};
const COMPUTED: SyntheticImage = {
  ...BYTE,
  instanceId: "computed",
  bitsStored: 12,
  isSigned: true,
  ground: -400,
  rectangle: { ...RECTANGLE, value: 700 },
  rescaleSlope: 2,
  rescaleIntercept: -1_024,
  windows: [{ center: -600, width: 3_000 }],
};
const NEGATIVE: SyntheticImage = {
  ...BYTE,
  instanceId: "negative",
  photometric: "MONOCHROME1",
};
/** A rescale that falls: the greatest stored value is the least modality value. */
const FALLING: SyntheticImage = {
  ...DEEP,
  instanceId: "falling",
  rescaleSlope: -1,
  rescaleIntercept: 16_383,
};

/** Word for word from PS3.3 C.11.2.1.2.1, with the output from 0 to 255. */
function expectedGrey(image: SyntheticImage, stored: number, window: { center: number; width: number }): number {
  const x = stored * (image.rescaleSlope ?? 1) + (image.rescaleIntercept ?? 0);
  const { center: c, width: w } = window;
  let y = ((x - (c - 0.5)) / (w - 1) + 0.5) * 255;
  if (x <= c - 0.5 - (w - 1) / 2) y = 0;
  else if (x > c - 0.5 + (w - 1) / 2) y = 255;
  return image.photometric === "MONOCHROME1" ? 255 - y : y;
}

const DEFAULT_WINDOWS = new Map([
  [BYTE, { center: 128, width: 256 }],
  [DEEP, { center: 8_000, width: 12_000 }],
  [COMPUTED, { center: -600, width: 3_000 }],
  [NEGATIVE, { center: 128, width: 256 }],
  [FALLING, { center: 8_000, width: 12_000 }],
]);

for (const rendering of ["cpu", "gpu"] as const) {
  test(`greys follow the window on the ${rendering} path, from one kind of image to the next`, async ({
    openViewer,
  }) => {
    const viewer = await openViewer();
    // There and back: an inversion that is left over, or forgotten, shows on the second round.
    for (const image of [BYTE, NEGATIVE, DEEP, COMPUTED, NEGATIVE, FALLING, BYTE]) {
      await test.step(image.instanceId, async () => {
        await viewer.show({ image, rendering });
        await expect(viewer.page.locator(`[data-renderer="${rendering}"]`)).toHaveCount(1);
        const first = DEFAULT_WINDOWS.get(image)!;
        await expectGreys(viewer, image, first);
        const narrower = { center: first.center * 0.9, width: first.width * 0.6 };
        await setWindow(viewer, narrower);
        await expectGreys(viewer, image, narrower);
        await viewer.change(() => window.viewerPage.viewport.getState().invert());
        await expectGreys(viewer, image, narrower, { isInverted: true });
        await viewer.change(() => window.viewerPage.viewport.getState().reset());
        await expectGreys(viewer, image, first);
      });
    }
  });

  test(`a window of width 1 is a threshold on the ${rendering} path`, async ({ openViewer }) => {
    const viewer = await openViewer();
    await viewer.show({ image: DEEP, rendering });
    await setWindow(viewer, { center: 9_000.5, width: 1 });
    expect(await greys(viewer)).toEqual({ ground: 0, rectangle: 0 });
    await setWindow(viewer, { center: 9_000, width: 1 });
    expect(await greys(viewer)).toEqual({ ground: 0, rectangle: 255 });
  });
}

async function expectGreys(
  viewer: ViewerDriver,
  image: SyntheticImage,
  window: { center: number; width: number },
  { isInverted = false } = {},
): Promise<void> {
  const turn = (grey: number): number => (isInverted ? 255 - grey : grey);
  const found = await greys(viewer);
  // One grey: how each path rounds.
  expect(Math.abs(found.ground - turn(expectedGrey(image, image.ground, window)))).toBeLessThanOrEqual(1);
  expect(Math.abs(found.rectangle - turn(expectedGrey(image, image.rectangle.value, window)))).toBeLessThanOrEqual(1);
}

async function setWindow(viewer: ViewerDriver, chosen: { center: number; width: number }): Promise<void> {
  await viewer.change((next) => window.viewerPage.viewport.getState().setWindow(next), chosen);
}

async function greys(viewer: ViewerDriver): Promise<{ ground: number; rectangle: number }> {
  const screen = await viewer.screen();
  // Fitted into 640 × 480: 2.13 CSS pixels an image pixel, 27 pixels of margin above.
  return { ground: screen.grey(60, 100), rectangle: screen.grey(300, 215) };
}

test("the presets are the header's own windows, the full range and the percentiles", async ({ openViewer }) => {
  const viewer = await openViewer();
  await viewer.show({ image: DEEP });
  const presets = await viewer.page.evaluate(() => window.viewerPage.viewport.getState().presets);
  expect(presets.map(({ name, window }) => `${name}: ${window.center} / ${window.width}`)).toEqual([
    "THORAX: 8000 / 12000",
    "Full range: 5100.5 / 7801",
    "Auto (1st–99th percentile): 5100.5 / 7801",
  ]);
  await viewer.change(() => window.viewerPage.viewport.getState().applyPreset("full"));
  expect(await greys(viewer)).toEqual({ ground: 0, rectangle: 255 });
});
