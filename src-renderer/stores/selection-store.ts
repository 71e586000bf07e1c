/** @file Which image is on screen and which finding on it is chosen. */
import { create } from "zustand";
import type { InstanceId } from "../../src-shared/domain/identifiers";

export interface SelectionState {
  /** The instance on screen; undefined while nothing is open. */
  readonly instanceId: InstanceId | undefined;
  /** A detection's or an annotation's identifier on that image; undefined while none is chosen. */
  readonly findingId: string | undefined;
  /** Shows an instance and forgets the finding that was chosen. */
  readonly show: (instanceId: InstanceId) => void;
  /** Shows an instance with one of its findings chosen. */
  readonly showFinding: (instanceId: InstanceId, findingId: string) => void;
  readonly chooseFinding: (findingId: string | undefined) => void;
  /** Forgets everything, as when another project opens. */
  readonly clear: () => void;
}

export const useSelection = create<SelectionState>()((set) => ({
  instanceId: undefined,
  findingId: undefined,
  show: (instanceId) => set({ instanceId, findingId: undefined }),
  showFinding: (instanceId, findingId) => set({ instanceId, findingId }),
  chooseFinding: (findingId) => set({ findingId }),
  clear: () => set({ instanceId: undefined, findingId: undefined }),
}));
