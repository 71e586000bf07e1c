/** @file The groups of element types that ONNX's operators accept. */
import { ELEMENT_TYPES, type ElementType } from "../../tensor/tensor";

export const FLOATS = ["float32", "float64", "float16", "bfloat16"] as const satisfies readonly ElementType[];

const INTEGERS = [
  "int8",
  "int16",
  "int32",
  "int64",
  "uint8",
  "uint16",
  "uint32",
  "uint64",
] as const satisfies readonly ElementType[];

export const SIGNED = [...FLOATS, "int8", "int16", "int32", "int64"] as const satisfies readonly ElementType[];
export const NUMBERS = [...FLOATS, ...INTEGERS] as const satisfies readonly ElementType[];
export const PLACES = ["int64", "int32"] as const satisfies readonly ElementType[];
export const LOGICAL = ["bool"] as const satisfies readonly ElementType[];
export const ANY = ELEMENT_TYPES;
