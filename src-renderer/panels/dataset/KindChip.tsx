/** @file One kind of problems with its number, to be listed alone. */
import { Chip } from "@mantine/core";
import type { JSX } from "react";
import { readableCount } from "../../components/readable";

export interface KindChipProps {
  readonly name: string;
  readonly count: number;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

export function KindChip({ name, count, isChosen, onChoose }: KindChipProps): JSX.Element {
  return (
    <Chip size="xs" variant="light" checked={isChosen} onChange={onChoose}>
      {name} {readableCount(count)}
    </Chip>
  );
}
