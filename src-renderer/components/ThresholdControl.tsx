/** @file A threshold or share as a slider with a number beside it; both move at once. */
import { NumberInput, Slider, Tooltip } from "@mantine/core";
import type { JSX, ReactNode } from "react";
import "./threshold-control.css";

export interface ThresholdControlProps {
  readonly label: string;
  /** For screen readers, where it is no threshold. */
  readonly spokenName?: string;
  readonly definition: ReactNode;
  readonly value: number;
  readonly least: number;
  readonly greatest: number;
  readonly step: number;
  readonly testId: string;
  readonly onChange: (value: number) => void;
}

export function ThresholdControl(props: ThresholdControlProps): JSX.Element {
  const {
    label,
    spokenName = `${label} threshold`,
    definition,
    value,
    least,
    greatest,
    step,
    testId,
    onChange,
  } = props;
  return (
    <div className="threshold">
      <Tooltip label={definition}>
        <span className="threshold__label">{label}</span>
      </Tooltip>
      <Slider
        className="threshold__slider"
        size={4}
        thumbSize={14}
        min={least}
        max={greatest}
        step={step}
        value={value}
        label={null}
        thumbLabel={spokenName}
        thumbProps={{ "data-testid": `${testId}-slider` } as object}
        onChange={onChange}
      />
      <NumberInput
        className="threshold__number"
        aria-label={`${spokenName}, number`}
        data-testid={testId}
        min={least}
        max={greatest}
        step={step}
        decimalScale={2}
        fixedDecimalScale
        clampBehavior="blur"
        hideControls
        value={value}
        onChange={(next) => isWhole(next) && onChange(Number(next))}
        onBlur={(event) => onChange(typed(event.currentTarget, value))}
        onKeyDown={(event) => event.key === "Enter" && onChange(typed(event.currentTarget, value))}
      />
    </div>
  );
}

/** What stands in the field with both decimals comes as text where its last digit is a zero; "0." is still being typed. */
function isWhole(next: number | string): boolean {
  return typeof next === "number" || /\d\.\d{2}$/.test(next);
}

function typed(field: HTMLInputElement, before: number): number {
  const number = Number.parseFloat(field.value);
  return Number.isFinite(number) ? number : before;
}
