/** @file Which runs tell on which cases a trained model is better or worse than another. */
import type { ModelId, SplitId } from "../../../src-shared/domain/identifiers";
import type { Run } from "../../../src-shared/domain/run";

export interface RunPair {
  readonly left: Run | undefined;
  readonly right: Run | undefined;
}

/** The newest complete run in which the model's boxes on the split's images stand: one over the split alone, else one
 * over all images. */
export function runToRead(runs: readonly Run[], modelId: ModelId, splitId: SplitId): Run | undefined {
  return newestOver(runs, modelId, splitId) ?? newestOver(runs, modelId, undefined);
}

/** The newest complete run of each of the two models over the split; undefined where there is none, or no model. */
export function runsToCompare(
  runs: readonly Run[],
  models: { readonly left: ModelId | undefined; readonly right: ModelId },
  splitId: SplitId,
): RunPair {
  return {
    left: models.left && newestOver(runs, models.left, splitId),
    right: newestOver(runs, models.right, splitId),
  };
}

function newestOver(runs: readonly Run[], modelId: ModelId, splitId: SplitId | undefined): Run | undefined {
  return runs
    .filter((run) => run.modelId === modelId && run.splitId === splitId && run.state === "complete")
    .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0];
}
