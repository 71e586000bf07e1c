/** @file Which two runs are compared. */
import { create } from "zustand";
import type { RunId } from "../../src-shared/domain/identifiers";

export interface ComparisonState {
  /** Undefined: the page proposes one. */
  readonly leftRunId: RunId | undefined;
  readonly rightRunId: RunId | undefined;
  readonly chooseLeft: (runId: RunId) => void;
  readonly chooseRight: (runId: RunId) => void;
  /** Forgets both, as when another project opens. */
  readonly clear: () => void;
}

export const useComparison = create<ComparisonState>()((set) => ({
  leftRunId: undefined,
  rightRunId: undefined,
  chooseLeft: (leftRunId) => set({ leftRunId }),
  chooseRight: (rightRunId) => set({ rightRunId }),
  clear: () => set({ leftRunId: undefined, rightRunId: undefined }),
}));
