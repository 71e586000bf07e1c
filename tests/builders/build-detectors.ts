/** @file Small ONNX detectors whose answer can be told from their input, and models that are none. */
import { buildOnnx, floats, int64s, ONNX_FLOAT, ONNX_INT64, type OnnxGraph } from "./build-onnx";

export const DETECTOR_SIZE_PX = 32;

/** Two boxes in a frame of 32 × 32 pixels. */
export const DETECTOR_BOXES = [
  [4, 8, 20, 24],
  [0, 0, 16, 8],
] as const;

/** image [3, 32, 32] → two fixed boxes of class 1; the first scores the image's mean, the second half of it. */
export function detectorGraph(): OnnxGraph {
  return {
    constants: [
      floats("corners", [2, 4], DETECTOR_BOXES.flat()),
      floats("shares", [2], [1, 0.5]),
      floats("none", [1], [0]),
      int64s("classes", [2], [1, 1]),
    ],
    nodes: [
      { operator: "ReduceMean", inputs: ["image"], outputs: ["mean"], attributes: { keepdims: { int: 0 } } },
      { operator: "Mul", inputs: ["mean", "shares"], outputs: ["scores"] },
      { operator: "Mul", inputs: ["mean", "none"], outputs: ["nothing"] },
      { operator: "Add", inputs: ["corners", "nothing"], outputs: ["boxes"] },
      { operator: "Identity", inputs: ["classes"], outputs: ["labels"] },
    ],
    inputs: [{ name: "image", type: ONNX_FLOAT, shape: [3, DETECTOR_SIZE_PX, DETECTOR_SIZE_PX] }],
    outputs: [
      { name: "boxes", type: ONNX_FLOAT, shape: ["N", 4] },
      { name: "labels", type: ONNX_INT64, shape: ["N"] },
      { name: "scores", type: ONNX_FLOAT, shape: ["N"] },
    ],
  };
}

export function buildDetector(change: Partial<OnnxGraph> = {}): Uint8Array {
  return buildOnnx({ ...detectorGraph(), ...change });
}

/** The same detector under other names, which only types and shapes give away. */
export function buildRenamedDetector(): Uint8Array {
  const rename = (name: string): string => ({ boxes: "110", labels: "111", scores: "112" })[name] ?? name;
  const { nodes, outputs } = detectorGraph();
  return buildDetector({
    nodes: nodes.map((node) => ({ ...node, outputs: node.outputs.map(rename) })),
    outputs: outputs.map((output) => ({ ...output, name: rename(output.name) })),
  });
}

/** Answers coordinates that are no numbers. */
export function buildNanDetector(): Uint8Array {
  const { nodes, constants = [] } = detectorGraph();
  return buildDetector({
    constants: [...constants, floats("minusOne", [1], [-1])],
    nodes: [
      ...nodes.filter((node) => node.outputs[0] !== "boxes"),
      { operator: "Sqrt", inputs: ["minusOne"], outputs: ["nan"] },
      { operator: "Add", inputs: ["corners", "nan"], outputs: ["finite"] },
      { operator: "Add", inputs: ["finite", "nothing"], outputs: ["boxes"] },
    ],
  });
}

/** Scores above 1, as raw logits are. */
export function buildLogitDetector(): Uint8Array {
  const { constants = [] } = detectorGraph();
  return buildDetector({
    constants: [...constants.filter(({ name }) => name !== "shares"), floats("shares", [2], [9, 4])],
  });
}

/** Answers class probabilities of an image. */
export function buildClassifier(): Uint8Array {
  return buildOnnx({
    nodes: [
      {
        operator: "ReduceMean",
        inputs: ["image"],
        outputs: ["mean"],
        attributes: { axes: { ints: [2, 3] }, keepdims: { int: 0 } },
      },
      { operator: "Softmax", inputs: ["mean"], outputs: ["probabilities"] },
    ],
    inputs: [{ name: "image", type: ONNX_FLOAT, shape: [1, 3, 32, 32] }],
    outputs: [{ name: "probabilities", type: ONNX_FLOAT, shape: [1, 3] }],
  });
}
