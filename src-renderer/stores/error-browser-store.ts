/** @file Which errors the error browser lists and in what order. */
import { create } from "zustand";

export const ERROR_SEGMENTS = ["false-positives", "misses"] as const;
export type ErrorSegment = (typeof ERROR_SEGMENTS)[number];

export const FALSE_POSITIVE_ORDERS = ["score", "kind"] as const;
export type FalsePositiveOrder = (typeof FALSE_POSITIVE_ORDERS)[number];

export const MISS_ORDERS = ["largest", "smallest", "best-iou", "least-iou"] as const;
export type MissOrder = (typeof MISS_ORDERS)[number];

export interface ErrorBrowserState {
  readonly segment: ErrorSegment;
  readonly falsePositiveOrder: FalsePositiveOrder;
  readonly missOrder: MissOrder;
  /** Leaves out what is marked as reviewed. */
  readonly isUnreviewedOnly: boolean;
  readonly showSegment: (segment: ErrorSegment) => void;
  readonly orderFalsePositives: (order: FalsePositiveOrder) => void;
  readonly orderMisses: (order: MissOrder) => void;
  readonly showUnreviewedOnly: (isUnreviewedOnly: boolean) => void;
}

export const useErrorBrowser = create<ErrorBrowserState>()((set) => ({
  segment: "false-positives",
  falsePositiveOrder: "score",
  missOrder: "largest",
  isUnreviewedOnly: false,
  showSegment: (segment) => set({ segment }),
  orderFalsePositives: (falsePositiveOrder) => set({ falsePositiveOrder }),
  orderMisses: (missOrder) => set({ missOrder }),
  showUnreviewedOnly: (isUnreviewedOnly) => set({ isUnreviewedOnly }),
}));
