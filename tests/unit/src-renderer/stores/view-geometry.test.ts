/** @file Maps between image and screen are exact, and no action on a view loses the image. */
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  fitView,
  flipOnScreen,
  imageToScreen,
  invertAffine,
  oneToOneView,
  panBy,
  rotateClockwise,
  transformPoint,
  UPRIGHT,
  zoomAbout,
} from "../../../../src-renderer/stores/view-geometry";
import type { Point, Stage, View } from "../../../../src-renderer/stores/view-geometry";

const finite = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });
const points = (size: number): fc.Arbitrary<Point> => fc.record({ x: finite(-size, size), y: finite(-size, size) });

const stages: fc.Arbitrary<Stage> = fc.record({
  image: fc.record({
    columns: fc.integer({ min: 1, max: 9_000 }),
    rows: fc.integer({ min: 1, max: 9_000 }),
    aspect: fc.constantFrom({ x: 1, y: 1 }, { x: 1, y: 1.5 }, { x: 2.25, y: 1 }),
  }),
  viewport: fc.record({
    widthPx: fc.integer({ min: 1, max: 4_000 }),
    heightPx: fc.integer({ min: 1, max: 4_000 }),
    devicePixelRatio: fc.constantFrom(1, 1.25, 1.5, 2, 3),
  }),
});
const views: fc.Arbitrary<View> = fc.record({
  rotation: fc.constantFrom(0, 90, 180, 270),
  isFlippedHorizontally: fc.boolean(),
  isFlippedVertically: fc.boolean(),
  zoom: finite(0.02, 64),
  centre: points(9_000),
});

/** A stage with its image in the middle of 400 × 300. */
const STAGE: Stage = {
  image: { columns: 200, rows: 100, aspect: { x: 1, y: 1 } },
  viewport: { widthPx: 400, heightPx: 300, devicePixelRatio: 1 },
};
const VIEW: View = { ...UPRIGHT, zoom: 1, centre: { x: 100, y: 50 } };

test("from the screen to the image and back is where one began", () => {
  fc.assert(
    fc.property(views, stages, points(4_000), (view, stage, point) => {
      const map = imageToScreen(view, stage);
      const back = transformPoint(map, transformPoint(invertAffine(map), point));
      expect(back.x).toBeCloseTo(point.x, 6);
      expect(back.y).toBeCloseTo(point.y, 6);
    }),
  );
});

test("the centre of the view lies in the middle of the viewport", () => {
  fc.assert(
    fc.property(views, stages, (view, stage) => {
      const middle = transformPoint(imageToScreen(view, stage), view.centre);
      expect(middle.x).toBeCloseTo(stage.viewport.widthPx / 2, 6);
      expect(middle.y).toBeCloseTo(stage.viewport.heightPx / 2, 6);
    }),
  );
});

test("an image pixel covers zoom² CSS pixels, stretched by its aspect", () => {
  fc.assert(
    fc.property(views, stages, (view, stage) => {
      const { xx, xy, yx, yy } = imageToScreen(view, stage);
      const area = Math.abs(xx * yy - xy * yx);
      const expected = view.zoom ** 2 * stage.image.aspect.x * stage.image.aspect.y;
      expect(area / expected).toBeCloseTo(1, 9);
    }),
  );
});

/** Where the image's upper left corner and upper edge go, worked out by hand. */
const ORIENTATIONS = [
  { turn: {}, origin: [100, 100], alongRow: [1, 0], alongColumn: [0, 1] },
  { turn: { rotation: 90 }, origin: [250, 50], alongRow: [0, 1], alongColumn: [-1, 0] },
  { turn: { rotation: 180 }, origin: [300, 200], alongRow: [-1, 0], alongColumn: [0, -1] },
  { turn: { rotation: 270 }, origin: [150, 250], alongRow: [0, -1], alongColumn: [1, 0] },
  { turn: { isFlippedHorizontally: true }, origin: [300, 100], alongRow: [-1, 0], alongColumn: [0, 1] },
  { turn: { isFlippedVertically: true }, origin: [100, 200], alongRow: [1, 0], alongColumn: [0, -1] },
  { turn: { rotation: 90, isFlippedHorizontally: true }, origin: [250, 250], alongRow: [0, -1], alongColumn: [-1, 0] },
] as const;

test.each(ORIENTATIONS)("the view $turn lays the image as a hand would", ({ turn, origin, alongRow, alongColumn }) => {
  const map = imageToScreen({ ...VIEW, ...turn }, STAGE);
  expect([map.x0, map.y0]).toEqual(origin);
  expect([map.xx, map.yx].map((value) => value + 0)).toEqual(alongRow);
  expect([map.xy, map.yy].map((value) => value + 0)).toEqual(alongColumn);
});

