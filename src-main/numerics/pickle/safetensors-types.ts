/** @file The names of element types in the safetensors format, which has no complex128.
 * @see https://github.com/huggingface/safetensors/blob/main/safetensors/src/tensor.rs */
import type { ElementType } from "../tensor/tensor";

export const SAFETENSORS_NAMES: Readonly<Partial<Record<ElementType, string>>> = {
  float64: "F64",
  float32: "F32",
  float16: "F16",
  bfloat16: "BF16",
  int64: "I64",
  int32: "I32",
  int16: "I16",
  int8: "I8",
  uint64: "U64",
  uint32: "U32",
  uint16: "U16",
  uint8: "U8",
  bool: "BOOL",
  complex64: "C64",
};
