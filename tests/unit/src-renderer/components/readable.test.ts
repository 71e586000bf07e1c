/** @file Numbers and names as people read them. */
import { expect, test } from "vitest";
import {
  lastPathPart,
  readableAmount,
  readableBytes,
  readableDicomDate,
  readableDuration,
  readablePersonName,
  readableShare,
  readableShareCut,
  shortIdentifier,
} from "../../../../src-renderer/components/readable";

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
