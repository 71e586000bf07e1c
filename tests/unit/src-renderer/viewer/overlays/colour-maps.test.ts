/** @file Colours of heat maps. */
import { expect, test } from "vitest";
import { COLOUR_MAPS } from "../../../../../src-renderer/stores/explanation-store";
import { colourTable, cssGradient } from "../../../../../src-renderer/viewer/overlays/colour-maps";

/** matplotlib.colormaps[name](index) × 255 of matplotlib 3.6.3, at every 32nd of its 256 colours and the last. */
const MATPLOTLIB = {
  turbo: "48,18,59 70,107,227 40,188,235 50,242,152 164,252,60 238,207,58 251,126,33 208,47,5 122,4,3",
  viridis: "68,1,84 71,45,123 59,82,139 44,114,142 33,145,140 40,174,128 94,201,98 173,220,48 253,231,37",
  inferno: "0,0,4 33,12,74 87,16,110 138,34,106 188,55,84 228,90,49 249,142,9 249,203,53 252,255,164",
} as const;

test.each(COLOUR_MAPS)("%s has matplotlib's colours to within six of 255", (colours) => {
  const table = colourTable(colours);
  MATPLOTLIB[colours].split(" ").forEach((text, place) => {
    const step = Math.min(255, place * 32);
    text
      .split(",")
      .map(Number)
      .forEach((value, channel) => expect(Math.abs(table[step * 3 + channel]! - value)).toBeLessThanOrEqual(6));
  });
});

test.each(["viridis", "inferno"] as const)("%s grows brighter with every value", (colours) => {
  const table = colourTable(colours);
  const brightness = Array.from(
    { length: 256 },
    (_, step) => 0.2126 * table[step * 3]! + 0.7152 * table[step * 3 + 1]! + 0.0722 * table[step * 3 + 2]!,
  );
  // Rounding to whole numbers takes half a step back at most.
  for (let step = 8; step < 256; step++) expect(brightness[step]!).toBeGreaterThan(brightness[step - 8]!);
});

test("a legend begins with the colour of 0 and ends with that of 1", () => {
  const gradient = cssGradient("inferno");
  expect(gradient.startsWith("linear-gradient(to right, rgb(0 0 4), ")).toBe(true);
  expect(gradient.endsWith(", rgb(252 255 164))")).toBe(true);
});
