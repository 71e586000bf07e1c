/** @file The words beside a field of the form: what a training begins with, its settings, and those of a sweep. */
import { FIELD_WORDS, type FieldName } from "./field-words";
import type { LabelWords } from "./label-words";
import { SOURCE_WORDS } from "./source-words";
import { SWEEP_WORDS } from "./sweep-words";

export type LabelName = FieldName | keyof typeof SOURCE_WORDS | keyof typeof SWEEP_WORDS;

const WORDS: Readonly<Record<LabelName, LabelWords>> = { ...FIELD_WORDS, ...SOURCE_WORDS, ...SWEEP_WORDS };

export function wordsOf(name: LabelName): LabelWords {
  return WORDS[name];
}
