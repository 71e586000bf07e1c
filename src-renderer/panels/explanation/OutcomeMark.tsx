/** @file What became of an explained box, by sign, word and colour. */
import { IconCheck, IconCircleDashed, IconEyeOff, IconX, type Icon } from "@tabler/icons-react";
import type { JSX } from "react";
import type { TargetOutcome } from "../../stores/target-outcome";

const OUTCOMES = {
  "true-positive": { name: "True positive", tone: "found", icon: IconCheck },
  "false-positive": { name: "False positive", tone: "false", icon: IconX },
  "below-threshold": { name: "Below the threshold", tone: "faint", icon: IconEyeOff },
  miss: { name: "Missed", tone: "missed", icon: IconCircleDashed },
  found: { name: "Found", tone: "found", icon: IconCheck },
} satisfies Record<TargetOutcome, { readonly name: string; readonly tone: string; readonly icon: Icon }>;

export function OutcomeMark({ outcome }: { readonly outcome: TargetOutcome }): JSX.Element {
  const { name, tone, icon: OutcomeIcon } = OUTCOMES[outcome];
  return (
    <span className="explanation__outcome" data-tone={tone} data-testid="explained-outcome">
      <OutcomeIcon size={14} stroke={2.2} aria-hidden /> {name}
    </span>
  );
}
