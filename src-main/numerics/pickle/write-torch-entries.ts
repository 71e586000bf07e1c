/** @file Writes tensors as the entries of PyTorch's zip format, so that `torch.load(file, weights_only=True)` reads them.
 * @see https://github.com/pytorch/pytorch/blob/main/docs/source/notes/serialization.rst */
import { encodeUtf8 } from "../text/utf8";
import { elementBytes } from "../tensor/element-layout";
import { countElements, type ElementType } from "../tensor/tensor";
import type { StoredTensor } from "./checkpoint";
import { loadedBytes } from "./loaded-bytes";
import { PickleWriter } from "./pickle-writer";

export interface TorchEntry {
  readonly name: string;
  /** Makes the content when it is written, so that one tensor at a time is in memory. */
  readonly read: () => Uint8Array;
}

/** In the order in which torch.save writes them; the tensors become an OrderedDict in their own order, each with a
 * storage of its own and its exact bytes. */
export function writeTorchEntries(tensors: readonly StoredTensor[]): readonly TorchEntry[] {
  const text = (content: string) => () => encodeUtf8(content);
  return [
    { name: `${ROOT}data.pkl`, read: () => pickleOf(tensors) },
    { name: `${ROOT}byteorder`, read: text("little") },
    ...tensors.map((tensor, index) => ({ name: `${ROOT}data/${index}`, read: () => loadedBytes(tensor) })),
    { name: `${ROOT}version`, read: text("3\n") },
  ];
}

/** torch.load takes any folder. */
const ROOT = "archive/";

const STORAGE_CLASSES: Readonly<Partial<Record<ElementType, string>>> = {
  float32: "FloatStorage",
  float64: "DoubleStorage",
  float16: "HalfStorage",
  bfloat16: "BFloat16Storage",
  int8: "CharStorage",
  int16: "ShortStorage",
  int32: "IntStorage",
  int64: "LongStorage",
  uint8: "ByteStorage",
  bool: "BoolStorage",
  complex64: "ComplexFloatStorage",
  complex128: "ComplexDoubleStorage",
};

function pickleOf(tensors: readonly StoredTensor[]): Uint8Array {
  const pickle = new PickleWriter();
  addOrderedDictionary(pickle).mark();
  for (const [index, tensor] of tensors.entries()) {
    pickle.text(tensor.name);
    addTensor(pickle, tensor, String(index));
  }
  return pickle.setItems().stop();
}

function addOrderedDictionary(pickle: PickleWriter): PickleWriter {
  return pickle.global("collections", "OrderedDict").emptyTuple().call();
}

function addTensor(pickle: PickleWriter, { type, shape }: StoredTensor, key: string): void {
  const storageClass = STORAGE_CLASSES[type];
  pickle.global("torch._utils", storageClass ? "_rebuild_tensor_v2" : "_rebuild_tensor_v3").mark();
  addStorage(pickle, { storageClass, type, elements: countElements(shape) }, key);
  pickle.integer(0).integers(shape).integers(rowMajorStrides(shape)).false();
  addOrderedDictionary(pickle);
  // Unsigned types have no storage class of their own.
  if (!storageClass) pickle.global("torch", type);
  pickle.tuple().call();
}

interface WrittenStorage {
  readonly storageClass: string | undefined;
  readonly type: ElementType;
  readonly elements: number;
}

function addStorage(pickle: PickleWriter, { storageClass, type, elements }: WrittenStorage, key: string): void {
  pickle.mark().text("storage");
  if (storageClass) pickle.global("torch", storageClass);
  else pickle.global("torch.storage", "UntypedStorage");
  pickle
    .text(key)
    .text("cpu")
    .integer(storageClass ? elements : elements * elementBytes(type));
  pickle.tuple().persistent();
}

function rowMajorStrides(shape: readonly number[]): readonly number[] {
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((stride, size) => stride * Math.max(1, size), 1));
}
