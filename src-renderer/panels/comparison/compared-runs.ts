/** @file Which two runs stand side by side: those that were chosen, otherwise the active one and the newest other. */
import type { RunId } from "../../../src-shared/domain/identifiers";
import type { Run } from "../../../src-shared/domain/run";

interface Choice {
  readonly leftRunId: RunId | undefined;
  readonly rightRunId: RunId | undefined;
  readonly activeRunId: RunId | undefined;
}

export interface ComparedRuns {
  readonly left: Run | undefined;
  readonly right: Run | undefined;
}

/** Only complete runs are compared; never one with itself unless the person chose so. */
export function comparedRuns(runs: readonly Run[], { leftRunId, rightRunId, activeRunId }: Choice): ComparedRuns {
  const complete = runs
    .filter(({ state }) => state === "complete")
    .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
  const byId = (id: RunId | undefined): Run | undefined => complete.find((run) => run.id === id);
  const right = byId(rightRunId) ?? [byId(activeRunId), ...complete].find((run) => run && run.id !== leftRunId);
  const left = byId(leftRunId) ?? complete.find((run) => run.id !== right?.id);
  const isProposed = !byId(leftRunId) && !byId(rightRunId);
  // A difference is right − left: what came later stands at the right, unless the person placed them.
  if (isProposed && left && right && left.createdAt > right.createdAt) return { left: right, right: left };
  return { left, right };
}
