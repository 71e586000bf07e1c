/** @file The GPU draws where it is real and large enough, the CPU elsewhere. */
import { expect, test } from "vitest";
import { chooseRenderer } from "../../../../src-renderer/viewer/choose-renderer";
import { buildPixels } from "./build-pixels";

const CARD = { webgl2: true, softwareRasterizer: false, maxTextureSize: 8_192 };
const SWIFTSHADER = { ...CARD, softwareRasterizer: true };
const NOTHING = { webgl2: false, softwareRasterizer: false, maxTextureSize: 0 };
const USUAL = buildPixels({ rows: 3_000, columns: 2_500 });

test.each([
  { choice: "auto", graphics: CARD, expected: "gpu" },
  { choice: "auto", graphics: SWIFTSHADER, expected: "cpu" },
  { choice: "auto", graphics: NOTHING, expected: "cpu" },
  { choice: "gpu", graphics: SWIFTSHADER, expected: "gpu" },
  { choice: "gpu", graphics: NOTHING, expected: "cpu" },
  { choice: "cpu", graphics: CARD, expected: "cpu" },
] as const)("$choice leads to the $expected on $graphics", ({ choice, graphics, expected }) => {
  expect(chooseRenderer(choice, graphics, USUAL)).toBe(expected);
});

test("an image larger than a texture goes to the CPU", () => {
  expect(chooseRenderer("auto", CARD, buildPixels({ rows: 100, columns: 8_193 }))).toBe("cpu");
});

test("an image that no canvas holds is refused with its size", () => {
  const choose = (): unknown => chooseRenderer("auto", CARD, buildPixels({ rows: 20_000, columns: 20_000 }));
  expect(choose).toThrow("The image has 20000 × 20000 pixels; at most 16,384 × 16,384 can be drawn.");
});
