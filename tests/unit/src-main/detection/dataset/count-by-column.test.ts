/** @file What a data set's images are counted by comes in an order that a reader expects. */
import { expect, test } from "vitest";
import { countByColumn } from "../../../../../src-main/detection/dataset/count-by-column";
import type { OverviewImage } from "../../../../../src-main/detection/dataset/overview-image";

const images: readonly OverviewImage[] = [
  { ageYears: 45, sex: "M" },
  { ageYears: 91, sex: "M" },
  { sex: "F" },
  { ageYears: 3 },
  { ageYears: 47 },
  {},
].map((columns, place) => ({
  id: `image ${place}`,
  patientId: `patient ${place}`,
  widthPx: 10,
  heightPx: 10,
  isPositive: false,
  boxes: [],
  ...columns,
}));

test("age bands rise, whatever their counts; who does not say stands last", () => {
  const counted = countByColumn(images, "ageBand").map(({ value, images: count }) => [value, count]);
  expect(counted).toEqual([
    ["0–19", 1],
    ["40–59", 2],
    ["80+", 1],
    ["unknown", 2],
  ]);
});

test("other values fall in number, and who does not say stands last", () => {
  expect(countByColumn(images, "sex").map(({ value }) => value)).toEqual(["M", "F", "unknown"]);
});
