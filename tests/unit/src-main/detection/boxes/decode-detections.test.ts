/** @file Checks how a detector's raw answer becomes boxes on the image. */
import { expect, test } from "vitest";
import { decodeDetections, type DecodeOptions } from "../../../../../src-main/detection/boxes/decode-detections";

const options: DecodeOptions = {
  scaleX: 0.25,
  scaleY: 0.5,
  offsetXPx: 0,
  offsetYPx: 0,
  scoreFloor: 0.05,
  labels: { "1": "pneumonia" },
  columns: 1024,
  rows: 512,
};

function raw(
  boxes: readonly number[],
  scores: readonly number[],
  labels: readonly (number | bigint)[] = scores.map(() => 1n),
) {
  return { boxes, scores, labels, boxFormat: "xyxy" as const };
}

test("boxes of the model's frame become boxes of the image, in falling score", () => {
  const answer = decodeDetections(raw([0, 0, 10, 10, 16, 32, 64, 128], [0.3, 0.9]), options);
  expect(answer).toEqual({
    dropped: 0,
    detections: [
      { box: { x1: 64, y1: 64, x2: 256, y2: 256 }, score: 0.9, label: "pneumonia" },
      { box: { x1: 0, y1: 0, x2: 40, y2: 20 }, score: 0.3, label: "pneumonia" },
    ],
  });
});

test("a box given by its corner and size is the same box", () => {
  const { detections } = decodeDetections({ ...raw([16, 32, 48, 96], [0.9]), boxFormat: "xywh" }, options);
  expect(detections[0]!.box).toEqual({ x1: 64, y1: 64, x2: 256, y2: 256 });
});

test("the border of a letterbox is taken off before boxes are brought to the image's size", () => {
  const letterboxed = { ...options, offsetXPx: 8, offsetYPx: 100 };
  const { detections, dropped } = decodeDetections(raw([24, 132, 72, 228, 0, 0, 8, 99], [0.9, 0.8]), letterboxed);
  expect(detections.map(({ box }) => box)).toEqual([{ x1: 64, y1: 64, x2: 256, y2: 256 }]);
  // It lay in the border altogether.
  expect(dropped).toBe(1);
});

test("a box that reaches over the edge ends there", () => {
  const { detections } = decodeDetections(raw([-5, -5, 300, 300], [0.9]), options);
  expect(detections[0]!.box).toEqual({ x1: 0, y1: 0, x2: 1024, y2: 512 });
});

test.each([
  ["not a number", [Number.NaN, 0, 10, 10], 0.9],
  ["without end", [0, 0, Number.POSITIVE_INFINITY, 10], 0.9],
  ["without area", [10, 10, 10, 20], 0.9],
  ["turned inside out", [20, 20, 10, 10], 0.9],
  ["beside the image", [300, 0, 310, 10], 0.9],
  ["of a score that is no number", [0, 0, 10, 10], Number.NaN],
  ["of a score above 1", [0, 0, 10, 10], 1.5],
])("a box %s is dropped and counted", (_, box, score) => {
  const { detections, dropped } = decodeDetections(raw([...box, 0, 0, 10, 10], [score, 0.5]), options);
  expect(detections.map((detection) => detection.score)).toEqual([0.5]);
  expect(dropped).toBe(1);
});

test("scores below the floor are left out, the floor itself as a network gives it is kept", () => {
  const scores = [0.049, Math.fround(0.05), 0.6];
  const { detections, dropped } = decodeDetections(raw([0, 0, 9, 9, 0, 0, 9, 9, 0, 0, 9, 9], scores), options);
  expect(detections.map(({ score }) => score)).toEqual([0.6, Math.fround(0.05)]);
  expect(dropped).toBe(0);
});

test("a class that the card does not name is called by its number", () => {
  const { detections } = decodeDetections(raw([0, 0, 9, 9, 0, 0, 9, 9], [0.9, 0.8], [7n, 1]), options);
  expect(detections.map(({ label }) => label)).toEqual(["class 7", "pneumonia"]);
});

test("an answer whose parts do not fit together is refused", () => {
  expect(() => decodeDetections(raw([0, 0, 9, 9], [0.9, 0.8]), options)).toThrow(
    "The model answered 1 boxes, 2 scores and 2 labels; one of each is expected for a detection.",
  );
});