test("a fitted image touches two sides of the viewport and leaves none", () => {
  fc.assert(
    fc.property(views, stages, (view, stage) => {
      const map = imageToScreen(fitView(view, stage), stage);
      const a = transformPoint(map, { x: 0, y: 0 });
      const b = transformPoint(map, { x: stage.image.columns, y: stage.image.rows });
      const { widthPx, heightPx } = stage.viewport;
      const shares = [Math.abs(a.x - b.x) / widthPx, Math.abs(a.y - b.y) / heightPx];
      expect(Math.max(...shares)).toBeCloseTo(1, 9);
      expect((a.x + b.x) / 2).toBeCloseTo(widthPx / 2, 6);
      expect((a.y + b.y) / 2).toBeCloseTo(heightPx / 2, 6);
    }),
  );
});

test("zooming holds the image point under the anchor", () => {
  fc.assert(
    fc.property(
      views,
      finite(0.3, 3),
      fc.record({ x: finite(120, 280), y: finite(110, 190) }),
      (view, factor, anchor) => {
        const before = { ...view, zoom: 1, centre: VIEW.centre };
        const after = zoomAbout(before, STAGE, { zoom: factor, anchor });
        const held = transformPoint(invertAffine(imageToScreen(before, STAGE)), anchor);
        const found = transformPoint(imageToScreen(after, STAGE), held);
        // The anchor is on the image, and the image's edge stays on its side of the middle.
        fc.pre(after.centre.x > 0 && after.centre.x < 200 && after.centre.y > 0 && after.centre.y < 100);
        expect(found.x).toBeCloseTo(anchor.x, 6);
        expect(found.y).toBeCloseTo(anchor.y, 6);
      },
    ),
  );
});

test("panning moves the picture by the pixels asked for, until its edge stands in the middle", () => {
  const moved = panBy({ ...VIEW, rotation: 90 }, STAGE, { x: 12, y: -7 });
  const origin = transformPoint(imageToScreen(moved, STAGE), { x: 0, y: 0 });
  expect(origin).toEqual({ x: 262, y: 43 });
  expect(panBy(VIEW, STAGE, { x: 10_000, y: 0 }).centre).toEqual({ x: 0, y: 50 });
});

test("one to one lays image pixels on device pixels, whatever the density and the orientation", () => {
  fc.assert(
    fc.property(views, stages, (view, stage) => {
      const square = { ...stage, image: { ...stage.image, aspect: { x: 1, y: 1 } } };
      const { devicePixelRatio } = square.viewport;
      const fit = fitView(view, square);
      // The least zoom still shows the image as something.
      fc.pre(fit.zoom * 0.25 <= 1 / devicePixelRatio && fit.zoom <= 64);
      const next = oneToOneView(fit, square);
      const { x0, y0 } = imageToScreen(next, square);
      expect(next.zoom).toBeCloseTo(1 / devicePixelRatio, 9);
      const offGrid = (value: number): number =>
        Math.abs(value * devicePixelRatio - Math.round(value * devicePixelRatio));
      expect(offGrid(x0)).toBeLessThan(1e-6);
      expect(offGrid(y0)).toBeLessThan(1e-6);
    }),
  );
});

test("flipping mirrors what is on the screen, and twice is as before", () => {
  fc.assert(
    fc.property(views, points(300), (view, point) => {
      const centred = { ...view, zoom: 1, centre: VIEW.centre };
      const mirrored = { ...centred, ...flipOnScreen(centred, "horizontal") };
      const before = transformPoint(imageToScreen(centred, STAGE), point);
      const after = transformPoint(imageToScreen(mirrored, STAGE), point);
      expect(after.x).toBeCloseTo(STAGE.viewport.widthPx - before.x, 6);
      expect(after.y).toBeCloseTo(before.y, 6);
      const { rotation, isFlippedHorizontally, isFlippedVertically } = view;
      const unchanged = { rotation, isFlippedHorizontally, isFlippedVertically };
      expect(flipOnScreen(mirrored, "horizontal")).toEqual(unchanged);
      expect(flipOnScreen(flipOnScreen(view, "vertical"), "vertical")).toEqual(unchanged);
    }),
  );
});

test("turning by a quarter turns what is on the screen, and four are none", () => {
  fc.assert(
    fc.property(views, points(300), (view, point) => {
      const centred = { ...view, zoom: 1, centre: VIEW.centre };
      const turned = { ...centred, ...rotateClockwise(centred, 1) };
      const before = transformPoint(imageToScreen(centred, STAGE), point);
      const after = transformPoint(imageToScreen(turned, STAGE), point);
      expect(after.x).toBeCloseTo(200 - (before.y - 150), 6);
      expect(after.y).toBeCloseTo(150 + (before.x - 200), 6);
      expect(rotateClockwise(centred, 4).rotation).toBe(view.rotation);
      expect(rotateClockwise(turned, -1).rotation).toBe(view.rotation);
    }),
  );
});
