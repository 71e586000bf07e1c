/** @file Which outputs are taken for each convention's, and which are refused. */
import { expect, test } from "vitest";
import { detectorSignature } from "../../../../src-main/jobs/detector-signature";
import { OUTPUT_RULES, type GraphConvention } from "../../../../src-main/jobs/output-rules";
import type { TensorDescription } from "../../../../src-main/jobs/runtime/session";
import { MODEL_CONVENTIONS } from "../../../../src-shared/domain/model";

const image: TensorDescription = { name: "images", type: "float32", shape: [1, 3, 640, 640] };
const size: TensorDescription = { name: "orig_target_sizes", type: "int64", shape: [1, 2] };

function floats(name: string, ...shape: readonly (number | string)[]): TensorDescription {
  return { name, type: "float32", shape };
}

const levels = [
  [80, 40],
  [40, 20],
] as const;

test.each<readonly [GraphConvention, readonly TensorDescription[], object]>([
  ["yolo-v5", [floats("output0", 1, 25200, 85)], { rows: "output0" }],
  ["yolo-v5", [floats("output", "batch", "anchors", 85)], { rows: "output" }],
  [
    "yolo-v5",
    [floats("output", 1, 25200, 7), ...[80, 40, 20].map((side) => floats(`grid${side}`, 1, 3, side, side, 7))],
    { rows: "output" },
  ],
  [
    "yolo-v5",
    [20, 80, 40].map((side) => floats(`grid${side}`, 1, 3, side, side, 7)),
    { heads: ["grid80", "grid40", "grid20"] },
  ],
  ["yolo-v8", [floats("output0", 1, 84, 8400)], { columns: "output0" }],
  ["yolo-v8", [floats("output0", "batch", 5, "anchors")], { columns: "output0" }],
  ["yolo-end-to-end", [floats("output0", 1, 300, 6)], { rows: "output0" }],
  [
    "detr",
    [floats("pred_boxes", 1, 100, 4), floats("pred_logits", 1, 100, 92)],
    { logits: "pred_logits", boxes: "pred_boxes" },
  ],
  [
    "detr",
    [floats("logits", 1, 100, 4), floats("pred_boxes", 1, 100, 4), floats("last_hidden_state", 1, 100, 256)],
    { logits: "logits", boxes: "pred_boxes" },
  ],
  ["rt-detr", [floats("a", 1, 300, 80), floats("b", 1, 300, 4)], { logits: "a", boxes: "b" }],
  ["rt-detr-ultralytics", [floats("output0", 1, 300, 84)], { rows: "output0" }],
  [
    "retinanet",
    [floats("cls_logits", 1, 120087, 91), floats("bbox_regression", 1, 120087, 4)],
    { classLogits: ["cls_logits"], boxDeltas: ["bbox_regression"] },
  ],
  [
    "retinanet",
    [floats("scores", 1, 120087, 4), floats("boxes", 1, 120087, 4)],
    { classLogits: ["scores"], boxDeltas: ["boxes"] },
  ],
  [
    "retinanet",
    levels.toReversed().flatMap(([h, w]) => [floats(`cls${h}`, 1, 18, h, w), floats(`box${h}`, 1, 36, h, w)]),
    { classLogits: ["cls80", "cls40"], boxDeltas: ["box80", "box40"] },
  ],
  [
    "retinanet",
    ["a", "b", "c", "d"].map((name, index) => floats(name, 1, index < 2 ? 18 : 36, 9, 9)),
    { classLogits: ["a", "b"], boxDeltas: ["c", "d"] },
  ],
])("%s: outputs %j", (convention, outputs, outputNames) => {
  const signature = detectorSignature({ inputs: [image], outputs }, "a.onnx", convention);
  expect(signature).toEqual({
    inputName: "images",
    hasBatchAxis: true,
    channels: 3,
    heightPx: 640,
    widthPx: 640,
    outputNames,
  });
});

test("RT-DETR with its size input has three outputs of rank two and three", () => {
  const outputs = [
    { name: "labels", type: "int64", shape: ["N", 300] },
    floats("boxes", "N", 300, 4),
    floats("scores", "N", 300),
  ];
  const signature = detectorSignature({ inputs: [image, size], outputs }, "a.onnx", "rt-detr-end-to-end");
  expect(signature).toMatchObject({ inputName: "images", sizeInputName: "orig_target_sizes" });
  expect(signature.outputNames).toEqual({ labels: "labels", boxes: "boxes", scores: "scores" });
  expect(() => detectorSignature({ inputs: [image], outputs }, "a.onnx", "rt-detr-end-to-end")).toThrow(
    "a.onnx takes images float32 [1, 3, 640, 640]; one float32 image [channels, height, width] with 1 or 3 channels and the image's size as int64 [1, 2] was expected.",
  );
});

test.each<readonly [GraphConvention, readonly TensorDescription[]]>([
  ["yolo-v5", [floats("output0", 1, 25200, 5)]],
  ["yolo-v5", [floats("a", 1, 25200, 7), floats("b", 1, 25200, 7)]],
  ["yolo-v8", [floats("output0", 1, 116, 8400), floats("masks", 1, 32, 160, 160)]],
  ["yolo-v8", [floats("output0", 1, 4, 3)]],
  ["yolo-end-to-end", [floats("output0", 1, 300, 7)]],
  ["detr", [floats("a", 1, 100, 4), floats("b", 1, 100, 4)]],
  ["rt-detr", [floats("a", 1, 100, 80)]],
  ["rt-detr-ultralytics", [floats("output0", 1, 300, 4)]],
  ["retinanet", [floats("a", 1, 18, 9, 9), floats("b", 1, 35, 9, 9)]],
  ["retinanet", [floats("a", 1, 18, 9, 9), floats("b", 1, 36, 9, 9), floats("c", 1, 36, 5, 5)]],
])("%s refuses the outputs %j", (convention, outputs) => {
  expect(() => detectorSignature({ inputs: [image], outputs }, "a.onnx", convention)).toThrow(
    /^a\.onnx answers .*; .* (was|were) expected\.$/,
  );
});

test("every convention with a graph has its rule", () => {
  expect(Object.keys(OUTPUT_RULES)).toEqual(Object.keys(MODEL_CONVENTIONS).filter((name) => name !== "checkpoint"));
});
