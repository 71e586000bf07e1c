/** @file Which convention is taken for the likeliest, from shapes as the families' own exporters write them. */
import { expect, test } from "vitest";
import { recogniseConventions } from "../../../../src-main/jobs/recognise-conventions";
import type { TensorDescription } from "../../../../src-main/jobs/runtime/session";

type Shape = readonly (number | string)[];

function floats(name: string, shape: Shape): TensorDescription {
  return { name, type: "float32", shape };
}

function int64s(name: string, shape: Shape): TensorDescription {
  return { name, type: "int64", shape };
}

interface Sample {
  readonly image?: Shape;
  readonly more?: readonly TensorDescription[];
  readonly outputs: readonly TensorDescription[];
  readonly metadata?: Readonly<Record<string, string>>;
}

function recognise({ image = [1, 3, 640, 640], more = [], outputs, metadata = {} }: Sample) {
  const inputs = [floats("images", image), ...more];
  return recogniseConventions({ inputs, outputs, metadata: new Map(Object.entries(metadata)) }, "a.onnx");
}

const OPEN_IMAGE = ["batch", 3, "height", "width"];

test.each<readonly [string, string, number | undefined, Sample]>([
  [
    "torchvision's Faster R-CNN",
    "torchvision",
    undefined,
    {
      image: [3, "height", "width"],
      outputs: [floats("boxes", ["N", 4]), int64s("labels", ["N"]), floats("scores", ["N"])],
    },
  ],
  ["yolov5s.onnx", "yolo-v5", 80, { outputs: [floats("output0", [1, 25200, 85])] }],
  ["YOLOv5 with one class", "yolo-v5", 1, { outputs: [floats("output0", [1, 25200, 6])] }],
  ["YOLOv5 at 320 pixels", "yolo-v5", 2, { image: [1, 3, 320, 320], outputs: [floats("output0", [1, 6300, 7])] }],
  ["YOLOv5 of open size", "yolo-v5", 80, { image: OPEN_IMAGE, outputs: [floats("output0", ["batch", "anchors", 85])] }],
  [
    "YOLOv5 before decoding",
    "yolo-v5",
    80,
    { outputs: [80, 40, 20].map((side) => floats(`head${side}`, [1, 3, side, side, 85])) },
  ],
  ["yolov8n.onnx", "yolo-v8", 80, { outputs: [floats("output0", [1, 84, 8400])] }],
  ["YOLOv8 with two classes", "yolo-v8", 2, { outputs: [floats("output0", [1, 6, 8400])] }],
  ["YOLOv8 as rows", "yolo-v8", 80, { outputs: [floats("output0", [1, 8400, 84])] }],
  ["YOLOv8 at 32 pixels", "yolo-v8", 80, { image: [1, 3, 32, 32], outputs: [floats("output0", [1, 84, 21])] }],
  ["YOLOv8 of open size", "yolo-v8", 80, { image: OPEN_IMAGE, outputs: [floats("output0", ["batch", 84, "anchors"])] }],
  ["YOLOv10", "yolo-end-to-end", undefined, { outputs: [floats("output0", [1, 300, 6])] }],
  [
    "YOLOv8 with its suppression",
    "yolo-end-to-end",
    undefined,
    {
      image: OPEN_IMAGE,
      outputs: [floats("output0", ["batch", "anchors", 6])],
      metadata: { description: "Ultralytics YOLOv8n model trained on coco.yaml", args: "{'batch': 1, 'nms': True}" },
    },
  ],
  [
    "YOLOv5nu, which has YOLOv8's head",
    "yolo-v8",
    80,
    {
      outputs: [floats("output0", [1, 84, 8400])],
      metadata: { description: "Ultralytics YOLOv5nu model trained on coco.yaml" },
    },
  ],
  [
    "DETR",
    "detr",
    91,
    { image: [1, 3, 800, 800], outputs: [floats("logits", [1, 100, 92]), floats("pred_boxes", [1, 100, 4])] },
  ],
  ["RT-DETR", "rt-detr", 80, { outputs: [floats("logits", [1, 300, 80]), floats("pred_boxes", [1, 300, 4])] }],
  [
    "RT-DETR with its size input",
    "rt-detr-end-to-end",
    undefined,
    {
      image: ["N", 3, 640, 640],
      more: [int64s("orig_target_sizes", ["N", 2])],
      outputs: [int64s("labels", ["N", 300]), floats("boxes", ["N", 300, 4]), floats("scores", ["N", 300])],
    },
  ],
  ["RT-DETR by Ultralytics", "rt-detr-ultralytics", 80, { outputs: [floats("output0", [1, 300, 84])] }],
  [
    "RT-DETR by Ultralytics with two classes",
    "rt-detr-ultralytics",
    2,
    { outputs: [floats("output0", [1, 300, 6])], metadata: { description: "Ultralytics RT-DETR-l model" } },
  ],
  [
    "RetinaNet's heads joined",
    "retinanet",
    91,
    { outputs: [floats("cls_logits", [1, 76725, 91]), floats("bbox_regression", [1, 76725, 4])] },
  ],
  [
    "RetinaNet's heads by level",
    "retinanet",
    undefined,
    {
      outputs: [80, 40].flatMap((side) => [
        floats(`cls${side}`, [1, 18, side, side]),
        floats(`reg${side}`, [1, 36, side, side]),
      ]),
    },
  ],
])("%s is taken for %s", (_, convention, classes, sample) => {
  const [first] = recognise(sample);
  expect(first).toMatchObject({ convention });
  expect(first!.classes).toBe(classes);
  expect(first!.reason).toMatch(/^It .*\.$|^Its .*\.$/);
});

test("what could be read in several ways is told with each way's reason", () => {
  const conventions = recognise({ outputs: [floats("output0", [1, 300, 6])] });
  expect(conventions.map(({ convention }) => convention)).toEqual(
    expect.arrayContaining(["yolo-end-to-end", "rt-detr-ultralytics", "yolo-v5"]),
  );
  expect(new Set(conventions.map(({ reason }) => reason)).size).toBe(conventions.length);
});

test("a graph that is no detector is refused by what it answers, or by what it takes", () => {
  expect(() => recognise({ outputs: [floats("probabilities", [1, 3])] })).toThrow(
    "a.onnx answers probabilities float32 [1, 3]; boxes, labels and scores as torchvision exports them, or the answer of a YOLO, DETR, RT-DETR or RetinaNet detector, were expected.",
  );
  expect(() => recognise({ image: [1, 77], outputs: [floats("text", [1, 512])] })).toThrow(
    "a.onnx takes images float32 [1, 77]; one float32 image [channels, height, width] with 1 or 3 channels was expected.",
  );
});
