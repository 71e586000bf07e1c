/** @file Finds the tensors of one model in what a checkpoint holds, and takes off what training programs wrap around. */
import { Failure } from "../../../src-shared/domain/failure";
import type { Checkpoint } from "./checkpoint";
import { PickleDictionary, type PickleValue } from "./pickle-values";
import { printableName } from "./printable-name";
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
  if (tensors.size === 0)
    throw new Failure("unsupported", `${fileName} holds ${withoutTensors(dictionary)}; ${EXPECTED}.`);
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

const KEYS_SHOWN = 5;

/** An optimiser's own file has tensors too, but none under a name. */
function withoutTensors({ entries }: PickleDictionary): string {
  const keys = [...entries.keys()].filter((key) => typeof key === "string");
  const shown = keys.slice(0, KEYS_SHOWN).map(printableName);
  return shown.length === 0 ? "no tensors" : `no tensors by name, but the keys ${shown.join(", ")}`;
}

interface Inner {
  readonly key: string;
  readonly dictionary: PickleDictionary;
}

function unwrap(content: PickleValue, fileName: string): { dictionary: PickleDictionary; wrappers: readonly string[] } {
  const hasTensors = remembered(({ entries }) => [...entries.values()].some((value) => value instanceof TorchTensor));
  const wrappers: string[] = [];
  let dictionary = content;
  for (let depth = 0; depth < DEEPEST_WRAPPER && dictionary instanceof PickleDictionary; depth++) {
    const inner = innerDictionary(dictionary, hasTensors);
    if (!inner) break;
    wrappers.push(`the dictionary "${printableName(inner.key)}"`);
    dictionary = inner.dictionary;
  }
  if (dictionary instanceof PickleDictionary) return { dictionary, wrappers };
  const found = dictionary instanceof TorchTensor ? "a single tensor" : "no dictionary";
  throw new Failure("unsupported", `${fileName} holds ${found}; ${EXPECTED}.`);
}

type Claim = (dictionary: PickleDictionary) => boolean;

/** A million keys may lead to one dictionary of a million entries: it is looked through once. */
function remembered(claim: Claim): Claim {
  const known = new Map<PickleDictionary, boolean>();
  return (dictionary) => {
    const answer = known.get(dictionary) ?? claim(dictionary);
    known.set(dictionary, answer);
    return answer;
  };
}

function innerDictionary(outer: PickleDictionary, hasTensors: Claim): Inner | undefined {
  for (const { key, dictionary } of wrapped(outer)) {
    if (leadsToTensors(dictionary, { hasTensors, levels: DEEPEST_WRAPPER, seen: new Set() }))
      return { key, dictionary };
  }
  return hasTensors(outer) ? undefined : onlyDictionary(outer, hasTensors);
}

function wrapped({ entries }: PickleDictionary): readonly Inner[] {
  return WRAPPER_KEYS.flatMap((key) => {
    const dictionary = entries.get(key);
    return dictionary instanceof PickleDictionary ? [{ key, dictionary }] : [];
  });
}

/** The one dictionary of tensors under a name that no list foresaw; an optimiser's numbers lie deeper. */
function onlyDictionary({ entries }: PickleDictionary, hasTensors: Claim): Inner | undefined {
  const found: Inner[] = [];
  for (const [key, value] of entries) {
    const isOne = typeof key === "string" && value instanceof PickleDictionary && hasTensors(value);
    if (isOne) found.push({ key, dictionary: value });
  }
  return found.length === 1 ? found[0] : undefined;
}

interface Search {
  readonly hasTensors: Claim;
  /** How many wrappers further it may go. */
  readonly levels: number;
  /** Dictionaries may form rings. */
  readonly seen: Set<PickleDictionary>;
}

function leadsToTensors(dictionary: PickleDictionary, { hasTensors, levels, seen }: Search): boolean {
  if (hasTensors(dictionary)) return true;
  if (levels === 0 || seen.has(dictionary)) return false;
  seen.add(dictionary);
  return wrapped(dictionary).some((inner) =>
    leadsToTensors(inner.dictionary, { hasTensors, levels: levels - 1, seen }),
  );
}
