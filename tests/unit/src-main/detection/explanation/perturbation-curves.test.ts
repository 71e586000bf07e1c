/** @file Checks deletion and insertion on made detectors, and the blur that both go towards against SciPy's. */
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blurPlane } from "../../../../../src-main/detection/explanation/blur-plane";
import type { HeatMap } from "../../../../../src-main/detection/explanation/layer-view";
import { perturbationCurves } from "../../../../../src-main/detection/explanation/perturbation-curves";
import { imageOf, squareScore } from "./made-detector";

interface BlurCase {
  readonly rows: number;
  readonly columns: number;
  readonly deviation: number;
  readonly values: readonly number[];
  readonly blurred: readonly number[];
}

const fixture = new URL("../../../../fixtures/explanation/measures.json", import.meta.url);
const { blurred } = JSON.parse(readFileSync(fixture, "utf8")) as { readonly blurred: readonly BlurCase[] };

test.each(blurred)("a blur by $deviation pixels is three running means, as SciPy takes them", (made) => {
  const plane = blurPlane(Float32Array.from(made.values), made, made.deviation);
  made.blurred.forEach((value, at) => expect(plane[at]).toBeCloseTo(value, 6));
});

describe("a detector that looks at one bright square", () => {
  const image = imageOf({ rows: 64, columns: 96 });
  const square = { x1: 40, y1: 24, x2: 56, y2: 40 };
  const scoreOf = async (data: Float32Array): Promise<number> => squareScore(data, image, square);

  test("loses its score at once when a right map is deleted, and has it back at once when it is inserted", async () => {
    const { deletion, insertion } = (await perturbationCurves(image, mapOf(square), { scoreOf }))!;
    expect(deletion.scores[0]).toBe(1);
    expect(insertion.scores.at(-1)).toBe(1);
    expect(deletion.scores.at(-1)).toBe(insertion.scores[0]);
    expect(deletion.scores[1]).toBeLessThan(0.5);
    expect(insertion.scores[1]).toBeGreaterThan(0.8);
    expect(deletion.area).toBeLessThan(insertion.area - 0.3);
  });

  test("does the opposite with a map of everything else", async () => {
    const opposite = mapOf(square);
    const map = { ...opposite, values: opposite.values.map((value) => 1 - value) };
    const { deletion, insertion } = (await perturbationCurves(image, map, { scoreOf }))!;
    expect(deletion.area).toBeGreaterThan(insertion.area + 0.3);
  });

  test("loses with a random map neither as fast as with the right one nor as late as with the opposite one", async () => {
    const right = (await perturbationCurves(image, mapOf(square), { scoreOf }))!.deletion.area;
    const values = fc.float32Array({ minLength: 64 * 96, maxLength: 64 * 96, min: 0, max: 1, noNaN: true });
    const random = fc.noShrink(values);
    await fc.assert(
      fc.asyncProperty(random, async (drawn) => {
        const { deletion } = (await perturbationCurves(image, { rows: 64, columns: 96, values: drawn }, { scoreOf }))!;
        expect(deletion.area).toBeGreaterThanOrEqual(right);
        expect(deletion.area).toBeLessThan(1);
      }),
      { numRuns: 10 },
    );
  });

  test("follows the same curves whatever the map is scaled by", async () => {
    const map = mapOf(square);
    const scaled = { ...map, values: map.values.map((value) => value / 4) };
    const curves = await perturbationCurves(image, map, { scoreOf });
    expect(await perturbationCurves(image, scaled, { scoreOf })).toEqual(curves);
  });

  test("is asked twenty times, told one by one, and can be stopped by whoever is told", async () => {
    const told: number[] = [];
    const report = (done: number, total: number): void => {
      told.push(done);
      expect(total).toBe(20);
      if (done === 20) throw new Error("enough");
    };
    await expect(perturbationCurves(image, mapOf(square), { scoreOf, report })).rejects.toThrow("enough");
    expect(told).toEqual(Array.from({ length: 20 }, (_, done) => done + 1));
  });
});

test("the borders of a letterbox are left as they are", async () => {
  const image = imageOf({ rows: 32, columns: 32 });
  const framed = {
    data: new Float32Array(40 * 48).fill(7),
    shape: [1, 40, 48] as const,
    part: { ...image.part, row: 4, column: 8 },
  };
  const scoreOf = async (data: Float32Array): Promise<number> => {
    for (const row of [0, 3, 36, 39])
      expect(data.subarray(row * 48, row * 48 + 48).every((value) => value === 7)).toBe(true);
    return 1;
  };
  await perturbationCurves(framed, { rows: 32, columns: 32, values: new Float32Array(1024) }, { scoreOf });
});

test("without a score there is nothing to lose", async () => {
  const image = imageOf({ rows: 16, columns: 16 });
  const map = { rows: 16, columns: 16, values: new Float32Array(256) };
  expect(await perturbationCurves(image, map, { scoreOf: async () => 0 })).toBeUndefined();
});

function mapOf({
  x1,
  y1,
  x2,
  y2,
}: {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}): HeatMap {
  const values = Float32Array.from({ length: 64 * 96 }, (_, place) => {
    const [x, y] = [place % 96, Math.floor(place / 96)];
    return Number(x >= x1 && x < x2 && y >= y1 && y < y2);
  });
  return { rows: 64, columns: 96, values };
}
