/** @file Recall by group as bars: the found part and the missed part of each, both to be clicked. */
import type { JSX } from "react";
import { RowBars } from "./RowBars";

export interface RecallGroup {
  readonly id: string;
  readonly name: string;
  readonly found: number;
  readonly references: number;
}

export interface RecallBarsProps<Group extends RecallGroup> {
  readonly label: string;
  readonly groups: readonly Group[];
  readonly namePx?: number;
  /** `isFound` is undefined for a click on the name: found or not. */
  readonly onAsk?: (group: Group, isFound: boolean | undefined, isAdded: boolean) => void;
}

export function RecallBars<Group extends RecallGroup>(props: RecallBarsProps<Group>): JSX.Element {
  const { label, groups, namePx, onAsk } = props;
  const rows = groups.map((group) => {
    const { id, name, found, references } = group;
    const missed = references - found;
    const ask = (isFound: boolean | undefined) => onAsk && ((isAdded: boolean) => onAsk(group, isFound, isAdded));
    const share = (count: number): number => (references === 0 ? 0 : count / references);
    return {
      id,
      name,
      title: `${name}: ${found} of ${references} reference boxes found`,
      figure: references === 0 ? "–" : share(found).toFixed(2),
      count: `${found.toLocaleString("en-GB")} of ${references.toLocaleString("en-GB")}`,
      onAsk: ask(undefined),
      parts: [
        { id: "found", share: share(found), tone: "right", title: `${name}: ${found} found`, onAsk: ask(true) },
        { id: "missed", share: share(missed), tone: "missed", title: `${name}: ${missed} missed`, onAsk: ask(false) },
      ] as const,
    };
  });
  return (
    <RowBars label={label} rows={rows} axis={{ from: "0", to: "1", name: "Recall" }} {...(namePx && { namePx })} />
  );
}
