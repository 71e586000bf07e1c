/** @file The numbers of a checkpoint's weights by torchvision's names, read when they are asked for. */
import { Failure } from "../../../src-shared/domain/failure";
import type { StoredTensor } from "../../numerics/pickle/checkpoint";
import { toFloat32 } from "../../numerics/tensor/to-float32";
import { modernName } from "./modern-name";

export interface Parameters {
  readonly names: readonly string[];
  readonly shapeOf: (name: string) => readonly number[] | undefined;
  /** Row-major, in an array of the caller's own. Nothing is kept: two calls read twice.
   * @throws {Failure} `unsupported` when one of the numbers is none, `not-found` when there is no such weight. */
  readonly load: (name: string) => Float32Array;
}

/** The file may still use torchvision's names from before 0.13. */
export function readParameters(tensors: ReadonlyMap<string, StoredTensor>, fileName: string): Parameters {
  const stored = new Map<string, StoredTensor>();
  for (const [name, tensor] of tensors) stored.set(tensors.has(modernName(name)) ? name : modernName(name), tensor);
  return {
    names: [...stored.keys()],
    shapeOf: (name) => stored.get(name)?.shape,
    load: (name) => {
      const tensor = stored.get(name);
      if (!tensor) throw new Failure("not-found", `${fileName} has no weights named ${name}.`);
      if (tensor.type === "complex64" || tensor.type === "complex128") {
        throw new Failure("unsupported", `${fileName} holds ${name} as ${tensor.type}; real numbers were expected.`);
      }
      return finite(toFloat32(tensor.load()), tensor.name, fileName);
    },
  };
}

function finite(values: Float32Array, name: string, fileName: string): Float32Array {
  const place = values.findIndex((value) => !Number.isFinite(value));
  if (place < 0) return values;
  const found = `${values[place]} in ${name} at place ${place} of ${values.length}`;
  throw new Failure("unsupported", `${fileName} holds ${found}; finite weights were expected.`);
}
