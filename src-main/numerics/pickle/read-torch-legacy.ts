/** @file Reads a checkpoint in the format before PyTorch 1.6: pickles one behind another, and then the storages.
 *
 * Magic number, version, facts of the machine, the content, the keys of the storages; then for each key a count of
 * elements in eight bytes, and the elements.
 * @see https://github.com/pytorch/pytorch/blob/main/torch/serialization.py `_legacy_load` */
import { Failure } from "../../../src-shared/domain/failure";
import { elementBytes } from "../tensor/element-layout";
import type { Checkpoint } from "./checkpoint";
import { findStateDict } from "./find-state-dict";
import { PickleReader } from "./pickle-reader";
import { PickleDictionary, PickleList, PickleTuple, type PickleValue } from "./pickle-values";
import { printableName } from "./printable-name";
import type { RandomAccess } from "./random-access";
import { type StorageIdentifier, storageIdentifier } from "./storage-identifier";
import { torchGlobals } from "./torch-globals";
import { TorchStorage } from "./torch-objects";
import { unpickle } from "./unpickle";

/** Reads names, types and shapes; the numbers follow when a tensor is loaded.
 * @throws {Failure} `unsupported` in one sentence for everything that is no whole checkpoint. */
export function readTorchLegacy(file: RandomAccess, fileName: string): Checkpoint {
  const reader = new PickleReader(file, fileName, 0, Math.min(file.byteLength, MOST_PICKLE_BYTES));
  const storages = new LegacyStorages(file, fileName);
  const rules = { globalNamed: torchGlobals(fileName), objectOf: (value: PickleValue) => storages.open(value) };
  requireMark(unpickle(reader, rules), fileName);
  requireHeader([unpickle(reader, rules), unpickle(reader, rules)], fileName);
  const content = unpickle(reader, rules);
  storages.place(unpickle(reader, rules), reader.at);
  return { format: "pytorch-legacy", ...findStateDict(content, fileName) };
}

const MOST_PICKLE_BYTES = 1 << 26;
const MAGIC = 0x1950a86a20f9469cfc6cn;
const VERSION = 1001;
const COUNT_BYTES = 8;

const EXPECTED = "one that torch.save wrote was expected";

/** Before anything is read behind it: a pickle of another program ends here. */
function requireMark(magic: PickleValue, fileName: string): void {
  if (magic === MAGIC) return;
  throw new Failure("unsupported", `${fileName} is a pickle without PyTorch's mark; ${EXPECTED}.`);
}

function requireHeader([version, machine]: readonly PickleValue[], fileName: string): void {
  if (version !== VERSION)
    throw new Failure("unsupported", `${fileName} has an unknown version of its format; ${EXPECTED}.`);
  const isLittle = machine instanceof PickleDictionary ? machine.entries.get("little_endian") : undefined;
  if (isLittle === false) {
    throw new Failure(
      "unsupported",
      `${fileName} was written on a big-endian machine; a little-endian one was expected.`,
    );
  }
}

interface Place {
  readonly start: number;
  readonly byteLength: number;
}

/** The pickle names its storages before the file tells where they lie. */
class LegacyStorages {
  readonly #named = new Map<string, StorageIdentifier>();
  readonly #places = new Map<string, Place>();

  constructor(
    private readonly file: RandomAccess,
    private readonly fileName: string,
  ) {}

  open(identifier: PickleValue): TorchStorage {
    const named = storageIdentifier(identifier, this.fileName);
    const known = this.#named.get(named.key);
    if (known && (known.type !== named.type || known.byteLength !== named.byteLength)) {
      throw this.#damaged(`speaks of the storage ${printableName(named.key)} with two types or sizes`);
    }
    this.#named.set(named.key, named);
    const { start, byteLength } = this.#viewOf(named);
    return new TorchStorage(named.type, byteLength, (from, end) => {
      const place = this.#places.get(named.key);
      if (!place) throw this.#damaged(`has no storage ${printableName(named.key)}`);
      return this.file.read(place.start + start + from, place.start + start + end);
    });
  }

  /** Walks from storage to storage; the last must end where the file ends, or before. */
  place(keys: PickleValue, start: number): void {
    if (!(keys instanceof PickleList)) throw this.#damaged("has no list of its storages");
    let at = start;
    for (const key of keys.items) {
      const name = String(key);
      const named = typeof key === "string" || typeof key === "number" ? this.#named.get(name) : undefined;
      if (!named || this.#places.has(name)) throw this.#damaged("lists a storage that its tensors do not have");
      this.#requireCount(at, named);
      this.#places.set(name, { start: at + COUNT_BYTES, byteLength: named.byteLength });
      at += COUNT_BYTES + named.byteLength;
    }
    if (at > this.file.byteLength) {
      throw this.#damaged(`ends at byte ${this.file.byteLength}, where its storages need ${at}`);
    }
    const missing = [...this.#named.keys()].find((key) => !this.#places.has(key));
    if (missing !== undefined) throw this.#damaged(`has no storage ${printableName(missing)}`);
  }

  #requireCount(at: number, { byteLength, type }: StorageIdentifier): void {
    if (at + COUNT_BYTES > this.file.byteLength) {
      throw this.#damaged(`ends at byte ${this.file.byteLength}, before the last of its storages`);
    }
    const count = this.file.read(at, at + COUNT_BYTES).reduceRight((value, byte) => value * 256 + byte, 0);
    if (count * elementBytes(type) === byteLength) return;
    throw this.#damaged(
      `has a storage of ${count} elements, where its pickle speaks of ${byteLength / elementBytes(type)}`,
    );
  }

  #viewOf({ view, type, byteLength }: StorageIdentifier): Place {
    if (view === null) return { start: 0, byteLength };
    const [, offset, count] = view instanceof PickleTuple ? view.items : [];
    const isWithin = [offset, count].every(
      (part) => typeof part === "number" && Number.isSafeInteger(part) && part >= 0,
    );
    const start = Number(offset) * elementBytes(type);
    const length = Number(count) * elementBytes(type);
    if (!isWithin || start + length > byteLength) throw this.#damaged("has a view that reaches beyond its storage");
    return { start, byteLength: length };
  }

  #damaged(found: string): Failure {
    return new Failure("unsupported", `${this.fileName} ${found}; it seems to be damaged.`);
  }
}
