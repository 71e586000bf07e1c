/** @file Which image is on screen and which finding on it is chosen. */
import { create } from "zustand";
import type { InstanceId } from "../../src-shared/domain/identifiers";

export interface SelectionState {
  /** The instance on screen; undefined while nothing is open. */
  readonly instanceId: InstanceId | undefined;
  /** A detection's or an annotation's identifier on that image; undefined while none is chosen. */
  readonly findingId: string | undefined;
  /** The error that was shown last, kept while the reader looks elsewhere: the next one comes after it. */
  readonly lastErrorId: string | undefined;
  /** Shows an instance and forgets the finding that was chosen. */
  readonly show: (instanceId: InstanceId) => void;
  /** Shows an instance with one of its errors chosen. */
  readonly showError: (instanceId: InstanceId, errorId: string) => void;
  readonly chooseFinding: (findingId: string | undefined) => void;
  /** Forgets everything, as when another project opens. */
  readonly clear: () => void;
}

export const useSelection = create<SelectionState>()((set) => ({
  instanceId: undefined,
  findingId: undefined,
  lastErrorId: undefined,
  show: (instanceId) => set({ instanceId, findingId: undefined }),
  showError: (instanceId, errorId) => set({ instanceId, findingId: errorId, lastErrorId: errorId }),
  chooseFinding: (findingId) => set({ findingId }),
  clear: () => set({ instanceId: undefined, findingId: undefined, lastErrorId: undefined }),
}));
