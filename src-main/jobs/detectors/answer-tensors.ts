/** @file Outputs of a foreign graph, checked before they are read. */
import { Failure } from "../../../src-shared/domain/failure";
import type { ModelOutput } from "../../detection/boxes/model-output";
import type { TensorValue } from "../runtime/session";

export type Answer = Readonly<Record<string, TensorValue>>;

/** A number is the size that an axis must have; a text stands for any. */
export type Layout = readonly (number | string)[];

/** @throws {Failure} `unsupported` when the output has another type, or other axes than `layout` where that is given. */
export function requireFloats(answer: Answer, name: string, layout?: Layout): ModelOutput {
  const { [name]: tensor } = answer;
  if (tensor?.data instanceof Float32Array && hasLayout(tensor, layout)) {
    return { data: tensor.data, shape: tensor.shape };
  }
  throw unexpected(name, tensor, `float32${describe(layout)}`);
}

/** @throws {Failure} as `requireFloats` does. */
export function requireIntegers(answer: Answer, name: string, layout: Layout): BigInt64Array | Int32Array {
  const { [name]: tensor } = answer;
  if (tensor && hasLayout(tensor, layout)) {
    if (tensor.data instanceof BigInt64Array || tensor.data instanceof Int32Array) return tensor.data;
  }
  throw unexpected(name, tensor, `int64${describe(layout)}`);
}

function hasLayout({ shape }: TensorValue, layout: Layout | undefined): boolean {
  if (!layout) return true;
  return (
    shape.length === layout.length && layout.every((size, axis) => typeof size === "string" || size === shape[axis])
  );
}

function describe(layout: Layout | undefined): string {
  return layout ? ` [${layout.join(", ")}]` : "";
}

function unexpected(name: string, tensor: TensorValue | undefined, expected: string): Failure {
  const found = tensor ? `${tensor.type} [${tensor.shape.join(", ")}]` : "nothing";
  return new Failure("unsupported", `The model answered ${found} as ${name}; ${expected} was expected.`);
}
