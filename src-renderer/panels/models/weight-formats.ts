/** @file The formats that weights are exported in, by the ending of the file. */

export const WEIGHT_FORMATS = {
  ".pth": "PyTorch, .pth",
  ".safetensors": "safetensors",
} as const;
export type WeightEnding = keyof typeof WEIGHT_FORMATS;
