/** @file Tells the parts of a persistent identifier, by which a pickle refers to a storage beside it. */
import { Failure } from "../../../src-shared/domain/failure";
import { elementBytes } from "../tensor/element-layout";
import type { ElementType } from "../tensor/tensor";
import { PickleGlobal, PickleTuple, type PickleValue } from "./pickle-values";
import { printableName } from "./printable-name";
import { storageType } from "./torch-globals";

export interface StorageIdentifier {
  readonly key: string;
  readonly type: ElementType;
  readonly byteLength: number;
  /** Before PyTorch 0.4 a storage could be a part of another: its key, first element and count, else `null`. */
  readonly view: PickleValue;
}

/** Of `("storage", class, key, device, count of elements[, view])`.
 * @throws {Failure} `unsupported` */
export function storageIdentifier(identifier: PickleValue, fileName: string): StorageIdentifier {
  const [kind, storageClass, key, , elements, view = null] = identifier instanceof PickleTuple ? identifier.items : [];
  const isStorage = kind === "storage" && (typeof key === "string" || typeof key === "number");
  if (!isStorage || typeof elements !== "number" || !Number.isSafeInteger(elements) || elements < 0) {
    throw new Failure("unsupported", `${fileName} refers to something that is no storage; one was expected.`);
  }
  const type = requireType(storageClass, fileName);
  return { key: String(key), type, byteLength: elements * elementBytes(type), view };
}

function requireType(storageClass: PickleValue | undefined, fileName: string): ElementType {
  const name = storageClass instanceof PickleGlobal ? storageClass.name : "no class";
  const type = storageType(name);
  if (type) return type;
  throw new Failure(
    "unsupported",
    `${fileName} has a storage of ${printableName(name)}; a torch storage was expected.`,
  );
}
