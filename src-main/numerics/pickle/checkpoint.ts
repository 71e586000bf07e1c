/** @file A checkpoint as its reader hands it out: named tensors that are loaded one at a time. */
import type { ModelFormat } from "../../../src-shared/domain/model";
import type { ElementType, Tensor } from "../tensor/tensor";

export interface StoredTensor {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  /** Reads the numbers: row-major, without gaps, in an array of the caller's own. Throws a Failure when the file does
   * not hold them. */
  readonly load: () => Tensor;
}

export interface Checkpoint {
  readonly format: Exclude<ModelFormat, "onnx">;
  /** By name, in the file's order, after `wrappers` were taken off. */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** What was unwrapped or stripped, a phrase each for a person, e.g. `the dictionary "model"`. */
  readonly wrappers: readonly string[];
}
