/** @file A setting of the form that is on or off. */
import { Checkbox } from "@mantine/core";
import type { JSX } from "react";
import type { FieldName } from "./field-words";
import { labelled } from "./labelled";

export interface SwitchFieldProps {
  readonly field: FieldName;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

export function SwitchField({ field, isOn, onChange }: SwitchFieldProps): JSX.Element {
  return (
    <Checkbox
      className="training__switch"
      {...labelled(field)}
      checked={isOn}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
