/** @file How the size of a missed box is told. */
import { expect, test } from "vitest";
import { describeBoxSize } from "../../../../../src-renderer/panels/error-browser/describe-box-size";

const BOX = { x1: 100, y1: 200, x2: 300, y2: 250 };

test("a box is measured in millimetres, each side by its own spacing", () => {
  const { size, more } = describeBoxSize(BOX, { rows: 1000, columns: 1000, spacingMm: [0.4, 0.2] });
  expect(size).toBe("40 × 20 mm");
  expect(more).toBe("Width × height, by the header's pixel spacing; 1.0 % of the image, 200 × 50 px");
});

test("without a spacing a box is told as a share of its image", () => {
  expect(describeBoxSize(BOX, { rows: 1000, columns: 1000 }).size).toBe("1.0 % of the image");
});
