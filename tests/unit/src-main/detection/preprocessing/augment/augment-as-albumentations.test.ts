/** @file Checks warp, placement of boxes and tone against OpenCV and albumentations' own arithmetic. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { adjustTone } from "../../../../../../src-main/detection/preprocessing/augment/adjust-tone";
import type { AffineMatrix } from "../../../../../../src-main/detection/preprocessing/augment/affine-matrix";
import { type Placement, placePicture } from "../../../../../../src-main/detection/preprocessing/augment/place-picture";
import { warpAffine } from "../../../../../../src-main/detection/preprocessing/augment/warp-affine";
import { boxOf, pictureOf, type StoredPicture } from "./stored-picture";

interface Fixture {
  readonly warped: readonly { image: StoredPicture; matrix: AffineMatrix; warped: readonly number[] }[];
  readonly placed: readonly {
    image: StoredPicture;
    placement: Placement;
    boxes: readonly (readonly number[])[];
    placed: readonly number[];
    kept: readonly { label: number; box: readonly number[] }[];
  }[];
  readonly toned: readonly { contrast: number; brightness: number; toned: readonly number[] }[];
}

const file = new URL("../../../../../fixtures/preprocessing/augmented.json", import.meta.url);
const { warped, placed, toned } = JSON.parse(readFileSync(file, "utf8")) as Fixture;
const NOTEBOOK = { minAreaPx: 1, minVisibility: 0.1 };

test.each(warped)("$image.rows × $image.columns are warped by $matrix as OpenCV does, to the last bit", (given) => {
  expect([...warpAffine(pictureOf(given.image), given.matrix).values]).toEqual(given.warped);
});

test.each(placed)("$image.rows × $image.columns are placed by $placement as albumentations does", (given) => {
  const boxes = given.boxes.map((box, place) => ({ box: boxOf(box), label: place + 1 }));
  const made = placePicture({ ...pictureOf(given.image), boxes }, given.placement, NOTEBOOK);
  expect([...made.values]).toEqual(given.placed);
  expect(made.boxes.map(({ label }) => label)).toEqual(given.kept.map(({ label }) => label));
  for (const [at, { box }] of made.boxes.entries()) {
    // Both compute in double precision; only the order of a few products may differ.
    for (const [side, value] of Object.entries(boxOf(given.kept[at]!.box)))
      expect(box[side as keyof typeof box]).toBeCloseTo(value, 9);
  }
});

test.each(toned)("contrast $contrast and brightness $brightness are albumentations' table", (given) => {
  const greys = { rows: 16, columns: 16, values: Uint8Array.from({ length: 256 }, (_, value) => value) };
  expect([...adjustTone(greys, given).values]).toEqual(given.toned);
});
