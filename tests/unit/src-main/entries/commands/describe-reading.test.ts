/** @file What a person is told of the convention by which a model is read. */
import { expect, test } from "vitest";
import { CONVENTION_CARDS } from "../../../../../src-main/data/models/card-presets";
import { describeReading } from "../../../../../src-main/entries/commands/describe-reading";
import type { ModelConvention } from "../../../../../src-shared/domain/model";

function described(convention: ModelConvention, conventions?: ModelConvention[]): string {
  const facts = { format: "onnx", parameters: 1, ...(conventions && { conventions }) } as const;
  return describeReading({ card: CONVENTION_CARDS[convention], facts });
}

test("a model that can be read in one way only is said to be read so", () => {
  expect(described("detr", ["detr"])).toBe("read as “DETR”.");
  expect(described("detr")).toBe("read as “DETR”.");
});

test("other conventions that fit are named, with the option that chooses them", () => {
  expect(described("detr", ["detr", "rt-detr"])).toBe(
    "read as “DETR”. “RT-DETR” fits its names and shapes too: --convention rt-detr.",
  );
  expect(described("yolo-v5", ["yolo-v8", "yolo-v5", "rt-detr-ultralytics"])).toBe(
    "read as “YOLOv5”. “YOLOv8 to v11” and “RT-DETR by Ultralytics” fit its names and shapes too: --convention yolo-v8 or rt-detr-ultralytics.",
  );
});
