/** @file True positives, false positives and misses of one image, told by sign, place and colour. */
import { IconCheck, IconCircleDashed, IconX, type Icon } from "@tabler/icons-react";
import type { JSX } from "react";
import type { ImageTally } from "../stores/run-analysis";
import { readableAmount } from "./readable";
import "./tally-badges.css";

export function TallyBadges({ tally }: { readonly tally: ImageTally | undefined }): JSX.Element {
  // Blank and not zero: nobody has looked.
  if (!tally) return <span className="tally" role="img" aria-label="not in this run" />;
  return (
    <span className="tally" role="img" aria-label={describe(tally)}>
      <TallyBadge kind="found" icon={IconCheck} count={tally.truePositives} />
      <TallyBadge kind="false" icon={IconX} count={tally.falsePositives} />
      <TallyBadge kind="missed" icon={IconCircleDashed} count={tally.misses} />
    </span>
  );
}

function TallyBadge(props: { readonly kind: string; readonly icon: Icon; readonly count: number }) {
  const { kind, icon: TallyIcon, count } = props;
  return (
    <span className="tally__badge" data-kind={kind} data-empty={count === 0}>
      {count > 0 ? (
        <>
          <TallyIcon size={12} stroke={2.4} aria-hidden />
          {count}
        </>
      ) : (
        "·"
      )}
    </span>
  );
}

function describe({ truePositives, falsePositives, misses }: ImageTally): string {
  const missed = `${misses} ${misses === 1 ? "miss" : "misses"}`;
  return `${readableAmount(truePositives, "true positive")}, ${readableAmount(falsePositives, "false positive")}, ${missed}`;
}
