/** @file Takes off what training programs put before the name of every tensor. */
import { Failure } from "../../../src-shared/domain/failure";

export interface Stripped<Item> {
  readonly entries: readonly (readonly [string, Item])[];
  /** A phrase for each thing that was taken off. */
  readonly wrappers: readonly string[];
}

/** @throws {Failure} `unsupported` when two names become one. */
export function stripPrefixes<Item>(named: readonly (readonly [string, Item])[], fileName: string): Stripped<Item> {
  const wrappers: string[] = [];
  let entries = named;
  for (let turn = 0; turn < MOST_PREFIXES; turn++) {
    const counted = entries.filter(([name]) => name !== AVERAGE_COUNT);
    const prefix = PREFIXES.find((start) => counted.length > 0 && counted.every(([name]) => isBehind(name, start)));
    if (prefix === undefined) break;
    wrappers.push(`the prefix "${prefix}"`);
    if (counted.length < entries.length) wrappers.push(`the count "${AVERAGE_COUNT}"`);
    entries = counted.map(([name, item]) => [name.slice(prefix.length), item]);
  }
  return withoutInnerPrefix({ entries, wrappers }, fileName);
}

/** DataParallel, torch.compile, and the commonest training frames. */
const PREFIXES = ["module.", "_orig_mod.", "model.", "detector.", "network.", "net."];
const COMPILED = "_orig_mod.";
const MOST_PREFIXES = 6;
/** It stands beside the weights of an averaged model. */
const AVERAGE_COUNT = "n_averaged";

function isBehind(name: string, prefix: string): boolean {
  return name.startsWith(prefix) && name.length > prefix.length;
}

/** A compiled part of a model has its prefix in the middle of its names. */
function withoutInnerPrefix<Item>({ entries, wrappers }: Stripped<Item>, fileName: string): Stripped<Item> {
  if (!entries.some(([name]) => name.includes(COMPILED))) return { entries, wrappers };
  const renamed = entries.map(([name, item]) => [name.replaceAll(COMPILED, ""), item] as const);
  if (new Set(renamed.map(([name]) => name)).size < entries.length) {
    throw new Failure("unsupported", `${fileName} holds two tensors of one name once "${COMPILED}" is left out.`);
  }
  return { entries: renamed, wrappers: [...wrappers, `"${COMPILED}" within names`] };
}
