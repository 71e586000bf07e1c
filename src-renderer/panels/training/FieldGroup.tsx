/** @file Settings that belong together, folded away behind one line that says how they stand. */
import { type JSX, type ReactNode, useState } from "react";
import { FieldGrid } from "./FieldGrid";

export interface FieldGroupProps {
  readonly title: string;
  /** What a paper calls it. */
  readonly term: string;
  /** How the settings stand, for whoever does not open them. */
  readonly summary: string;
  readonly testId: string;
  readonly children: ReactNode;
}

export function FieldGroup({ title, term, summary, testId, children }: FieldGroupProps): JSX.Element {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details
      className="training__group"
      open={isOpen}
      data-testid={testId}
      onToggle={(event) => setIsOpen(event.currentTarget.open)}
    >
      <summary>
        {title} <small>({term})</small> <span>{summary}</span>
      </summary>
      <FieldGrid>
        <div className="training__fields">{children}</div>
      </FieldGrid>
    </details>
  );
}
