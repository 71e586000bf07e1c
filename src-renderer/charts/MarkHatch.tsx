/** @file The hatches of what is wrong and what was missed, so that marks differ without colour. */
import type { JSX } from "react";

export type HatchTone = "wrong" | "missed";

/** Filled by `url(#id)`; identifiers must differ from chart to chart. */
export function MarkHatch({ id, tone }: { readonly id: string; readonly tone: HatchTone }): JSX.Element {
  return (
    <defs>
      <pattern id={id} width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect className={`chart__${tone}-ground`} width={5} height={5} />
        <line className={`chart__${tone}-line`} y2={5} />
      </pattern>
    </defs>
  );
}
