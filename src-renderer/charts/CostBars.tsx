/** @file What each kind of error costs in AP, as TIDE draws it. */
import type { JSX } from "react";
import { RowBars } from "./RowBars";

export interface Cost {
  readonly id: string;
  readonly name: string;
  readonly meaning: string;
  /** Points of a hundredth of AP 50 that would be won without such errors. */
  readonly cost: number;
}

export interface CostBarsProps<Kind extends Cost> {
  readonly costs: readonly Kind[];
  readonly onAsk?: (kind: Kind, isAdded: boolean) => void;
}

export function CostBars<Kind extends Cost>({ costs, onAsk }: CostBarsProps<Kind>): JSX.Element {
  const most = niceCeiling(Math.max(1, ...costs.map(({ cost }) => cost)));
  const rows = costs.map((kind) => {
    const { id, name, meaning, cost } = kind;
    const ask = onAsk && ((isAdded: boolean) => onAsk(kind, isAdded));
    const title = `${name}: ${meaning} Costs ${cost.toFixed(2)} points of AP 50.`;
    const bar = {
      id: "cost",
      share: Math.max(0, cost) / most,
      tone: "wrong",
      title,
      onAsk: ask,
      isWholeRow: true,
    } as const;
    return { id, name, title, figure: cost.toFixed(1), onAsk: ask, parts: [bar] };
  });
  return (
    <RowBars
      label="Cost of each kind of error in AP"
      rows={rows}
      axis={{ from: "0", to: String(most), name: "AP 50 lost, points of 100" }}
      namePx={136}
    />
  );
}

/** 1, 2 or 5 times a power of ten. */
function niceCeiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10);
}
