/** @file Checks maps by random masks on a made detector, and the masks against those of D-RISE's authors. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { measureMap } from "../../../../../src-main/detection/explanation/measure-map";
import { drawMask, likenessOf, riseMap } from "../../../../../src-main/detection/explanation/rise-map";
import { MersenneTwister } from "../../../../../src-main/numerics/random/mersenne-twister";
import { imageOf, squareScore } from "./made-detector";

interface MaskCase {
  readonly seed: number;
  readonly rows: number;
  readonly columns: number;
  readonly second: readonly number[];
}

const fixture = new URL("../../../../fixtures/explanation/measures.json", import.meta.url);
const { masks } = JSON.parse(readFileSync(fixture, "utf8")) as { readonly masks: readonly MaskCase[] };

test.each(masks)("the second mask of seed $seed, $rows × $columns, is that of D-RISE's own code", (made) => {
  const random = new MersenneTwister(made.seed);
  drawMask(random, made);
  expect([...drawMask(random, made).values]).toEqual(made.second);
});

describe("a detector that looks at one square", () => {
  const image = imageOf({ rows: 64, columns: 96 });
  const square = { x1: 60, y1: 12, x2: 76, y2: 28 };
  const weightOf = async (data: Float32Array): Promise<number> => squareScore(data, image, square);

  test.each([0, 1, 2])("has a map that points at it and has most of its energy near, by seed %i", async (seed) => {
    const map = await riseMap(image, { masks: 300, seed, weightOf });
    const near = { x1: square.x1 - 8, y1: square.y1 - 8, x2: square.x2 + 8, y2: square.y2 + 8 };
    const measures = measureMap(map, { image: { rows: 64, columns: 96 }, boxes: [near], references: [square] });
    expect(measures.pointsAtReference).toBe(true);
    expect(measures.energyInBox! / measures.boxShare!).toBeGreaterThan(2.5);
  });

  test("has the same map by the same seed", async () => {
    const [one, other] = [
      await riseMap(image, { masks: 20, seed: 4, weightOf }),
      await riseMap(image, { masks: 20, seed: 4, weightOf }),
    ];
    expect(one).toEqual(other);
  });

  test("has an empty map where no mask changes anything", async () => {
    const map = await riseMap(image, { masks: 20, seed: 4, weightOf: async () => 0 });
    expect(map.values.every((value) => value === 0)).toBe(true);
  });

  test("is hidden by the image's mean, within the image alone", async () => {
    const framed = {
      data: new Float32Array(20 * 20).fill(9),
      shape: [1, 20, 20] as const,
      part: { row: 2, column: 0, rows: 16, columns: 20 },
    };
    framed.data.fill(1, 40, 200).fill(3, 200, 360);
    const seen: Float32Array[] = [];
    await riseMap(framed, { masks: 5, seed: 0, weightOf: async (data) => seen.push(data.slice()) });
    for (const data of seen) {
      expect([...data.subarray(0, 40), ...data.subarray(360)].every((value) => value === 9)).toBe(true);
      expect(data.subarray(40, 200).every((value) => value >= 1 && value <= 2)).toBe(true);
    }
    expect(seen[0]).not.toEqual(seen[1]);
  });
});

test("the likeness is that of the best box of the label: overlap times score", () => {
  const found = {
    boxes: Float32Array.of(0, 0, 10, 10, 0, 0, 5, 10, 0, 0, 10, 10),
    scores: Float32Array.of(0.25, 0.75, 1),
    labels: Int32Array.of(1, 1, 2),
  };
  const box = { x1: 0, y1: 0, x2: 10, y2: 10 };
  expect(likenessOf(found, { box, label: 1 })).toBe(0.375);
  expect(likenessOf(found, { box, label: 3 })).toBe(0);
});
