/** @file The place that the address of the page names. */
import { expect, test } from "vitest";
import { readPlace, writePlace, type Place } from "../../../../src-renderer/app/hash-state";

test("a place that was written is read again", () => {
  const place = {
    page: "runs",
    tab: "evaluation",
    image: "2.25.29769/å b",
    run: "run-1",
    score: 0.35,
    iou: 0.5,
    calibration: "map-1",
    left: "run-1",
    right: "run-2",
    cases: {
      filters: [{ kind: "score", from: 0.6, to: 0.7, holds: "upper-edge", verdict: "wrong", iouThreshold: 0.5 }],
      isOverRun: true,
    },
  } as unknown as Place;
  expect(readPlace(writePlace(place))).toEqual(place);
});

test("an address without a place names none", () => {
  expect(readPlace("")).toEqual({});
});

test("what an address spells wrong is left out, and the rest is read", () => {
  expect(readPlace("#page=nowhere&score=2&iou=0.5&cases=%7B%22filters%22%3A%5B&run=run-1")).toEqual({
    iou: 0.5,
    run: "run-1",
  });
});
