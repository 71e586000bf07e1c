/** @file The verdict on an error, as a small sign. */
import type { JSX } from "react";
import type { VerdictKind } from "../../../src-shared/domain/verdict";
import { VERDICT_WORDS } from "./verdict-words";

export function VerdictBadge({ verdict }: { readonly verdict: VerdictKind }): JSX.Element {
  const { name, icon: VerdictIcon } = VERDICT_WORDS[verdict];
  return (
    <span className="verdict-badge" data-verdict={verdict} title={name} data-testid="verdict-badge">
      <VerdictIcon size={15} stroke={1.8} aria-hidden />
      <span className="visually-hidden">{name}</span>
    </span>
  );
}
