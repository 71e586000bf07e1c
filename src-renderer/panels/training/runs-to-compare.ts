/** @file Which runs tell on which cases a trained model is better or worse than another. */
import type { ModelId, SplitId } from "../../../src-shared/domain/identifiers";
import type { Run } from "../../../src-shared/domain/run";

export interface RunPair {
  readonly left: Run | undefined;
  readonly right: Run | undefined;
}

/** The newest complete run of each of the two models over the split; undefined where there is none. */
export function runsToCompare(
  runs: readonly Run[],
  models: { readonly left: ModelId; readonly right: ModelId },
  splitId: SplitId,
): RunPair {
  const newest = (modelId: ModelId): Run | undefined =>
    runs
      .filter((run) => run.modelId === modelId && run.splitId === splitId && run.state === "complete")
      .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0];
  return { left: newest(models.left), right: newest(models.right) };
}
