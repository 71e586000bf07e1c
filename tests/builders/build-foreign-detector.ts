/** @file ONNX models with the outputs of one convention or another, whose answer is fixed. */
import { buildOnnx, floats, int64s, ONNX_FLOAT, ONNX_INT64, type OnnxGraph, type OnnxTensor } from "./build-onnx";

export const FOREIGN_SIZE_PX = 64;

export interface FixedOutput {
  readonly shape: readonly number[];
  readonly values?: readonly number[];
  readonly type?: typeof ONNX_FLOAT | typeof ONNX_INT64;
}

/** Zeros where no values are given. A graph must read its image somewhere: nothing of it is added to the answers. */
export function buildForeignDetector(
  outputs: Readonly<Record<string, FixedOutput>>,
  change: Partial<OnnxGraph> = {},
): Uint8Array {
  const names = Object.keys(outputs);
  const image = { name: "images", type: ONNX_FLOAT, shape: [1, 3, FOREIGN_SIZE_PX, FOREIGN_SIZE_PX] };
  return buildOnnx({
    inputs: [image],
    outputs: names.map((name) => ({ name, type: outputs[name]!.type ?? ONNX_FLOAT, shape: outputs[name]!.shape })),
    constants: [floats("none", [1], [0]), ...names.map((name) => valuesOf(name, outputs[name]!))],
    nodes: [
      { operator: "ReduceMean", inputs: ["images"], outputs: ["mean"], attributes: { keepdims: { int: 0 } } },
      { operator: "Mul", inputs: ["mean", "none"], outputs: ["nothing"] },
      ...names.map((name) =>
        outputs[name]!.type === ONNX_INT64
          ? { operator: "Identity", inputs: [`${name}Values`], outputs: [name] }
          : { operator: "Add", inputs: [`${name}Values`, "nothing"], outputs: [name] },
      ),
    ],
    ...change,
  });
}

function valuesOf(name: string, { shape, values, type }: FixedOutput): OnnxTensor {
  const count = shape.reduce((product, size) => product * size, 1);
  const numbers = values ?? Array.from({ length: count }, () => 0);
  return type === ONNX_INT64 ? int64s(`${name}Values`, shape, numbers) : floats(`${name}Values`, shape, numbers);
}
