/** @file What the worklist is narrowed to. */
import { create } from "zustand";
import type { SplitId } from "../../src-shared/domain/identifiers";
import type { WorklistQuery } from "../../src-shared/contract/studies";

export const PRESENCES = ["all", "positive", "negative"] as const;
/** Whether images have reference boxes. */
export type Presence = (typeof PRESENCES)[number];

export interface WorklistState {
  readonly search: string;
  /** Undefined: every split. */
  readonly splitId: SplitId | undefined;
  readonly presence: Presence;
  readonly order: WorklistQuery["order"];
  readonly setSearch: (search: string) => void;
  readonly setSplit: (splitId: SplitId | undefined) => void;
  readonly setPresence: (presence: Presence) => void;
  readonly setOrder: (order: WorklistQuery["order"]) => void;
  /** Shows everything again. */
  readonly reset: () => void;
}

const EVERYTHING = { search: "", splitId: undefined, presence: "all", order: "patient" } as const;

export const useWorklist = create<WorklistState>()((set) => ({
  ...EVERYTHING,
  setSearch: (search) => set({ search }),
  setSplit: (splitId) => set({ splitId }),
  setPresence: (presence) => set({ presence }),
  setOrder: (order) => set({ order }),
  reset: () => set(EVERYTHING),
}));

/** The filter as the back end takes it, without the page. */
export function worklistFilter(state: Pick<WorklistState, "search" | "splitId" | "presence" | "order">) {
  const search = state.search.trim();
  return {
    order: state.order,
    ...(search && { search }),
    ...(state.splitId && { splitId: state.splitId }),
    ...(state.presence !== "all" && { isPositive: state.presence === "positive" }),
  };
}
