/** @file Which errors are listed, how many there are, and in what order. */
import { Checkbox, SegmentedControl, Select } from "@mantine/core";
import { IconCircleDashed, IconX } from "@tabler/icons-react";
import type { JSX } from "react";
import type { OperatingPoint } from "../../../src-shared/domain/evaluation";
import { readableCount } from "../../components/readable";
import {
  FALSE_POSITIVE_ORDERS,
  type FalsePositiveOrder,
  MISS_ORDERS,
  type MissOrder,
  useErrorBrowser,
} from "../../stores/error-browser-store";

const FALSE_POSITIVE_ORDER_NAMES = {
  score: "Most confident first",
  kind: "By kind, then score",
} satisfies Record<FalsePositiveOrder, string>;

const MISS_ORDER_NAMES = {
  largest: "Largest first",
  smallest: "Smallest first",
  "best-iou": "Nearly found first",
  "least-iou": "Least overlapped first",
} satisfies Record<MissOrder, string>;

export function ErrorListControls({ counts }: { readonly counts: OperatingPoint }): JSX.Element {
  const state = useErrorBrowser();
  return (
    <div className="errors__controls">
      <SegmentedControl
        fullWidth
        aria-label="Kind of error"
        data-testid="error-segment"
        value={state.segment}
        onChange={state.showSegment}
        data={[
          {
            value: "false-positives",
            label: (
              <span className="errors__segment" data-kind="false">
                <IconX size={14} stroke={2.2} aria-hidden /> False positives{" "}
                <b data-testid="segment-false-positives">{readableCount(counts.falsePositives)}</b>
              </span>
            ),
          },
          {
            value: "misses",
            label: (
              <span className="errors__segment" data-kind="missed">
                <IconCircleDashed size={14} stroke={2.2} aria-hidden /> Misses{" "}
                <b data-testid="segment-misses">{readableCount(counts.misses)}</b>
              </span>
            ),
          },
        ]}
      />
      <div className="errors__order">
        <OrderSelect />
        <Checkbox
          label="Unreviewed only"
          data-testid="unreviewed-only"
          checked={state.isUnreviewedOnly}
          onChange={(event) => state.showUnreviewedOnly(event.currentTarget.checked)}
        />
      </div>
    </div>
  );
}

function OrderSelect(): JSX.Element {
  const { segment, falsePositiveOrder, missOrder, orderFalsePositives, orderMisses } = useErrorBrowser();
  if (segment === "misses") {
    return (
      <Select
        aria-label="Order of misses"
        data-testid="miss-order"
        value={missOrder}
        data={MISS_ORDERS.map((value) => ({ value, label: MISS_ORDER_NAMES[value] }))}
        onChange={(value) => value && orderMisses(value)}
      />
    );
  }
  return (
    <Select
      aria-label="Order of false positives"
      value={falsePositiveOrder}
      data={FALSE_POSITIVE_ORDERS.map((value) => ({ value, label: FALSE_POSITIVE_ORDER_NAMES[value] }))}
      onChange={(value) => value && orderFalsePositives(value)}
    />
  );
}
