/** @file Which errors the error browser lists, in what order, and how it draws them. */
import { create } from "zustand";
import type { VerdictKind } from "../../src-shared/domain/verdict";
import type { FalsePositiveKind } from "../../src-shared/matching/rank-errors";

export const ERROR_SEGMENTS = ["false-positives", "misses"] as const;
export type ErrorSegment = (typeof ERROR_SEGMENTS)[number];

/** Orders that both segments have. */
const COMMON_ORDERS = ["ap-loss", "largest", "smallest", "best-iou", "least-iou", "nearest", "farthest"] as const;

export const FALSE_POSITIVE_ORDERS = ["score", "least-score", "kind", ...COMMON_ORDERS] as const;
export type FalsePositiveOrder = (typeof FALSE_POSITIVE_ORDERS)[number];

export const MISS_ORDERS = COMMON_ORDERS;
export type MissOrder = (typeof MISS_ORDERS)[number];

export const ERROR_LAYOUTS = ["list", "gallery"] as const;
export type ErrorLayout = (typeof ERROR_LAYOUTS)[number];

/** What the errors are narrowed to by what readers said of them. */
export const VERDICT_FILTERS = ["any", "none", "model-wrong", "label-wrong", "unclear"] as const;
export type VerdictFilter = "any" | "none" | VerdictKind;

/** Everything that decides which errors are listed, and in what order. */
export interface ErrorChoice {
  readonly segment: ErrorSegment;
  readonly falsePositiveOrder: FalsePositiveOrder;
  readonly missOrder: MissOrder;
  /** Of the false positives; empty: every kind. */
  readonly kinds: readonly FalsePositiveKind[];
  readonly verdict: VerdictFilter;
  /** Undefined: whatever they are tagged with. */
  readonly tag: string | undefined;
  /** Leaves out what is marked as reviewed or has a verdict. */
  readonly isUnreviewedOnly: boolean;
}

export interface ErrorBrowserState extends ErrorChoice {
  readonly layout: ErrorLayout;
  /** A verdict brings the next unreviewed error. */
  readonly goesOnAfterVerdict: boolean;
  readonly showSegment: (segment: ErrorSegment) => void;
  readonly orderFalsePositives: (order: FalsePositiveOrder) => void;
  readonly orderMisses: (order: MissOrder) => void;
  /** Narrows the false positives to a kind, or takes it out again. */
  readonly toggleKind: (kind: FalsePositiveKind) => void;
  readonly filterVerdict: (verdict: VerdictFilter) => void;
  readonly filterTag: (tag: string | undefined) => void;
  readonly showUnreviewedOnly: (isUnreviewedOnly: boolean) => void;
  /** Lists everything again, in the same order. */
  readonly clearFilters: () => void;
  readonly setLayout: (layout: ErrorLayout) => void;
  readonly goOnAfterVerdict: (goesOn: boolean) => void;
}

const UNFILTERED = { kinds: [], verdict: "any", tag: undefined, isUnreviewedOnly: false } as const;

export const useErrorBrowser = create<ErrorBrowserState>()((set) => ({
  ...UNFILTERED,
  segment: "false-positives",
  falsePositiveOrder: "score",
  missOrder: "largest",
  layout: "list",
  goesOnAfterVerdict: false,
  showSegment: (segment) => set({ segment }),
  orderFalsePositives: (falsePositiveOrder) => set({ falsePositiveOrder }),
  orderMisses: (missOrder) => set({ missOrder }),
  toggleKind: (kind) =>
    set(({ kinds }) => ({ kinds: kinds.includes(kind) ? kinds.filter((one) => one !== kind) : [...kinds, kind] })),
  filterVerdict: (verdict) => set({ verdict }),
  filterTag: (tag) => set({ tag }),
  showUnreviewedOnly: (isUnreviewedOnly) => set({ isUnreviewedOnly }),
  clearFilters: () => set(UNFILTERED),
  setLayout: (layout) => set({ layout }),
  goOnAfterVerdict: (goesOnAfterVerdict) => set({ goesOnAfterVerdict }),
}));
