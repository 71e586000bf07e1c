/** @file Finds the tensors of one model in what a checkpoint holds, and takes off what training programs wrap around. */
import { Failure } from "../../../src-shared/domain/failure";
import type { Checkpoint } from "./checkpoint";
import { PickleDictionary, type PickleValue } from "./pickle-values";
import { storedTensor } from "./stored-tensor";
import { stripPrefixes } from "./strip-prefixes";
import { TorchTensor } from "./torch-objects";

/** @throws {Failure} `unsupported` when there is no dictionary of tensors. */
export function findStateDict(content: PickleValue, fileName: string): Omit<Checkpoint, "format"> {
  const { dictionary, wrappers } = unwrap(content, fileName);
  const tensors = new Map<string, TorchTensor>();
  for (const [key, value] of dictionary.entries) {
    if (typeof key === "string" && value instanceof TorchTensor) tensors.set(key, value);
  }
  if (tensors.size === 0) throw new Failure("unsupported", `${fileName} holds no tensors; ${EXPECTED}.`);
  const stripped = stripPrefixes([...tensors], fileName);
  const stored = stripped.entries.map(([name, tensor]) => [name, storedTensor(fileName, name, tensor)] as const);
  return { tensors: new Map(stored), wrappers: [...wrappers, ...stripped.wrappers] };
}

/** The keys under which training programs keep the model's weights, the likeliest first. */
const WRAPPER_KEYS = [
  "model",
  "state_dict",
  "model_state_dict",
  "model_state",
  "model_weights",
  "network",
  "net",
  "detector",
  "weights",
  "params",
  "module",
  "ema",
  "model_ema",
  "ema_state_dict",
];
const DEEPEST_WRAPPER = 4;
const EXPECTED = "a dictionary of names and tensors was expected";

function unwrap(content: PickleValue, fileName: string): { dictionary: PickleDictionary; wrappers: readonly string[] } {
  const wrappers: string[] = [];
  let dictionary = content;
  for (let depth = 0; depth < DEEPEST_WRAPPER && dictionary instanceof PickleDictionary; depth++) {
    const inner = innerDictionary(dictionary);
    if (!inner) break;
    wrappers.push(`the dictionary "${inner.key}"`);
    dictionary = inner.dictionary;
  }
  if (dictionary instanceof PickleDictionary) return { dictionary, wrappers };
  const found = dictionary instanceof TorchTensor ? "a single tensor" : "no dictionary";
  throw new Failure("unsupported", `${fileName} holds ${found}; ${EXPECTED}.`);
}

function innerDictionary({ entries }: PickleDictionary): { key: string; dictionary: PickleDictionary } | undefined {
  for (const key of WRAPPER_KEYS) {
    const value = entries.get(key);
    if (value instanceof PickleDictionary && holdsTensors(value)) return { key, dictionary: value };
  }
  return [...entries.values()].some((value) => value instanceof TorchTensor) ? undefined : onlyDictionary(entries);
}

/** The one dictionary of tensors under a name that no list foresaw; an optimiser's numbers lie deeper. */
function onlyDictionary(
  entries: ReadonlyMap<PickleValue, PickleValue>,
): { key: string; dictionary: PickleDictionary } | undefined {
  const found: { key: string; dictionary: PickleDictionary }[] = [];
  for (const [key, value] of entries) {
    const isOne = typeof key === "string" && value instanceof PickleDictionary && holdsTensors(value, 0);
    if (isOne) found.push({ key, dictionary: value });
  }
  return found.length === 1 ? found[0] : undefined;
}

/** Itself, or in a dictionary within it down to so many levels; each is looked at once, since they may form rings. */
function holdsTensors({ entries }: PickleDictionary, levels = DEEPEST_WRAPPER, seen = new Set<unknown>()): boolean {
  seen.add(entries);
  for (const value of entries.values()) if (value instanceof TorchTensor) return true;
  if (levels === 0) return false;
  return WRAPPER_KEYS.some((key) => {
    const value = entries.get(key);
    return value instanceof PickleDictionary && !seen.has(value.entries) && holdsTensors(value, levels - 1, seen);
  });
}
