/** @file `overread compare`: two runs side by side, how sure the difference is, and which cases changed. */
import { Failure } from "../../../src-shared/domain/failure";
import { withProject, type CommandContext } from "./command-context";
import type { Resampling, Thresholds } from "./evaluation-options";
import { findByName } from "./find-by-name";
import { followJob } from "./follow-job";
import { formatComparison } from "./format-comparison";

export interface CompareOptions extends Thresholds, Resampling {
  readonly project: string;
  readonly left: string;
  readonly right: string;
  readonly json: boolean;
}

export async function compareCommand(context: CommandContext, options: CompareOptions): Promise<void> {
  const { terminal } = context;
  const { iou: iouThreshold, resamples, seed, json } = options;
  await withProject(context, { path: options.project }, async ({ client }) => {
    const runs = await client.runs.list();
    const left = findByName(runs, options.left, "run");
    const right = findByName(runs, options.right, "run");
    const sides = { leftRunId: left.id, rightRunId: right.id };
    const scoreThreshold = options.score ?? left.suggestedThreshold;
    const request = { ...sides, scoreThreshold, iouThreshold, resamples, seed };
    await followJob({ client, terminal }, () => client.evaluations.compare(request));
    const comparison = await client.evaluations.comparison(sides);
    if (!comparison) throw new Failure("internal", `The comparison of ${left.name} with ${right.name} left no result.`);
    terminal.print(json ? JSON.stringify(comparison, undefined, 2) : formatComparison(comparison));
  });
}
