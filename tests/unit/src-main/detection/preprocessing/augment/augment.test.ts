/** @file Checks what is drawn for a picture, and that picture and boxes go the same way. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { augment } from "../../../../../../src-main/detection/preprocessing/augment/augment";
import { drawAugmentation } from "../../../../../../src-main/detection/preprocessing/augment/draw-augmentation";
import { fitPicture } from "../../../../../../src-main/detection/preprocessing/augment/fit-picture";
import { flipHorizontally } from "../../../../../../src-main/detection/preprocessing/augment/flip-horizontally";
import { keepVisibleBoxes } from "../../../../../../src-main/detection/preprocessing/augment/keep-visible-boxes";
import type { LabelledPicture } from "../../../../../../src-main/detection/preprocessing/augment/labelled-picture";
import { MersenneTwister } from "../../../../../../src-main/numerics/random/mersenne-twister";
import { Augmentation } from "../../../../../../src-shared/domain/training";

const NOTEBOOK = Augmentation.parse({});

test("with the notebook's settings each change happens about half of the time and keeps to its limits", () => {
  const random = new MersenneTwister(3);
  const drawn = Array.from({ length: 4000 }, () => drawAugmentation(NOTEBOOK, random));
  const share = (count: number) => count / drawn.length;
  const placements = drawn.flatMap(({ placement }) => placement ?? []);
  const tones = drawn.flatMap(({ tone }) => tone ?? []);
  // Three standard deviations of a fair coin thrown 4,000 times.
  for (const count of [drawn.filter(({ isFlipped }) => isFlipped).length, placements.length, tones.length])
    expect(Math.abs(share(count) - 0.5)).toBeLessThan(0.024);
  const reach = (values: readonly number[]) => [Math.min(...values), Math.max(...values)];
  expectSpread(reach(placements.map(({ shiftX }) => shiftX)), -0.05, 0.05);
  expectSpread(reach(placements.map(({ shiftY }) => shiftY)), -0.05, 0.05);
  expectSpread(reach(placements.map(({ scale }) => scale)), 0.9, 1.1);
  expectSpread(reach(placements.map(({ angleDegrees }) => angleDegrees)), -10, 10);
  expectSpread(reach(tones.map(({ contrast }) => contrast)), 0.8, 1.2);
  expectSpread(reach(tones.map(({ brightness }) => brightness)), -0.2, 0.2);
});

function expectSpread([least, most]: number[], from: number, to: number): void {
  expect(least).toBeGreaterThanOrEqual(from);
  expect(least).toBeLessThan(from + 0.01 * (to - from));
  expect(most).toBeLessThanOrEqual(to);
  expect(most).toBeGreaterThan(to - 0.01 * (to - from));
}

test("switching one change off leaves the others as they were drawn", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (seed) => {
      const all = drawAugmentation(NOTEBOOK, new MersenneTwister(seed));
      const flipless = drawAugmentation({ ...NOTEBOOK, horizontalFlip: 0 }, new MersenneTwister(seed));
      expect(flipless).toEqual({ ...all, isFlipped: false });
    }),
  );
});

test("with every chance at 0 a picture is left as it is", () => {
  const off = Augmentation.parse({
    horizontalFlip: 0,
    shiftScaleRotate: { probability: 0 },
    brightnessContrast: { probability: 0 },
  });
  const picture = buildPicture();
  expect(augment(picture, drawAugmentation(off, new MersenneTwister(1)), off)).toEqual(picture);
});

test("a picture mirrored twice is itself, and mirrored once its box surrounds the same values", () => {
  const picture = buildPicture();
  const once = flipHorizontally(picture);
  expect(flipHorizontally(once)).toEqual(picture);
  expect(brightBox(once)).toEqual(once.boxes[0]!.box);
});

test("wherever a bright square is put, its box goes with it to within a pixel", () => {
  const picture = buildPicture();
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (seed) => {
      const { placement } = drawAugmentation(
        { ...NOTEBOOK, shiftScaleRotate: { ...NOTEBOOK.shiftScaleRotate, probability: 1 } },
        new MersenneTwister(seed),
      );
      const made = augment(picture, { isFlipped: false, ...(placement && { placement }) }, NOTEBOOK);
      const seen = brightBox(made);
      const [{ box }] = made.boxes as [(typeof made.boxes)[number]];
      for (const side of ["x1", "y1", "x2", "y2"] as const) expect(Math.abs(seen[side] - box[side])).toBeLessThan(1.5);
    }),
  );
});

test("a box is cut to its picture, and goes when less than a tenth or a square pixel of it is left", () => {
  const kept = keepVisibleBoxes(
    [
      { box: { x1: -10, y1: 2, x2: 10, y2: 4 }, label: 1 },
      { box: { x1: -91, y1: 2, x2: 9, y2: 4 }, label: 2 },
      { box: { x1: -90, y1: 2, x2: 10, y2: 4 }, label: 3 },
      { box: { x1: 3, y1: 3, x2: 3.9, y2: 4 }, label: 4 },
      { box: { x1: 20, y1: 3, x2: 30, y2: 4 }, label: 5 },
    ],
    { rows: 20, columns: 20 },
    NOTEBOOK,
  );
  expect(kept).toEqual([
    { box: { x1: 0, y1: 2, x2: 10, y2: 4 }, label: 1 },
    { box: { x1: 0, y1: 2, x2: 10, y2: 4 }, label: 3 },
  ]);
});

test("boxes follow the picture into the model's frame, letterboxed too", () => {
  const picture = { ...buildPicture(), boxes: [{ box: { x1: 8, y1: 12, x2: 24, y2: 28 }, label: 1 }] };
  const stretched = fitPicture(
    picture,
    { widthPx: 96, heightPx: 20, channels: 1, resize: "opencv-bilinear" },
    NOTEBOOK,
  );
  expect(stretched.boxes).toEqual([{ box: { x1: 16, y1: 6, x2: 48, y2: 14 }, label: 1 }]);
  const boxed = fitPicture(picture, { widthPx: 96, heightPx: 96, channels: 1, resize: "letterbox" }, NOTEBOOK);
  expect(boxed.fitted).toMatchObject({ rows: 96, columns: 96 });
  expect(boxed.boxes).toEqual([{ box: { x1: 16, y1: 32, x2: 48, y2: 64 }, label: 1 }]);
});

/** 40 rows and 48 columns, dark, with a bright square and its box. */
function buildPicture(): LabelledPicture {
  const [rows, columns] = [40, 48];
  const box = { x1: 18, y1: 14, x2: 28, y2: 24 };
  const values = new Uint8Array(rows * columns);
  for (let y = box.y1; y < box.y2; y++) values.fill(200, y * columns + box.x1, y * columns + box.x2);
  return { rows, columns, values, boxes: [{ box, label: 1 }] };
}

/** Around all pixels of at least half the square's brightness. */
function brightBox({ values, columns }: LabelledPicture) {
  const bright = [...values.keys()].filter((pixel) => values[pixel]! >= 100);
  const across = bright.map((pixel) => pixel % columns);
  const down = bright.map((pixel) => Math.floor(pixel / columns));
  return {
    x1: Math.min(...across),
    y1: Math.min(...down),
    x2: Math.max(...across) + 1,
    y2: Math.max(...down) + 1,
  };
}
