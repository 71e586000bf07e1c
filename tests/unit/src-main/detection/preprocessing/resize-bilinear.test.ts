/** @file Checks the resize against OpenCV's own. */
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { resizeBilinear } from "../../../../../src-main/detection/preprocessing/resize-bilinear";

interface Picture {
  readonly rows: number;
  readonly columns: number;
  readonly values: readonly number[];
}

const fixture = new URL("../../../../fixtures/preprocessing/resized.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(fixture, "utf8")) as { cases: { image: Picture; resized: Picture }[] };

test.each(cases)(
  "$image.rows × $image.columns become $resized.rows × $resized.columns as OpenCV makes them, to the last bit",
  ({ image, resized }) => {
    const made = resizeBilinear({ ...image, values: Uint8Array.from(image.values) }, resized);
    expect([...made.values]).toEqual(resized.values);
  },
);

test("an even picture stays even at any size", () => {
  const size = fc.record({ rows: fc.integer({ min: 1, max: 30 }), columns: fc.integer({ min: 1, max: 30 }) });
  fc.assert(
    fc.property(size, size, fc.integer({ min: 0, max: 255 }), (from, to, grey) => {
      const values = new Uint8Array(from.rows * from.columns).fill(grey);
      const made = resizeBilinear({ ...from, values }, to);
      // OpenCV drops four bits of each weighted row and may lose one grey value in doing so.
      for (const value of made.values) expect(Math.abs(value - grey)).toBeLessThanOrEqual(1);
      expect(made.values).toHaveLength(to.rows * to.columns);
    }),
  );
});
