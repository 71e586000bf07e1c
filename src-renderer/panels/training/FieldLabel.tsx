/** @file The name of a setting with its unit; the tooltip says what it does. */
import { Tooltip } from "@mantine/core";
import type { JSX } from "react";
import { FIELD_WORDS, type FieldName, type FieldWords } from "./field-words";

export function FieldLabel({ field }: { readonly field: FieldName }): JSX.Element {
  const { label, unit, help }: FieldWords = FIELD_WORDS[field];
  return (
    <Tooltip label={help}>
      <span className="training__label">
        {label}
        {unit && <small>{unit}</small>}
      </span>
    </Tooltip>
  );
}
