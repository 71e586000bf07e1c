/** @file A mark of a chart that answers "which cases?": by pointer or key, with Shift in addition to what was asked. */
import type { JSX, KeyboardEvent, MouseEvent, ReactNode } from "react";

/** `isAdded` while Shift is held: the cases asked for before are narrowed further. */
export type AskMark = (isAdded: boolean) => void;

export interface MarkProps {
  /** In words what the mark shows, for the tooltip and for screen readers. */
  readonly title: string;
  readonly testId?: string;
  /** The cases of this mark are the ones on screen. */
  readonly isChosen?: boolean;
  /** For the pointer alone: another mark beside it asks the same, and is the one for keys and screen readers. */
  readonly isSecondWay?: boolean;
  /** Undefined: the mark only shows. */
  readonly onAsk?: AskMark | undefined;
  readonly children: ReactNode;
}

export function Mark(props: MarkProps): JSX.Element {
  const { title, testId, isChosen = false, isSecondWay = false, onAsk, children } = props;
  const forPointer = onAsk && {
    className: "chart__mark",
    onClick: (event: MouseEvent): void => onAsk(event.shiftKey),
    // With Shift a browser would select the text of the whole page up to here.
    onMouseDown: (event: MouseEvent): void => void (event.shiftKey && event.preventDefault()),
  };
  if (!onAsk || isSecondWay) {
    return (
      <g data-testid={testId} {...forPointer}>
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
      {...forPointer}
      role="button"
      tabIndex={0}
      aria-label={title}
      aria-pressed={isChosen}
      data-testid={testId}
      onKeyDown={press}
    >
      <title>{title}</title>
      {children}
    </g>
  );
}
