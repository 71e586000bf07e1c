/** @file `overread explain --all-errors`: maps of everything that a run got wrong. */
import type { ErrorsToExplain } from "../../../src-shared/contract/explanations";
import type { DeviceChoice } from "../../../src-shared/domain/device";
import { MAP_METHOD_NAMES, type MapMethod } from "../../../src-shared/domain/explanation";
import { Failure } from "../../../src-shared/domain/failure";
import type { JobId } from "../../../src-shared/domain/identifiers";
import { chooseLayer } from "./choose-layer";
import { withProject, type CommandClient, type CommandContext } from "./command-context";
import type { Thresholds } from "./evaluation-options";
import { findByName } from "./find-by-name";
import { followJob } from "./follow-job";

export interface ExplainErrorsOptions extends Thresholds {
  readonly project: string;
  readonly run: string;
  readonly method: Exclude<MapMethod, "d-rise">;
  readonly layer: string | undefined;
  readonly device: DeviceChoice;
  readonly checks: boolean;
  /** Of each kind. */
  readonly limit: number | undefined;
  readonly truePositives: boolean;
  readonly json: boolean;
}

/** Maps that are kept are not made again: interrupted, the same command goes on where it was. */
export async function explainErrorsCommand(context: CommandContext, options: ExplainErrorsOptions): Promise<void> {
  const { terminal } = context;
  const { method, device, limit, score, iou: iouThreshold, checks: withChecks } = options;
  await withProject(context, { path: options.project }, async ({ client }) => {
    const run = findByName(await client.runs.list(), options.run, "run");
    const layer = await chooseLayer(client, run, options.layer);
    const which: ErrorsToExplain = { falsePositives: true, misses: true, truePositives: options.truePositives };
    const thresholds = { scoreThreshold: score ?? run.suggestedThreshold, iouThreshold };
    const request = { runId: run.id, method, layer, which, ...thresholds, withChecks, limit, device };
    const { jobId } = await followJob({ client, terminal }, () => client.explanations.explainRun(request)).catch(
      (error: unknown) => {
        if (!terminal.interrupted.aborted) throw error;
        throw new Failure("cancelled", "Stopped; maps made so far are kept, and the same command goes on behind them.");
      },
    );
    const maps = (await client.explanations.ofRun({ runId: run.id })).filter(
      (map) => map.method === method && map.layer === layer,
    );
    const summary = await summaryOf(client, jobId);
    const what = `${run.name}, ${MAP_METHOD_NAMES[method]} at ${layer}`;
    terminal.print(
      // What failed is told in sentences, which end by themselves.
      options.json
        ? JSON.stringify({ run: run.name, summary, maps }, undefined, 2)
        : `${what}: ${summary.replace(/\.$/u, "")}.`,
    );
  });
}

async function summaryOf(client: CommandClient, jobId: JobId): Promise<string> {
  const job = (await client.jobs.list()).find(({ id }) => id === jobId);
  return job?.current.state === "done" ? job.current.summary : "ended";
}
