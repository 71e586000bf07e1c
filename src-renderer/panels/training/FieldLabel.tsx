/** @file The name of a setting with its unit; the tooltip says what it does. */
import { Tooltip } from "@mantine/core";
import type { JSX } from "react";
import { type LabelName, wordsOf } from "./words-of";

export function FieldLabel({ field }: { readonly field: LabelName }): JSX.Element {
  const { label, unit, help } = wordsOf(field);
  return (
    <Tooltip label={help}>
      <span className="training__label">
        {label}
        {unit && <small>{unit}</small>}
      </span>
    </Tooltip>
  );
}
