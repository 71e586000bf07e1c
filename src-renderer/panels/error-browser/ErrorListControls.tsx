/** @file Which errors are listed, how many there are, in what order, and whether as a list or as pictures. */
import { SegmentedControl, Select } from "@mantine/core";
import { IconCircleDashed, IconLayoutGrid, IconList, IconX } from "@tabler/icons-react";
import type { JSX } from "react";
import { readableCount } from "../../components/readable";
import { ToolButton } from "../../components/ToolButton";
import {
  FALSE_POSITIVE_ORDERS,
  type FalsePositiveOrder,
  MISS_ORDERS,
  type MissOrder,
  useErrorBrowser,
} from "../../stores/error-browser-store";
import { ErrorFilters, type ErrorFiltersProps } from "./ErrorFilters";

const COMMON_ORDER_NAMES = {
  "ap-loss": "Costliest in AP first",
  largest: "Largest first",
  smallest: "Smallest first",
} as const;

const FALSE_POSITIVE_ORDER_NAMES = {
  ...COMMON_ORDER_NAMES,
  score: "Most confident first",
  "least-score": "Least confident first",
  kind: "By kind, then score",
  "best-iou": "Most overlapped first",
  "least-iou": "Least overlapped first",
  nearest: "Nearest to a reference first",
  farthest: "Farthest from a reference first",
} satisfies Record<FalsePositiveOrder, string>;

const MISS_ORDER_NAMES = {
  ...COMMON_ORDER_NAMES,
  "best-iou": "Nearly found first",
  "least-iou": "Least overlapped first",
  nearest: "Nearest to a detection first",
  farthest: "Farthest from a detection first",
} satisfies Record<MissOrder, string>;

export interface ErrorListControlsProps extends ErrorFiltersProps {
  readonly counts: { readonly falsePositives: number; readonly misses: number };
}

export function ErrorListControls({ counts, ...filters }: ErrorListControlsProps): JSX.Element {
  const state = useErrorBrowser();
  const isList = state.layout === "list";
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
        <ToolButton
          icon={isList ? IconLayoutGrid : IconList}
          label={isList ? "Show as pictures" : "Show as a list"}
          shortcut="toggle-gallery"
          testId="toggle-gallery"
          onClick={() => state.setLayout(isList ? "gallery" : "list")}
        />
      </div>
      <ErrorFilters {...filters} />
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
      data-testid="false-positive-order"
      value={falsePositiveOrder}
      data={FALSE_POSITIVE_ORDERS.map((value) => ({ value, label: FALSE_POSITIVE_ORDER_NAMES[value] }))}
      onChange={(value) => value && orderFalsePositives(value)}
    />
  );
}
