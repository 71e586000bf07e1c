/** @file Numbers and names as people read them. */
import { expect, test } from "vitest";
import {
  lastPathPart,
  readableAmount,
  readableBytes,
  readableDicomDate,
  readableDifference,
  readableDuration,
  readableMoment,
  readableParameters,
  readablePersonName,
  readableRate,
  readableScore,
  readableSeconds,
  readableShare,
  readableShareCut,
  shortIdentifier,
} from "../../../../src-renderer/components/readable";

test("a score keeps two digits that say something", () => {
  expect([readableScore(0.87), readableScore(0.0312), readableScore(0.00312)]).toEqual(["0.87", "0.03", "0.0031"]);
});

test("amounts agree with their noun", () => {
  expect([readableAmount(1, "image"), readableAmount(26_684, "image"), readableAmount(2, "box", "boxes")]).toEqual([
    "1 image",
    "26,684 images",
    "2 boxes",
  ]);
});

test("an undefined figure is a dash, never a zero", () => {
  expect([readableShare(undefined), readableShare(0), readableShare(0.8749)]).toEqual(["–", "0.00", "0.87"]);
});

test("durations keep the unit that matters", () => {
  expect([0.2, 12.4, 95, 4000].map(readableDuration)).toEqual(["< 1 s", "12 s", "1 min 35 s", "1 h 6 min"]);
});

test("a minute is never told as sixty seconds", () => {
  expect([59.7, 119.8].map(readableDuration)).toEqual(["1 min 0 s", "2 min 0 s"]);
});

test("a moment of another day is told with its day", () => {
  const now = new Date(2026, 10, 23, 19, 5);
  expect(readableMoment(new Date(2026, 10, 23, 19, 40), now)).toBe("19:40");
  expect(readableMoment(new Date(2026, 10, 24, 7, 15), now)).toBe("24 Nov 2026, 07:15");
});

test("bytes have three digits at most", () => {
  expect([0, 999, 1500, 87_000, 17_300_000].map(readableBytes)).toEqual(["0 B", "999 B", "1.5 kB", "87 kB", "17 MB"]);
});

test("only a whole DICOM date is spelt out", () => {
  expect(["19010101", "1901", ""].map(readableDicomDate)).toEqual(["1901-01-01", "1901", ""]);
});

test("short identifiers stay whole, long ones are cut where they are told apart", () => {
  const identifiers = ["0042", "07f78db5-7d9a-4ba0-a00f-02c36953020f", "patient-12345", "patient-12346"];
  expect(identifiers.map(shortIdentifier)).toEqual(["0042", "07f78db5…", "pat…12345", "pat…12346"]);
});

test("the last part of a path is found in both systems' spelling", () => {
  expect(["/data/rsna/labels.csv", "C:\\data\\labels.csv", "/data/rsna/"].map(lastPathPart)).toEqual([
    "labels.csv",
    "labels.csv",
    "rsna",
  ]);
});

test("an overlap that fails a threshold is not shown as reaching it", () => {
  expect([0.4996, 0.5, 0.29, 0.009].map((iou) => readableShareCut(iou))).toEqual(["0.49", "0.50", "0.29", "0.00"]);
});

test("a DICOM person name is read without its carets", () => {
  const names = [
    "Kurz^Anna",
    "Kurz^Anna^Maria^Dr.^MD",
    "Anonymous",
    "Yamada^Tarou=山田^太郎",
    "=山田^太郎",
    "^^^^",
    "Kurz^",
  ];
  expect(names.map(readablePersonName)).toEqual([
    "Anna Kurz",
    "Dr. Anna Maria Kurz, MD",
    "Anonymous",
    "Tarou Yamada",
    "太郎 山田",
    "^^^^",
    "Kurz",
  ]);
});

test("a count of parameters is told as papers tell it", () => {
  expect([0, 999, 1000, 812_345, 999_960, 43_256_153, 1.2e9].map(readableParameters)).toEqual([
    "0",
    "999",
    "1.0 k",
    "812.3 k",
    "1.0 M",
    "43.3 M",
    "1.2 G",
  ]);
});

test("measured times, rates and differences keep the digits that a comparison needs", () => {
  expect([0.0042, 0.094, 1.684, 38.2].map(readableSeconds)).toEqual(["4.2 ms", "94 ms", "1.68 s", "38 s"]);
  expect([1234.5, 10.638, 0.026_31].map(readableRate)).toEqual(["1,235", "10.6", "0.0263"]);
  expect([0, 0.012_34, 0.000_041].map(readableDifference)).toEqual(["0", "0.012", "4.1e-5"]);
});
