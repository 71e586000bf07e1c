/** @file The cases that the reader asked for by clicking marks of charts; worklist and error browser show only these. */
import { create } from "zustand";
import type { CaseFilter } from "../../src-shared/domain/case-filter";

export interface AskOptions {
  /** The mark counts images of the active run; otherwise of the whole project. */
  readonly isOverRun: boolean;
  /** Narrows what was asked before instead of asking anew. */
  readonly isAdded?: boolean;
}

export interface CasesState {
  /** A case has to meet them all; empty: every case. */
  readonly filters: readonly CaseFilter[];
  /** The filters choose among the images of the active run; otherwise among all images of the project. */
  readonly isOverRun: boolean;
  readonly ask: (filter: CaseFilter, options: AskOptions) => void;
  /** Takes one filter away. */
  readonly drop: (index: number) => void;
  /** Asks what an address asked. */
  readonly restore: (cases: Pick<CasesState, "filters" | "isOverRun">) => void;
  /** Shows every case again. */
  readonly clear: () => void;
}

/** As many as the contract takes (domain/case-filter.ts). */
const MOST_FILTERS = 8;
const EVERYTHING = { filters: [], isOverRun: false } as const;

export const useCases = create<CasesState>()((set) => ({
  ...EVERYTHING,
  ask: (filter, { isOverRun, isAdded = false }) =>
    set((state) => ({
      filters: [...(isAdded ? withoutTopic(state.filters, filter) : []), filter].slice(-MOST_FILTERS),
      isOverRun: isOverRun || (isAdded && state.isOverRun),
    })),
  drop: (index) =>
    set(({ filters, isOverRun }) =>
      filters.length === 1 && index === 0 ? EVERYTHING : { filters: filters.toSpliced(index, 1), isOverRun },
    ),
  restore: ({ filters, isOverRun }) => set({ filters: filters.slice(0, MOST_FILTERS), isOverRun }),
  clear: () => set(EVERYTHING),
}));

/** Two bins of one histogram have hardly a case in common, so the second takes the place of the first. */
function withoutTopic(filters: readonly CaseFilter[], asked: CaseFilter): readonly CaseFilter[] {
  return filters.filter((filter) => topicOf(filter) !== topicOf(asked));
}

function topicOf(filter: CaseFilter): string {
  if (filter.kind === "column") return `column ${filter.column}`;
  if (filter.kind === "box-shape") return `box-shape ${filter.measure}`;
  return filter.kind;
}
