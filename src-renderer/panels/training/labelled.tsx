/** @file The name of a field of the form and its help, which stands below all fields while this one has the focus. */
import type { ReactNode } from "react";
import { readableTerm } from "./label-words";
import { type LabelName, wordsOf } from "./words-of";

export interface Labelled {
  readonly label: ReactNode;
  /** Told by screen readers with the field. */
  readonly description: string;
  readonly classNames: Readonly<Record<"root" | "label" | "wrapper" | "description", string>>;
  readonly "data-testid": string;
}

const CLASS_NAMES = {
  root: "training__field",
  label: "training__title",
  wrapper: "training__entry",
  description: "training__help",
};

/** The props that any field takes from its words. */
export function labelled(field: LabelName): Labelled {
  const words = wordsOf(field);
  return {
    label: (
      <span className="training__label">
        {words.label} <small>{readableTerm(words)}</small>
      </span>
    ),
    description: words.help,
    classNames: CLASS_NAMES,
    "data-testid": `train-${field}`,
  };
}
