/** @file Weights that an ONNX model keeps in files beside it. */
import { type Stats, statSync } from "node:fs";
import path from "node:path";
import { Failure } from "../../../src-shared/domain/failure";
import type { ExternalData } from "../../numerics/onnx/decode-tensor";
import { printableName } from "../../numerics/pickle/printable-name";
import { elementBytes } from "../../numerics/tensor/element-layout";
import { countElements, type ElementType } from "../../numerics/tensor/tensor";

export interface ExternalTensor extends ExternalData {
  readonly type: ElementType | undefined;
  readonly shape: readonly number[];
}

/** A tensor's elements by their place in one of the files. */
export interface ExternalPlace {
  readonly tensor: string;
  readonly type: ElementType | undefined;
  /** Absolute. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** `name` is the model's in refusals.
 * @throws {Failure} `unsupported` for a file outside the model's folder, that is not there, or is shorter than said. */
export function locateExternalData(
  modelFile: string,
  tensors: readonly ExternalTensor[],
): { readonly files: readonly string[]; readonly places: readonly ExternalPlace[] } {
  const name = printableName(path.basename(modelFile));
  const sizes = new Map<string, number>();
  const places = tensors.map((tensor) => {
    const location = placeInside(tensor.location, name);
    const file = path.join(path.dirname(modelFile), location);
    const size = sizes.get(location) ?? sizeOf(file, { ...tensor, location }, name);
    sizes.set(location, size);
    const start = tensor.offset ?? 0;
    const needed = bytesOf(tensor);
    const end = start + (tensor.length ?? needed ?? Math.max(size - start, 0));
    if (needed !== undefined && end - start !== needed) {
      const sentence = `${name} keeps ${printableName(tensor.tensor)} in ${end - start} bytes of ${printableName(location)}, where its shape [${tensor.shape.join(", ")}] needs ${needed}.`;
      throw new Failure("unsupported", sentence);
    }
    if (end > size) {
      const sentence = `${name} keeps ${printableName(tensor.tensor)} up to byte ${end} of ${printableName(location)}, which has ${size} bytes; a whole file was expected.`;
      throw new Failure("unsupported", sentence);
    }
    return { tensor: tensor.tensor, type: tensor.type, file, start, end };
  });
  return { files: [...sizes.keys()], places };
}

/** In this system's way of writing. */
function placeInside(location: string, name: string): string {
  const place = path.normalize(location);
  const isOutside =
    path.isAbsolute(location) ||
    path.win32.isAbsolute(location) ||
    place.split(/[\\/]/).includes("..") ||
    place === ".";
  if (!isOutside) return place;
  const sentence = `${name} keeps weights in ${printableName(location)}, outside its own folder; files beside the model were expected.`;
  throw new Failure("unsupported", sentence);
}

function sizeOf(file: string, { tensor, location }: ExternalTensor, name: string): number {
  const found = statOf(file);
  if (found?.isFile()) return found.size;
  const sentence = `${name} keeps weights in ${printableName(location)}, which is not there (${printableName(tensor)} among them); the file was expected beside the model.`;
  throw new Failure("unsupported", sentence);
}

/** Undefined where there is none, or where no file could have such a name. */
function statOf(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Undefined for elements that this program does not know, of less than a byte. */
function bytesOf({ type, shape }: ExternalTensor): number | undefined {
  return type && countElements(shape) * elementBytes(type);
}
