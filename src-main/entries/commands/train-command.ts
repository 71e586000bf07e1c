/** @file `overread train`: trains a detector as a file says, and goes on with one that was interrupted. */
import { isDeepStrictEqual } from "node:util";
import { ORPCError } from "@orpc/server";
import { Failure } from "../../../src-shared/domain/failure";
import type { JobId, TrainingId } from "../../../src-shared/domain/identifiers";
import type { Training, TrainingConfig, TrainingEpoch } from "../../../src-shared/domain/training";
import { withProject, type CommandClient, type CommandContext } from "./command-context";
import { epochNews } from "./epoch-news";
import { followJob } from "./follow-job";
import { formatTable } from "./format-table";
import { readTrainingFile } from "./read-training-file";

export interface TrainOptions {
  readonly project: string;
  readonly config: string;
  readonly resume: boolean;
  readonly json: boolean;
}

/** Interrupted, it writes a checkpoint after the step it is at, and says how to go on. */
export async function trainCommand(context: CommandContext, options: TrainOptions): Promise<void> {
  const { terminal } = context;
  await withProject(context, { path: options.project }, async ({ client }) => {
    const config = await readTrainingFile(client, options.config);
    const earlier = (await client.training.list()).find(({ name }) => name === config.name);
    if (earlier) refuseOther(earlier, config, options);
    else await tellPlan(client, config, terminal.tell);
    let trainingId = earlier?.id;
    const pause = async (): Promise<void> => {
      if (trainingId) await client.training.pause({ trainingId }).catch(requireEnded);
    };
    await followJob({ client, terminal, interrupt: pause, news: await epochNews(client) }, async () => {
      const started = await startOrResume(client, config, earlier);
      trainingId = started.trainingId;
      return started;
    });
    const training = (await client.training.list()).find(({ id }) => id === trainingId)!;
    if (training.state === "paused") throw paused(training, options);
    const { epochs } = await client.training.curves({ trainingId: training.id, limit: 1 });
    terminal.print(options.json ? JSON.stringify({ ...training, epochs }, undefined, 2) : describe(training, epochs));
  });
}

/** An interruption may come when the last step is done and nothing is left to pause: the training's end is told then. */
export function requireEnded(error: unknown): void {
  if (!(error instanceof ORPCError && error.code === "conflict")) throw error;
}

function refuseOther(earlier: Training, config: TrainingConfig, { resume }: TrainOptions): void {
  const { name, state, stepsDone } = earlier;
  if (state === "complete" || state === "stopped") {
    throw new Failure("conflict", `The training ${name} is ${state} already; give a new one another name.`);
  }
  if (!resume) {
    const sentence = `The training ${name} is ${state} after ${stepsDone} steps; --resume goes on with it.`;
    throw new Failure("conflict", sentence);
  }
  const differing = Object.keys({ ...earlier.config, ...config }).find((key) => {
    const field = key as keyof TrainingConfig;
    return !isDeepStrictEqual(earlier.config[field], config[field]);
  });
  if (differing === undefined) return;
  const sentence = `The training ${name} was begun with another ${differing}; it goes on as it was begun, or another name is needed.`;
  throw new Failure("conflict", sentence);
}

/** What is left out is said before the first step. */
async function tellPlan(client: CommandClient, config: TrainingConfig, tell: (line: string) => void): Promise<void> {
  const { data, stepsPerEpoch, notes } = await client.training.plan(config);
  const images = `${data.trainPositives} images with ${data.trainBoxes} boxes`;
  tell(`${config.name}: ${images}, ${stepsPerEpoch} steps an epoch, judged on ${data.validationImages} images.`);
  for (const note of notes) tell(note);
}

async function startOrResume(
  client: CommandClient,
  config: TrainingConfig,
  earlier: Training | undefined,
): Promise<{ jobId: JobId; trainingId: TrainingId }> {
  if (!earlier) return client.training.start(config);
  return { trainingId: earlier.id, ...(await client.training.resume({ trainingId: earlier.id })) };
}

function paused({ stepsDone, stepsPerEpoch, config }: Training, options: TrainOptions): Failure {
  const command = `overread train --project ${quoted(options.project)} --config ${quoted(options.config)} --resume`;
  const total = stepsPerEpoch * config.epochs;
  return new Failure("cancelled", `Paused after ${stepsDone} of ${total} steps; go on with: ${command}`);
}

export function quoted(text: string): string {
  return /^[\w./-]+$/u.test(text) ? text : `"${text}"`;
}

function describe(training: Training, epochs: readonly TrainingEpoch[]): string {
  const { name, modelName, provider, stepsDone, seconds, outcome, reason } = training;
  const changed = outcome?.changed ?? [];
  const summary = formatTable({
    rows: [
      ["Training", name],
      ["Begun with", modelName],
      ["Steps", String(stepsDone)],
      ["Seconds of steps", seconds.toFixed(1)],
      ["Device", provider],
      ["Best epoch", training.bestEpoch],
      ["Model", training.madeModelId === undefined ? undefined : name],
      ["Cases that got better", outcome && changed.filter((one) => one.gained > one.lost).length],
      ["Cases that got worse", outcome && changed.filter((one) => one.lost > one.gained).length],
    ],
  });
  const figures = formatTable({
    head: ["Epoch", "AP", "AP50", "AR100"],
    rows: epochs.map(({ epoch, validation: { AP, AP50, AR100 }, isBest }) => [
      `${epoch === 0 ? "start" : epoch}${isBest && epoch === training.bestEpoch ? " (best)" : ""}`,
      AP?.toFixed(3),
      AP50?.toFixed(3),
      AR100?.toFixed(3),
    ]),
  });
  const worse = changed.filter((one) => one.lost > one.gained).map(({ patientId }) => patientId);
  return [
    summary,
    "",
    figures,
    ...(reason === undefined ? [] : ["", reason]),
    ...(worse.length === 0 ? [] : ["", `Cases that got worse: ${worse.join(", ")}`]),
  ].join("\n");
}
