/** @file Copies of a picture are found however they were coded; other pictures are not. */
import { expect, test } from "vitest";
import {
  FINGERPRINT_BYTES,
  findEarlierLike,
  fingerprintOf,
  lineUpFingerprints,
} from "../../../../../src-main/detection/dataset/find-near-duplicates";
import { MersenneTwister } from "../../../../../src-main/numerics/random/mersenne-twister";

interface Picture {
  readonly rows: number;
  readonly columns: number;
  readonly values: Uint8Array;
}

/** A smooth picture of 60 random blobs; a seed of its own for each "patient". */
function paint(seed: number, sidePx = 128): Picture {
  const random = new MersenneTwister(seed);
  const blobs = Array.from({ length: 60 }, () => [random.random(), random.random(), random.random() - 0.5] as const);
  return pictureOf(sidePx, (x, y) => {
    const light = (sum: number, [cx, cy, height]: (typeof blobs)[number]) =>
      sum + height * Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) * 60);
    return 128 + 70 * blobs.reduce(light, 0);
  });
}

function pictureOf(sidePx: number, greyAt: (x: number, y: number) => number): Picture {
  const values = Uint8ClampedArray.from({ length: sidePx * sidePx }, (_, place) =>
    greyAt(((place % sidePx) + 0.5) / sidePx, (Math.floor(place / sidePx) + 0.5) / sidePx),
  );
  return { rows: sidePx, columns: sidePx, values: Uint8Array.from(values) };
}

function change(picture: Picture, changed: (value: number, place: number) => number): Picture {
  const values = Uint8ClampedArray.from(picture.values, changed);
  return { ...picture, values: Uint8Array.from(values) };
}

function likeOf(first: Picture, second: Picture) {
  return findEarlierLike(lineUpFingerprints([fingerprintOf(first), fingerprintOf(second)]), 1);
}

const noise = new MersenneTwister(9);

test.each([
  ["itself", (picture: Picture) => picture],
  ["a brighter window", (picture: Picture) => change(picture, (value) => (value - 30) * 1.2)],
  ["a gamma of 0.8", (picture: Picture) => change(picture, (value) => 255 * (value / 255) ** 0.8)],
  ["noise", (picture: Picture) => change(picture, (value) => value + 20 * (noise.random() - 0.5))],
  ["half its size", () => paint(1, 64)],
  [
    "a marker",
    (picture: Picture) => change(picture, (value, place) => (place % 128 < 4 && place < 128 * 4 ? 255 : value)),
  ],
])("a picture is like %s", (_, copy) => {
  const picture = paint(1);
  expect(likeOf(picture, copy(picture))).toMatchObject({ earlier: 0, correlation: expect.closeTo(1, 1) });
});

test("pictures of others are not alike", () => {
  const lined = lineUpFingerprints(Array.from({ length: 60 }, (_, seed) => fingerprintOf(paint(seed))));
  expect(Array.from({ length: 60 }, (_, index) => findEarlierLike(lined, index)).filter(Boolean)).toEqual([]);
});

test("even pictures, black or white, are like nothing", () => {
  const even = { rows: 20, columns: 40, values: new Uint8Array(800).fill(7) };
  expect(likeOf(even, even)).toBeUndefined();
});

test("the first of several copies is named", () => {
  const lined = lineUpFingerprints([2, 1, 1, 1].map((seed) => fingerprintOf(paint(seed))));
  expect([2, 3].map((index) => findEarlierLike(lined, index)?.earlier)).toEqual([1, 1]);
});

test("a picture smaller than the fingerprint has one too", () => {
  expect(fingerprintOf({ rows: 1, columns: 2, values: Uint8Array.of(0, 200) })).toHaveLength(FINGERPRINT_BYTES);
});
