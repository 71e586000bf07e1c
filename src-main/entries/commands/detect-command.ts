/** @file `overread detect`: runs a model over the images of a project or of one of its splits. */
import { DeviceChoice, type Precision } from "../../../src-shared/domain/device";
import { Failure } from "../../../src-shared/domain/failure";
import type { JobId, RunId } from "../../../src-shared/domain/identifiers";
import type { Model } from "../../../src-shared/domain/model";
import type { Run } from "../../../src-shared/domain/run";
import type { Split } from "../../../src-shared/domain/split";
import { withProject, type CommandClient, type CommandContext } from "./command-context";
import { findByName } from "./find-by-name";
import { followJob, followQueued } from "./follow-job";
import { formatTable } from "./format-table";

export interface DetectOptions {
  readonly project: string;
  readonly model: string;
  readonly name?: string | undefined;
  readonly split?: string | undefined;
  readonly device: string;
  /** Absent: single, or that of the run that goes on. */
  readonly precision?: Precision | undefined;
  readonly json: boolean;
}

export async function detectCommand(context: CommandContext, options: DetectOptions): Promise<void> {
  const { terminal } = context;
  await withProject(context, { path: options.project }, async ({ client }) => {
    const plan = await planRun(client, options);
    let runId: RunId | undefined = plan.resumed?.id;
    try {
      await followJob({ client, terminal }, async () => {
        const started = await startOrResume(client, plan);
        runId = started.runId;
        return started;
      });
      await followQueued({ client, terminal });
    } catch (error) {
      if (!terminal.interrupted.aborted) throw error;
      throw stopped(await readRun(client, runId), options);
    }
    const run = (await readRun(client, runId))!;
    const failures = await client.runs.failures({ runId: run.id });
    terminal.print(
      options.json
        ? JSON.stringify({ ...run, failures }, undefined, 2)
        : describeRun(
            run,
            failures.map(({ reason }) => reason),
          ),
    );
  });
}

interface RunPlan {
  readonly model: Model;
  readonly split: Split | undefined;
  readonly name: string | undefined;
  readonly device: DeviceChoice;
  readonly precision: Precision | undefined;
  /** An incomplete run of the same name, model and split. */
  readonly resumed: Run | undefined;
}

async function planRun(client: CommandClient, options: DetectOptions): Promise<RunPlan> {
  const model = findByName(await client.models.list(), options.model, "model");
  // Later data sets stand later in the list; where two have a split of one name, the newer one is meant.
  const splits = (await client.datasets.splits()).toReversed();
  const split = options.split === undefined ? undefined : findByName(splits, options.split, "split");
  const namesake = (await client.runs.list()).find(({ name }) => name === options.name);
  const { precision } = options;
  if (namesake) refuseOtherRun(namesake, { model, split, precision });
  return { model, split, name: options.name, device: parseDevice(options.device), precision, resumed: namesake };
}

function refuseOtherRun(run: Run, { model, split, precision }: Pick<RunPlan, "model" | "split" | "precision">): void {
  const hasOtherPrecision = precision !== undefined && run.precision !== precision;
  if (run.modelId !== model.id || run.splitId !== split?.id || hasOtherPrecision) {
    const half = run.precision === "half" ? " at half precision" : "";
    const of = `${run.modelName} on ${run.splitName ?? "all images"}${half}`;
    throw new Failure("conflict", `There is a run ${run.name} of ${of} already; give this one another name.`);
  }
  if (run.state !== "complete") return;
  throw new Failure("conflict", `The run ${run.name} is complete already; give a new one another name.`);
}

function parseDevice(text: string): DeviceChoice {
  const device = DeviceChoice.safeParse(text.toLowerCase());
  if (device.success) return device.data;
  throw new Failure(
    "invalid-input",
    `There is no device ${text}; expected was one of ${DeviceChoice.options.join(", ")}.`,
  );
}

async function startOrResume(client: CommandClient, plan: RunPlan): Promise<{ jobId: JobId; runId: RunId }> {
  const { resumed, model, split, name, device, precision } = plan;
  if (resumed) return { runId: resumed.id, ...(await client.runs.resume({ runId: resumed.id })) };
  return client.runs.detect({ modelId: model.id, splitId: split?.id, name, device, precision });
}

async function readRun(client: CommandClient, runId: RunId | undefined): Promise<Run | undefined> {
  return (await client.runs.list()).find(({ id }) => id === runId);
}

function stopped(run: Run | undefined, { project, model, split }: DetectOptions): Failure {
  if (!run) return new Failure("cancelled", "The run was stopped before it began.");
  if (run.state === "complete")
    return new Failure("cancelled", `The run ${run.name} is complete but was not evaluated.`);
  const command = [
    `overread detect --project ${quoted(project)} --model ${quoted(model)} --name ${quoted(run.name)}`,
    split === undefined ? "" : ` --split ${quoted(split)}`,
  ].join("");
  return new Failure("cancelled", `Stopped after ${run.imagesDone} of ${run.images} images; go on with: ${command}`);
}

function quoted(text: string): string {
  return /^[\w./-]+$/u.test(text) ? text : `"${text}"`;
}

const REASONS_SHOWN = 10;

function describeRun(run: Run, reasons: readonly string[]): string {
  const shown = reasons.slice(0, REASONS_SHOWN);
  const left = reasons.length - shown.length;
  return [describeFigures(run), ...shown, ...(left > 0 ? [`… and ${left} more; --json lists them all.`] : [])].join(
    "\n",
  );
}

function describeFigures(run: Run): string {
  return formatTable({
    rows: [
      ["Run", run.name],
      ["Model", run.modelName],
      ["Images", `${run.imagesDone} of ${run.images}`],
      ["Images that failed", String(run.imagesFailed)],
      ["Detections", String(run.detections)],
      ["Device", run.provider],
      ["Precision", run.precision],
      ["Seconds", run.seconds.toFixed(1)],
      ["Images a second", run.seconds > 0 ? (run.imagesDone / run.seconds).toFixed(1) : undefined],
      ["Evaluated", run.isEvaluated ? "yes" : "no"],
    ],
  });
}
