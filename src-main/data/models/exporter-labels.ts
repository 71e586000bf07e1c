/** @file Class names that an exporter wrote beside a graph. */
import type { ModelCard } from "../../../src-shared/domain/model";

/** A number and a text between quotation marks of one kind, as Python prints a dictionary. */
const ENTRY = /(\d+)\s*:\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g;
const MAX_LABELS = 10_000;

/** Ultralytics writes `{0: 'person', 1: 'bicycle'}` under "names". Undefined where there is nothing of the kind. */
export function exporterLabels(metadata: ReadonlyMap<string, string>): ModelCard["labels"] | undefined {
  const entries = [...(metadata.get("names") ?? "").matchAll(ENTRY)].slice(0, MAX_LABELS);
  const named = entries.flatMap(([, number, single, double]) => {
    const name = (single ?? double ?? "").replace(/\\(.)/g, "$1");
    return name === "" ? [] : [[number!, name] as const];
  });
  return named.length === 0 ? undefined : Object.fromEntries(named);
}
