/** @file One number of the window, which takes effect when it has been typed in whole. */
import { NumberInput } from "@mantine/core";
import { type JSX, type KeyboardEvent, useState } from "react";

export interface WindowNumberProps {
  readonly label: string;
  readonly letter: string;
  /** Undefined while no image is shown. */
  readonly value: number | undefined;
  readonly least?: number;
  readonly testId: string;
  readonly onEnter: (value: number) => void;
}

/** Enter, an arrow key or leaving the field applies the number; Escape, or nothing that is one, brings the old one back. */
export function WindowNumber({
  label,
  letter,
  value,
  least = -Infinity,
  testId,
  onEnter,
}: WindowNumberProps): JSX.Element {
  // Kept apart from the window: on the way to 256, windows 2 and 25 wide would flash over the image.
  const [typed, setTyped] = useState<number | string>();
  const number = Number.parseFloat(String(typed ?? value));
  const enter = (next: number): void => {
    setTyped(undefined);
    if (Number.isFinite(next)) onEnter(Math.max(least, next));
  };
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (step !== undefined) enter(number + step);
    else if (event.key === "Enter" && typed !== undefined) enter(number);
    else if (event.key === "Escape") setTyped(undefined);
    else return;
    event.preventDefault();
  };
  return (
    <NumberInput
      className="window-controls__number"
      aria-label={label}
      prefix={`${letter} `}
      hideControls
      withKeyboardEvents={false}
      clampBehavior="none"
      decimalScale={2}
      allowNegative={least < 0}
      disabled={value === undefined}
      data-testid={testId}
      value={typed ?? value ?? ""}
      onChange={setTyped}
      onKeyDown={press}
      onBlur={() => typed !== undefined && enter(number)}
    />
  );
}
