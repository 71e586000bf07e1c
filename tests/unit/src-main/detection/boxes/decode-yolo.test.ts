/** @file Checks how YOLO's answers become detections against its published post-processing. */
import { expect, test } from "vitest";
import {
  decodeYoloEndToEnd,
  decodeYoloV5Heads,
  decodeYoloV5Rows,
  decodeYoloV8,
} from "../../../../../src-main/detection/boxes/decode-yolo";
import { rowsOfYoloV5Heads } from "../../../../../src-main/detection/boxes/decode-yolo-heads";
import type { FoundBoxes } from "../../../../../src-main/detection/boxes/found-boxes";
import type { ModelOutput } from "../../../../../src-main/detection/boxes/model-output";
import { readFixture, readFloats, readIntegers, type PackedArray } from "../../../../builders/read-arrays";

interface Expected {
  readonly boxes: PackedArray;
  readonly scores: PackedArray;
  readonly labels: PackedArray;
}
const fixture = readFixture<{
  readonly floor: number;
  readonly v5: Expected & { readonly rows: PackedArray };
  readonly v8: Expected & { readonly columns: PackedArray };
  readonly heads: Expected & {
    readonly size: number;
    readonly heads: readonly PackedArray[];
    readonly rows: PackedArray;
  };
  readonly endToEnd: Expected & { readonly floor: number; readonly rows: PackedArray };
}>("boxes/yolo.json");
const settings = { scoreFloor: fixture.floor };
/** Two units in the last place of a side of 1,500 px: torch rounds each step to float32. */
const HEAD_TOLERANCE_PX = 2.5e-4;

test("YOLOv5's rows: objectness times the best class, then suppression within each class", () => {
  const detections = decodeYoloV5Rows(output(fixture.v5.rows), settings);
  expect(detections).toEqual(found(fixture.v5));
  expect(detections.scores.length).toBeGreaterThan(10);
});

test("YOLOv8's columns, and the same turned to rows", () => {
  const columns = output(fixture.v8.columns);
  expect(decodeYoloV8(columns, settings)).toEqual(found(fixture.v8));
  expect(decodeYoloV8(turned(columns), settings)).toEqual(found(fixture.v8));
});

test("the card's suppression takes the place of the version's own", () => {
  const suppression = { iouThreshold: 0.3, detectionsPerImage: 5 };
  const few = decodeYoloV8(output(fixture.v8.columns), { ...settings, suppression });
  expect(few.scores).toHaveLength(5);
  const [best] = readFloats(fixture.v8.scores);
  expect(few.scores[0]).toBe(best);
});

test("YOLOv5's raw heads become its rows, with cells and anchors in either layout", () => {
  const { heads, rows, size } = fixture.heads;
  const image = { imageHeight: size, imageWidth: size };
  const expected = readFloats(rows);
  for (const layout of [heads.map(output), heads.map((head) => channelsFirst(output(head)))]) {
    const decoded = rowsOfYoloV5Heads(layout, image);
    expect(decoded.shape).toEqual(rows.shape);
    expect(furthest(decoded.data, expected)).toBeLessThan(HEAD_TOLERANCE_PX);
    const detections = decodeYoloV5Heads(layout, image, settings);
    const published = found(fixture.heads);
    expect(detections.labels).toEqual(published.labels);
    expect(furthest(detections.scores, published.scores)).toBeLessThan(1e-6);
    expect(furthest(detections.boxes, published.boxes)).toBeLessThan(HEAD_TOLERANCE_PX);
  }
});

test("rows of a model that suppresses by itself are only sorted and cut at the floor", () => {
  const { rows, floor } = fixture.endToEnd;
  expect(decodeYoloEndToEnd(output(rows), { scoreFloor: floor })).toEqual(found(fixture.endToEnd));
});

test("boxes left of the image do not meet those of another class", () => {
  const rows = Float32Array.of(-5, 10, 20, 20, 1, 0.9, 0.1, 6, 10, 20, 20, 1, 0.1, 0.8);
  expect([...decodeYoloV5Rows({ data: rows, shape: [1, 2, 7] }, settings).labels]).toEqual([0, 1]);
});

test("nothing above the floor is no detection", () => {
  expect(decodeYoloV8({ data: new Float32Array(60), shape: [1, 6, 10] }, settings).scores).toHaveLength(0);
  expect(decodeYoloV5Rows({ data: new Float32Array(0), shape: [1, 0, 85] }, settings).boxes).toHaveLength(0);
});

const image = { imageHeight: 64, imageWidth: 64 };
const numbers = (...shape: number[]): ModelOutput => ({
  data: new Float32Array(shape.reduce((product, size) => product * size, 1)),
  shape,
});

test.each([
  ["rows of too few numbers", () => decodeYoloV5Rows(numbers(1, 9, 5), settings), "1 × 9 × 5; 1 × N × (5 + classes)"],
  ["two images", () => decodeYoloV8(numbers(2, 6, 9), settings), "2 × 6 × 9; 1 × (4 + classes) × N"],
  ["a flat answer", () => decodeYoloEndToEnd(numbers(60), settings), "60; 1 × N × 6 was expected."],
  ["two heads", () => rowsOfYoloV5Heads([numbers(1), numbers(1)], image), "YOLOv5's answer from 3 or 4 heads"],
  [
    "heads of another kind",
    () =>
      rowsOfYoloV5Heads(
        [1, 2, 3].map(() => numbers(1, 4, 8, 8, 7)),
        image,
      ),
    "1 × 4 × 8 × 8",
  ],
  [
    "heads that disagree",
    () => rowsOfYoloV5Heads([numbers(1, 3, 2, 2, 7), numbers(1, 3, 1, 1, 7), numbers(1, 3, 1, 1, 8)], image),
    "1 × 3 × 1 × 1 × 8; 7 numbers to a box",
  ],
])("refused: %s", (_, decode, message) => {
  expect(decode).toThrow(message);
});

function output(packed: PackedArray): ModelOutput {
  return { data: readFloats(packed), shape: packed.shape };
}

function turned({ data, shape: [, rows = 0, columns = 0] }: ModelOutput): ModelOutput {
  const flipped = Float32Array.from(data, (_, at) => data[(at % rows) * columns + Math.floor(at / rows)]!);
  return { data: flipped, shape: [1, columns, rows] };
}

/** [1, 3, h, w, v] as the convolution left it, [1, 3 v, h, w]. */
function channelsFirst({ data, shape: [, kinds = 0, rows = 0, columns = 0, values = 0] }: ModelOutput): ModelOutput {
  const cells = rows * columns;
  const moved = new Float32Array(data.length);
  for (const [at, value] of data.entries()) {
    const channel = Math.floor(at / (cells * values)) * values + (at % values);
    moved[channel * cells + (Math.floor(at / values) % cells)] = value;
  }
  return { data: moved, shape: [1, kinds * values, rows, columns] };
}

function found({ boxes, scores, labels }: Expected): FoundBoxes {
  return { boxes: readFloats(boxes), scores: readFloats(scores), labels: readIntegers(labels) };
}

function furthest(values: Float32Array, expected: Float32Array): number {
  expect(values).toHaveLength(expected.length);
  return values.reduce((most, value, at) => Math.max(most, Math.abs(value - expected[at]!)), 0);
}
