/** @file The formats that a model of weights is exported in, by the ending of the file. */

export const MODEL_FORMATS = {
  ".safetensors": "safetensors",
  ".pth": "PyTorch, .pth",
  ".onnx": "ONNX, image to boxes",
} as const;
export type ModelEnding = keyof typeof MODEL_FORMATS;
