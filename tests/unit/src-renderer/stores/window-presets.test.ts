/** @file The windows offered for an image, and those that drags and keys lead to. */
import { expect, test } from "vitest";
import { dragWindow, nudgeWindow, windowPresets } from "../../../../src-renderer/stores/window-presets";
import { buildPixels } from "../viewer/build-pixels";

const STATISTICS = { least: 3, greatest: 250, low: 10, high: 240 };

const named = (presets: ReturnType<typeof windowPresets>): readonly string[] =>
  presets.map(({ name, window }) => `${name} ${window.center}/${window.width}`);

test("an 8-bit image without windows opens with all of its greys", () => {
  expect(named(windowPresets(buildPixels(), STATISTICS))).toEqual([
    "Default 128/256",
    "Full range 127/248",
    "Auto (1st–99th percentile) 125.5/231",
  ]);
});

test("the header's own windows come first, under their own names", () => {
  const windows = [
    { center: 40, width: 400, explanation: "LUNG" },
    { center: 50, width: 80 },
  ];
  const presets = windowPresets(buildPixels({ bitsStored: 12, bitsAllocated: 16, windows }), STATISTICS);
  expect(named(presets).slice(0, 2)).toEqual(["LUNG 40/400", "Header 2 50/80"]);
});

test("full range is in modality units, with a falling rescale too", () => {
  const rising = windowPresets(buildPixels({ bitsStored: 12, rescaleSlope: 2, rescaleIntercept: -100 }), STATISTICS);
  expect(named(rising)[0]).toBe("Full range 153.5/495");
  const falling = windowPresets(buildPixels({ bitsStored: 12, rescaleSlope: -1, rescaleIntercept: 300 }), STATISTICS);
  expect(named(falling)[0]).toBe("Full range 174/248");
});

test("an image of one value still has windows that can be drawn", () => {
  const flat = { least: 7, greatest: 7, low: 7, high: 7 };
  for (const { window } of windowPresets(buildPixels({ bitsStored: 12 }), flat)) {
    expect(window).toEqual({ center: 7.5, width: 1 });
  }
});

test("four hundred pixels to the right double the width, downwards raise the centre by a width", () => {
  expect(dragWindow({ center: 1_000, width: 800 }, 4_000, { dx: 400, dy: 0 })).toEqual({ center: 1_000, width: 1_600 });
  expect(dragWindow({ center: 1_000, width: 800 }, 4_000, { dx: 0, dy: 400 })).toEqual({ center: 1_800, width: 800 });
});

test("the narrowest window can be dragged open again, and none becomes narrower than 1", () => {
  const opened = dragWindow({ center: 1_000, width: 1 }, 64_000, { dx: 100, dy: 0 });
  expect(opened.width).toBe(251);
  expect(dragWindow({ center: 1_000, width: 800 }, 4_000, { dx: -4_000, dy: 0 }).width).toBe(1);
});

test("a key moves even a narrow window by a whole unit", () => {
  expect(nudgeWindow({ center: 100, width: 10 }, 4_000, { center: 1, width: -1 })).toEqual({ center: 101, width: 9 });
  expect(nudgeWindow({ center: 100, width: 500 }, 4_000, { center: 2, width: 0 })).toEqual({ center: 120, width: 500 });
});
