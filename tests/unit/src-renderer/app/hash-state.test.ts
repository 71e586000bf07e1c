/** @file The place that the address of the page names. */
import { expect, test } from "vitest";
import { isStep, readPlace, writePlace, type Place } from "../../../../src-renderer/app/hash-state";

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
    training: "training-1",
    over: ["training-2", "training-3"],
    along: "epoch",
    errors: "misses",
    cases: {
      filters: [{ kind: "score", from: 0.6, to: 0.7, holds: "upper-edge", verdict: "wrong", iouThreshold: 0.5 }],
      isOverRun: true,
    },
  } as unknown as Place;
  expect(readPlace(writePlace(place))).toEqual(place);
});

test("the heat map that is on is written with its layer and box, and read again", () => {
  const named = { page: "reading", map: "hires-cam", layer: "/body/layer3/Relu", of: "finding", finding: "box-1" };
  expect(readPlace(writePlace(named as unknown as Place))).toEqual(named);
  const suggested = { page: "reading", map: "grad-cam", suggested: 3, of: "label", views: 3 };
  expect(readPlace(writePlace(suggested as unknown as Place))).toEqual(suggested);
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

test("another page and other cases are steps that the back button takes back", () => {
  const cases = {
    filters: [{ kind: "error", error: "miss", scoreThreshold: 0.3, iouThreshold: 0.5 }],
    isOverRun: true,
  };
  const from = { page: "evaluation", image: "1.2", score: 0.3 } as unknown as Place;
  expect(isStep(from, { ...from, page: "reading" })).toBe(true);
  expect(isStep(from, { ...from, cases } as unknown as Place)).toBe(true);
});

test("another image and a moved threshold are no steps", () => {
  const from = { page: "reading", image: "1.2", score: 0.3 } as unknown as Place;
  expect(isStep(from, { ...from, image: "1.3", score: 0.31 } as unknown as Place)).toBe(false);
});
