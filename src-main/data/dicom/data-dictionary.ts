/** @file Keywords and value representations of DICOM's data dictionary, PS3.6, as dcmjs carries it. */
import { createRequire } from "node:module";
import { z } from "zod";

export interface DictionaryEntry {
  /** Empty for what the dictionary does not know. */
  readonly keyword: string;
  readonly vr: string;
}

/** `tag` as (GGGG,EEEE) in capitals. */
export function lookUpTag(tag: string): DictionaryEntry {
  const group = Number.parseInt(tag.slice(1, 5), 16);
  const element = tag.slice(6, 10);
  if (element === "0000") return { keyword: "GroupLength", vr: "UL" };
  if (group % 2 === 1) return element <= "00FF" ? { keyword: "PrivateCreator", vr: "LO" } : UNKNOWN;
  dictionary ??= readDictionary();
  return dictionary.get(tag) ?? dictionary.get(repeatingTag(tag)) ?? UNKNOWN;
}

const UNKNOWN: DictionaryEntry = { keyword: "", vr: "UN" };

/** Read when the first tag table is asked for; most processes never need it. */
let dictionary: ReadonlyMap<string, DictionaryEntry> | undefined;

/** Some rows of dcmjs's table have no name or no value representation. */
const Row = z.object({ vr: z.string().default("UN"), name: z.string().default("") });
const DictionaryModule = z.object({ dictionary: z.record(z.string(), Row) });

/** The value representation that the dictionary leaves open between two; dcmjs writes a small letter x. */
const OPEN_VRS: Readonly<Record<string, string>> = { ox: "OW", xs: "US", up: "UL" };

function readDictionary(): ReadonlyMap<string, DictionaryEntry> {
  const require = createRequire(import.meta.url);
  const { dictionary: entries } = DictionaryModule.parse(require("dcmjs/dictionary"));
  return new Map(
    Object.entries(entries).map(([tag, { vr, name }]) => [tag, { keyword: name, vr: OPEN_VRS[vr] ?? vr }]),
  );
}

/** Curves and overlays repeat in every even group of a range, which the dictionary has once. */
function repeatingTag(tag: string): string {
  const start = tag.slice(1, 3);
  return start === "50" || start === "60" ? `(${start}00-${start}FF,${tag.slice(6, 10)})` : tag;
}
