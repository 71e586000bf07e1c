/** @file Names and values under each other. */
import type { JSX, ReactNode } from "react";
import "./fact-list.css";

export interface Fact {
  readonly name: string;
  /** Undefined: the fact is not known and its row is left out. */
  readonly value: ReactNode | undefined;
}

export function FactList({ facts }: { readonly facts: readonly Fact[] }): JSX.Element {
  return (
    <dl className="fact-list">
      {facts
        .filter(({ value }) => value !== undefined && value !== "")
        .map(({ name, value }) => (
          <div key={name} className="fact-list__fact">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
