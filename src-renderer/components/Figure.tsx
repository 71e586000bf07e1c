/** @file One figure with its name; the tooltip defines it, and says why where it is undefined. */
import { Tooltip } from "@mantine/core";
import type { JSX, ReactNode } from "react";
import { UNDEFINED_FIGURE } from "./readable";
import "./figure.css";

export interface FigureProps {
  readonly name: string;
  /** Ready to read; UNDEFINED_FIGURE where it has no value. */
  readonly value: string;
  readonly definition: ReactNode;
  /** Said instead of the value where there is none. */
  readonly whyUndefined?: string;
  readonly tone?: "found" | "false" | "missed";
  readonly testId?: string;
}

export function Figure({ name, value, definition, whyUndefined, tone, testId }: FigureProps): JSX.Element {
  const reason = value === UNDEFINED_FIGURE ? whyUndefined : undefined;
  const label = (
    <>
      {definition}
      {reason && <strong className="figure__reason"> {reason}</strong>}
    </>
  );
  return (
    <Tooltip label={label}>
      <div className="figure" data-tone={tone} tabIndex={0}>
        <span className="figure__name">{name}</span>
        <span className="figure__value" data-testid={testId}>
          {value}
        </span>
      </div>
    </Tooltip>
  );
}
