/** @file A mark of a chart that answers "which cases?": by pointer or key, with Shift in addition to what was asked. */
import type { JSX, KeyboardEvent, ReactNode } from "react";

/** `isAdded` while Shift is held: the cases asked for before are narrowed further. */
export type AskMark = (isAdded: boolean) => void;

export interface MarkProps {
  /** In words what the mark shows, for the tooltip and for screen readers. */
  readonly title: string;
  readonly testId?: string;
  /** The cases of this mark are the ones on screen. */
  readonly isChosen?: boolean;
  /** Undefined: the mark only shows. */
  readonly onAsk?: AskMark | undefined;
  readonly children: ReactNode;
}

export function Mark({ title, testId, isChosen = false, onAsk, children }: MarkProps): JSX.Element {
  if (!onAsk) {
    return (
      <g data-testid={testId}>
        <title>{title}</title>
        {children}
      </g>
    );
  }
  const press = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    onAsk(event.shiftKey);
  };
  return (
    <g
      className="chart__mark"
      role="button"
      tabIndex={0}
      aria-label={title}
      aria-pressed={isChosen}
      data-testid={testId}
      onClick={(event) => onAsk(event.shiftKey)}
      onKeyDown={press}
      // With Shift a browser would select the text of the whole page up to here.
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
    >
      <title>{title}</title>
      {children}
    </g>
  );
}
