/** @file A setting of the form that is one of a few words. */
import { Select } from "@mantine/core";
import type { JSX } from "react";
import { labelled } from "./labelled";
import type { LabelName } from "./words-of";

export interface ChoiceFieldProps<Choice extends string> {
  readonly field: LabelName;
  readonly value: Choice;
  readonly names: Readonly<Record<Choice, string>>;
  /** Choices that cannot be taken now. */
  readonly isDisabled?: (choice: Choice) => boolean;
  /** Another setting leaves no choice. */
  readonly isFixed?: boolean;
  readonly onChange: (choice: Choice) => void;
}

export function ChoiceField<Choice extends string>(props: ChoiceFieldProps<Choice>): JSX.Element {
  const { field, value, names, isDisabled, isFixed = false, onChange } = props;
  const choices = Object.keys(names) as Choice[];
  return (
    <Select
      {...labelled(field)}
      value={value}
      disabled={isFixed}
      data={choices.map((choice) => ({
        value: choice,
        label: names[choice],
        disabled: isDisabled?.(choice) ?? false,
      }))}
      onChange={(next) => {
        const chosen = choices.find((choice) => choice === next);
        if (chosen) onChange(chosen);
      }}
    />
  );
}
