/** @file A number of the form: what is typed counts once it lies within its bounds, and nothing is begun before. */
import { NumberInput } from "@mantine/core";
import { type JSX, useContext, useEffect, useState } from "react";
import { labelled } from "./labelled";
import type { LabelName } from "./words-of";
import { WrongFields } from "./wrong-fields";

export interface NumberFieldProps {
  readonly field: LabelName;
  readonly value: number | undefined;
  readonly least?: number;
  readonly most?: number;
  /** 0 and below have no meaning. */
  readonly isPositive?: boolean;
  readonly isWhole?: boolean;
  readonly step?: number;
  readonly isDisabled?: boolean;
  readonly onChange: (value: number) => void;
  /** What is taken where the setting is left out; a dash by default. */
  readonly placeholder?: string;
  /** Where the setting may be left out. */
  readonly onClear?: () => void;
}

export function NumberField(props: NumberFieldProps): JSX.Element {
  const { field, value, least = 0, most = Infinity, isPositive = false, isWhole = false, step, isDisabled } = props;
  const [typed, setTyped] = useState<number | string>();
  const isWithin = (number: number): boolean =>
    number >= least && number <= most && (!isPositive || number > 0) && (!isWhole || Number.isInteger(number));
  const counts = typeof typed === "number" ? isWithin(typed) : typed === "" && props.onClear !== undefined;
  const hasProblem = typed !== undefined && !counts;
  const tellWrong = useContext(WrongFields);
  useEffect(() => {
    tellWrong(field, hasProblem);
    return () => tellWrong(field, false);
  }, [tellWrong, field, hasProblem]);
  return (
    <NumberInput
      {...labelled(field)}
      value={typed ?? (value === undefined ? "" : plainly(value))}
      step={step ?? (isWhole ? 1 : 0.05)}
      min={least}
      {...(most !== Infinity && { max: most })}
      clampBehavior="none"
      allowDecimal={!isWhole}
      decimalScale={isWhole ? 0 : DECIMALS}
      {...(props.onClear && { placeholder: props.placeholder ?? "–" })}
      disabled={isDisabled ?? false}
      error={hasProblem && describeBounds({ least, most, isPositive })}
      onChange={(next) => {
        setTyped(next);
        if (typeof next === "number" && isWithin(next)) props.onChange(next);
        if (next === "") props.onClear?.();
      }}
      // A number that does not count stays where it can be seen and mended.
      onBlur={() => !hasProblem && setTyped(undefined)}
    />
  );
}

/** As many as the smallest usual setting has, AdamW's ε of 1e-8, and two more. */
const DECIMALS = 10;

/** Without an exponent, which the field would not take back. */
function plainly(value: number): number | string {
  return value !== 0 && Math.abs(value) < 1e-6 ? value.toFixed(DECIMALS).replace(/0+$/, "") : value;
}

function describeBounds({ least, most, isPositive }: { least: number; most: number; isPositive: boolean }): string {
  if (most !== Infinity) return `${isPositive ? "Above " : ""}${least} to ${most}`;
  return isPositive ? "Above 0" : `${least} or more`;
}
