/** @file The bytes of a tensor that is about to be written, checked against what was said of it. */
import { Failure } from "../../../src-shared/domain/failure";
import { bytesOfData, elementBytes } from "../tensor/element-layout";
import { countElements } from "../tensor/tensor";
import type { StoredTensor } from "./checkpoint";

/** @throws {Failure} `internal` when `load` gives another type or count than the tensor's own. */
export function loadedBytes({ name, type, shape, load }: StoredTensor): Uint8Array {
  const loaded = load();
  const bytes = bytesOfData(loaded.data);
  const expected = countElements(shape) * elementBytes(type);
  if (loaded.type === type && bytes.length === expected) return bytes;
  const found = `${bytes.length} bytes of ${loaded.type}`;
  throw new Failure("internal", `The tensor ${name} gave ${found}; ${expected} bytes of ${type} were expected.`);
}
