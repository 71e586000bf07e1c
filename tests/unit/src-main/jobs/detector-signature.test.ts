/** @file Which graphs are taken for a detector. */
import { expect, test } from "vitest";
import { detectorSignature } from "../../../../src-main/jobs/detector-signature";
import type { TensorDescription } from "../../../../src-main/jobs/runtime/session";

const image: TensorDescription = { name: "image", type: "float32", shape: [3, 256, 256] };
const boxes: TensorDescription = { name: "boxes", type: "float32", shape: ["N", 4] };
const labels: TensorDescription = { name: "labels", type: "int64", shape: ["N"] };
const scores: TensorDescription = { name: "scores", type: "float32", shape: ["N"] };
const outputs = [boxes, labels, scores];

test("torchvision's export with a fixed size", () => {
  expect(detectorSignature({ inputs: [image], outputs }, "a.onnx")).toEqual({
    inputName: "image",
    hasBatchAxis: false,
    channels: 3,
    heightPx: 256,
    widthPx: 256,
    outputNames: { boxes: "boxes", labels: "labels", scores: "scores" },
  });
});

test("sizes that the file leaves open are open, and a batch axis of one is allowed", () => {
  const free = { ...image, shape: ["batch", 3, "height", "width"] };
  expect(detectorSignature({ inputs: [free], outputs }, "a.onnx")).toEqual({
    inputName: "image",
    hasBatchAxis: true,
    channels: 3,
    outputNames: { boxes: "boxes", labels: "labels", scores: "scores" },
  });
});

test("an output of open shape is accepted under its name", () => {
  const open = outputs.map((output) => ({ ...output, shape: [] }));
  expect(detectorSignature({ inputs: [image], outputs: open }, "a.onnx").outputNames.boxes).toBe("boxes");
});

test("outputs under other names are told apart by type and shape, whatever their order", () => {
  const renamed = [scores, boxes, labels].map((output, index) => ({ ...output, name: `out${index}` }));
  expect(detectorSignature({ inputs: [image], outputs: renamed }, "a.onnx").outputNames).toEqual({
    scores: "out0",
    boxes: "out1",
    labels: "out2",
  });
});

test.each([
  [[], "a.onnx takes nothing; one float32 image"],
  [[image, { ...image, name: "size" }], "takes image float32 [3, 256, 256] and size float32 [3, 256, 256]; one"],
  [[{ ...image, type: "uint8" }], "takes image uint8 [3, 256, 256]; one"],
  [[{ ...image, shape: [4, 256, 256] }], "takes image float32 [4, 256, 256]; one"],
  [[{ ...image, shape: [8, 3, 256, 256] }], "takes image float32 [8, 3, 256, 256]; one"],
])("inputs %j are refused", (inputs, sentence) => {
  expect(() => detectorSignature({ inputs, outputs }, "a.onnx")).toThrow(sentence);
});

test.each([
  [[boxes, scores]],
  [[boxes, labels, { ...scores, type: "float16" }]],
  [[{ ...boxes, name: "a", shape: ["N", 5] }, labels, scores]],
  [[{ ...boxes, name: "a" }, { ...boxes, name: "b" }, labels, scores]],
])("outputs %j are refused", (wrong) => {
  expect(() => detectorSignature({ inputs: [image], outputs: wrong }, "a.onnx")).toThrow(
    /^a\.onnx answers .*; boxes \[N, 4\], labels \[N\] and scores \[N\], as torchvision exports them, were expected\.$/,
  );
});
