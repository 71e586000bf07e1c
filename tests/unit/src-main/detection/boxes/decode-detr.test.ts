/** @file Checks how the answers of DETR and RT-DETR become detections against their published post-processing. */
import { expect, test } from "vitest";
import { decodeDetr, decodeRtDetr, decodeRtDetrRows } from "../../../../../src-main/detection/boxes/decode-detr";
import type { FoundBoxes } from "../../../../../src-main/detection/boxes/found-boxes";
import type { ModelOutput } from "../../../../../src-main/detection/boxes/model-output";
import { readFixture, readFloats, readIntegers, type PackedArray } from "../../../../builders/read-arrays";

interface Expected {
  readonly floor: number;
  readonly boxes: PackedArray;
  readonly scores: PackedArray;
  readonly labels: PackedArray;
}
const fixture = readFixture<{
  readonly height: number;
  readonly width: number;
  readonly logits: PackedArray;
  readonly boxes: PackedArray;
  readonly detr: Expected;
  readonly rtDetr: Expected & { readonly logits: PackedArray; readonly most: number };
  readonly rows: Expected & { readonly rows: PackedArray };
}>("boxes/detr.json");
const image = { imageHeight: fixture.height, imageWidth: fixture.width };
const given = output(fixture.boxes);

test("DETR: the best class of each query, never “no object”", () => {
  const answer = { logits: output(fixture.logits), boxes: given };
  const detections = decodeDetr(answer, image, { scoreFloor: fixture.detr.floor });
  expect(detections).toEqual(found(fixture.detr));
  expect(Math.max(...detections.labels)).toBe(2);
});

test("RT-DETR: the best answers whatever their query, equal ones in torch's order", () => {
  const { floor: scoreFloor, most: detectionsPerImage, logits } = fixture.rtDetr;
  const settings = { scoreFloor, suppression: { detectionsPerImage } };
  expect(decodeRtDetr({ logits: output(logits), boxes: given }, image, settings)).toEqual(found(fixture.rtDetr));
});

test("RT-DETR's rows by Ultralytics: the best class of each query", () => {
  const { rows, floor: scoreFloor } = fixture.rows;
  expect(decodeRtDetrRows(output(rows), image, { scoreFloor })).toEqual(found(fixture.rows));
  const settings = { scoreFloor, suppression: { detectionsPerImage: 3 } };
  const few = decodeRtDetrRows(output(rows), image, settings);
  expect([...few.scores]).toEqual([...readFloats(fixture.rows.scores).subarray(0, 3)]);
  expect(few.boxes).toHaveLength(12);
});

test("answers of another shape are refused", () => {
  const settings = { scoreFloor: 0.5 };
  const logits = output(fixture.logits);
  const fewer = { data: given.data.subarray(4), shape: [1, 59, 4] };
  expect(() => decodeDetr({ logits, boxes: fewer }, image, settings)).toThrow(
    "The model answered numbers in the shape 1 × 59 × 4; 1 × 60 × 4 was expected.",
  );
  const flat = { data: logits.data, shape: [60, 4] };
  expect(() => decodeRtDetr({ logits: flat, boxes: given }, image, settings)).toThrow("1 × queries × classes");
  expect(() => decodeRtDetrRows({ data: new Float32Array(8), shape: [1, 2, 4] }, image, settings)).toThrow(
    "1 × queries × (4 + classes)",
  );
});

function output(packed: PackedArray): ModelOutput {
  return { data: readFloats(packed), shape: packed.shape };
}

function found({ boxes, scores, labels }: Expected): FoundBoxes {
  return { boxes: readFloats(boxes), scores: readFloats(scores), labels: readIntegers(labels) };
}
