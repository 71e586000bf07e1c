/** @file Labels stay on the screen and out of each other's way. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { placeLabels } from "../../../../../src-renderer/viewer/overlays/place-labels";
import type { ScreenRectangle } from "../../../../../src-renderer/viewer/overlays/place-labels";

const VIEWPORT = { widthPx: 800, heightPx: 600 };
const SIZE = { width: 100, height: 20 };
const request = (id: string, x: number, y: number) => ({ id, around: { x, y, width: 120, height: 90 }, size: SIZE });

function overlap(a: ScreenRectangle, b: ScreenRectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

test("a label stands above its box's left corner", () => {
  expect(placeLabels([request("a", 300, 200)], VIEWPORT).get("a")).toMatchObject({ x: 300, y: 177 });
});

test("at the upper edge it stays inside", () => {
  expect(placeLabels([request("a", 300, 2)], VIEWPORT).get("a")!.y).toBeGreaterThanOrEqual(0);
});

test("boxes on one another have their labels apart, the first one in the best place", () => {
  const places = placeLabels([request("a", 300, 200), request("b", 300, 200), request("c", 304, 203)], VIEWPORT);
  expect(places.get("a")).toMatchObject({ x: 300, y: 177 });
  const all = [...places.values()];
  expect(overlap(all[0]!, all[1]!) || overlap(all[1]!, all[2]!) || overlap(all[0]!, all[2]!)).toBe(false);
});

test("wherever the boxes are, every label is inside the viewport", () => {
  const coordinate = fc.integer({ min: -300, max: 900 });
  const requests = fc
    .array(fc.record({ x: coordinate, y: coordinate }), { maxLength: 12 })
    .map((corners) => corners.map(({ x, y }, index) => request(`${index}`, x, y)));
  fc.assert(
    fc.property(requests, (wanted) => {
      const places = placeLabels(wanted, VIEWPORT);
      expect(places.size).toBe(wanted.length);
      for (const { x, y, width, height } of places.values()) {
        expect(x >= 0 && y >= 0 && x + width <= VIEWPORT.widthPx && y + height <= VIEWPORT.heightPx).toBe(true);
      }
    }),
  );
});
