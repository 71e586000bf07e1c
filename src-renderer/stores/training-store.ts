/** @file Which trainings are looked at, and by what their curves are laid over each other. */
import { create } from "zustand";
import type { TrainingId } from "../../src-shared/domain/identifiers";

export interface TrainingState {
  /** The one that is watched; undefined: the newest. */
  readonly watchedId: TrainingId | undefined;
  /** Drawn over it, in the order in which they were chosen. */
  readonly comparedIds: readonly TrainingId[];
  readonly axis: "step" | "epoch";
  readonly watch: (trainingId: TrainingId | undefined) => void;
  /** Shows what was shown before, as an address names it. */
  readonly restore: (shown: Pick<TrainingState, "watchedId" | "comparedIds" | "axis">) => void;
  /** Lays a training over the watched one, or takes it away. */
  readonly toggleCompared: (trainingId: TrainingId) => void;
  readonly setAxis: (axis: "step" | "epoch") => void;
  /** Looks at none of these any more, since they were removed. */
  readonly forget: (trainingIds: readonly TrainingId[]) => void;
  /** Forgets all, as when another project opens. */
  readonly clear: () => void;
}

/** As many lines as a chart tells apart beside the watched one. */
export const MOST_COMPARED = 5;

export const useTraining = create<TrainingState>()((set) => ({
  watchedId: undefined,
  comparedIds: [],
  axis: "step",
  watch: (watchedId) =>
    set(({ comparedIds }) => ({ watchedId, comparedIds: comparedIds.filter((id) => id !== watchedId) })),
  restore: (shown) => set(shown),
  toggleCompared: (trainingId) =>
    set(({ comparedIds }) => ({
      comparedIds: comparedIds.includes(trainingId)
        ? comparedIds.filter((id) => id !== trainingId)
        : [...comparedIds, trainingId].slice(-MOST_COMPARED),
    })),
  setAxis: (axis) => set({ axis }),
  forget: (trainingIds) =>
    set(({ watchedId, comparedIds }) => ({
      watchedId: watchedId && trainingIds.includes(watchedId) ? undefined : watchedId,
      comparedIds: comparedIds.filter((id) => !trainingIds.includes(id)),
    })),
  clear: () => set({ watchedId: undefined, comparedIds: [], axis: "step" }),
}));
