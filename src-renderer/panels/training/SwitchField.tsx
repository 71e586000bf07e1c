/** @file A setting of the form that is on or off. */
import { Checkbox } from "@mantine/core";
import type { JSX } from "react";
import { FieldLabel } from "./FieldLabel";
import { FIELD_WORDS, type FieldName } from "./field-words";

export interface SwitchFieldProps {
  readonly field: FieldName;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

export function SwitchField({ field, isOn, onChange }: SwitchFieldProps): JSX.Element {
  return (
    <Checkbox
      className="training__switch"
      label={<FieldLabel field={field} />}
      aria-description={FIELD_WORDS[field].help}
      data-testid={`train-${field}`}
      checked={isOn}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
