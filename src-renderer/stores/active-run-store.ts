/** @file The run that is being read. */
import { create } from "zustand";
import type { RunId } from "../../src-shared/domain/identifiers";

export interface ActiveRunState {
  /** Undefined while the project has no run, or before its runs are known. */
  readonly runId: RunId | undefined;
  readonly chooseRun: (runId: RunId | undefined) => void;
}

export const useActiveRun = create<ActiveRunState>()((set) => ({
  runId: undefined,
  chooseRun: (runId) => set({ runId }),
}));
