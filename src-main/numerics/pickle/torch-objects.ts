/** @file Storages and tensors as PyTorch pickles them: a place in a file, and a strided view of it. */
import type { ElementType } from "../tensor/tensor";
import { PickleObject } from "./pickle-values";

export class TorchStorage extends PickleObject {
  readonly kind = "storage";

  /** `read` takes bytes from `start` up to, not including, `end`, in this machine's byte order. */
  constructor(
    readonly type: ElementType,
    readonly byteLength: number,
    readonly read: (start: number, end: number, numberBytes: number) => Uint8Array,
  ) {
    super();
  }
}

/** Offset and strides count elements of the tensor's own type. Nothing is checked before the tensor has its name. */
export class TorchTensor extends PickleObject {
  readonly kind = "tensor";

  constructor(
    readonly storage: TorchStorage,
    readonly layout: {
      readonly type: ElementType;
      readonly offset: number;
      readonly shape: readonly number[];
      readonly strides: readonly number[];
    },
  ) {
    super();
  }
}
