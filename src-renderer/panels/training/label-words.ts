/** @file What a field of the form is called, plainly and by the field's own term, and what it does. */

export interface LabelWords {
  /** For whoever has never trained a network. */
  readonly label: string;
  /** What a paper calls it, where that is something else. */
  readonly term?: string;
  readonly unit?: string;
  /** One or two sentences. */
  readonly help: string;
}

/** "batch size, images"; undefined where neither is said. */
export function readableTerm({ term, unit }: Pick<LabelWords, "term" | "unit">): string | undefined {
  return [term, unit].filter(Boolean).join(", ") || undefined;
}

/** In one line: "Images per step (batch size)". */
export function readableLabel(words: Omit<LabelWords, "help">): string {
  const term = readableTerm(words);
  return term === undefined ? words.label : `${words.label} (${term})`;
}
