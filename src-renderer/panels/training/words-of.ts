/** @file The words beside a field of the form: settings of a training, and of a sweep. */
import { FIELD_WORDS, type FieldName } from "./field-words";
import { SWEEP_WORDS } from "./sweep-words";

export type LabelName = FieldName | keyof typeof SWEEP_WORDS;

export interface LabelWords {
  readonly label: string;
  readonly unit?: string;
  /** One or two sentences. */
  readonly help: string;
}

const WORDS: Readonly<Record<LabelName, LabelWords>> = { ...FIELD_WORDS, ...SWEEP_WORDS };

export function wordsOf(name: LabelName): LabelWords {
  return WORDS[name];
}
