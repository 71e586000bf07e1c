/** @file The card that a preset becomes for one file. */
import { expect, test } from "vitest";
import { startCard } from "../../../../../src-renderer/panels/models/start-card";
import type { ModelCard, ModelInspection } from "../../../../../src-shared/domain/model";

const PRESET: ModelCard = {
  name: "Detector",
  description: "",
  convention: "yolo-v8",
  input: { widthPx: 640, heightPx: 640, channels: 3, resize: "letterbox" },
  boxFormat: "xyxy",
  labels: {},
  scoreFloor: 0.05,
  suggestedThreshold: 0.25,
  intendedUse: "",
};

function inspectionOf(shape: ModelInspection["inputs"][number]["shape"], classes?: number): ModelInspection {
  return {
    sha256: "",
    fileBytes: 1,
    inputs: [{ name: "images", type: "float32", shape }],
    outputs: [],
    facts: { format: "onnx", parameters: 1, ...(classes !== undefined && { classes }) },
    conventions: [{ convention: "yolo-v8", reason: "" }],
    suggestedCard: { ...PRESET, name: "nodules", labels: { "0": "Nodule" } },
  };
}

test("a graph of a fixed size keeps it, and the file its name and classes", () => {
  expect(startCard(PRESET, inspectionOf([1, 1, 416, 512]))).toEqual({
    ...PRESET,
    name: "nodules",
    input: { widthPx: 512, heightPx: 416, channels: 1, resize: "letterbox" },
    labels: { "0": "Nodule" },
  });
});

test("a graph of any size takes the preset’s", () => {
  expect(startCard(PRESET, inspectionOf(["batch", 3, "height", "width"])).input).toEqual(PRESET.input);
});

test("classes that a preset names stand", () => {
  const named = { ...PRESET, labels: { "0": "Pneumonia" } };
  expect(startCard(named, inspectionOf([1, 3, 640, 640])).labels).toEqual({ "0": "Pneumonia" });
});

test("classes that a preset names give way where the file has another number of them", () => {
  const named = { ...PRESET, labels: { "0": "Pneumonia" } };
  expect(startCard(named, inspectionOf([1, 3, 640, 640], 1)).labels).toEqual({ "0": "Pneumonia" });
  expect(startCard(named, inspectionOf([1, 3, 640, 640], 4)).labels).toEqual({ "0": "Nodule" });
});
