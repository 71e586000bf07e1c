/** @file `overread train --sweep`: trains what a search names one after another, and goes on with one that was
 * interrupted. */
import { isDeepStrictEqual } from "node:util";
import { Failure } from "../../../src-shared/domain/failure";
import type { Interval } from "../../../src-shared/domain/evaluation";
import type { JobId, SweepId } from "../../../src-shared/domain/identifiers";
import type { Sweep, SweepConfig, SweepMember, SweepStart } from "../../../src-shared/domain/sweep";
import { rankMembers } from "../../../src-shared/figures/rank-sweep";
import { startsOfSweep } from "../../../src-shared/figures/starts-of-sweep";
import { withProject, type CommandClient, type CommandContext } from "./command-context";
import { epochNews } from "./epoch-news";
import { followJob, type Following } from "./follow-job";
import { formatTable } from "./format-table";
import { readSweepFile } from "./read-sweep-file";
import { quoted, requireEnded } from "./train-command";

export interface SweepOptions {
  readonly project: string;
  readonly sweep: string;
  readonly resume: boolean;
  readonly json: boolean;
}

/** Interrupted, the training at work writes a checkpoint, and the command says how to go on. */
export async function sweepCommand(context: CommandContext, options: SweepOptions): Promise<void> {
  const { terminal } = context;
  await withProject(context, { path: options.project }, async ({ client }) => {
    const config = await readSweepFile(client, options.sweep);
    const earlier = (await client.sweeps.list()).find(({ name }) => name === config.name);
    if (earlier) refuseOther(earlier, config, options);
    else await tellPlan(client, config, terminal.tell);
    let sweepId = earlier?.id;
    const interrupt = async (): Promise<void> => {
      if (sweepId) await client.sweeps.pause({ sweepId }).catch(requireEnded);
    };
    const following = { client, terminal, interrupt, news: await epochNews(client) };
    await followMembers(following, async () => {
      const begun = earlier
        ? { sweepId: earlier.id, ...(await client.sweeps.resume({ sweepId: earlier.id })) }
        : await client.sweeps.start(config);
      sweepId = begun.sweepId;
      return begun;
    });
    const sweep = await requireSweep(client, sweepId!);
    if (sweep.state === "paused") throw paused(sweep, options);
    terminal.print(options.json ? JSON.stringify(sweep, undefined, 2) : describe(sweep));
  });
}

/** One job after another, until the sweep begins none any more. A member that fails is told; the next one is followed. */
async function followMembers(
  following: Following,
  begin: () => Promise<{ readonly sweepId: SweepId; readonly jobId?: JobId | undefined }>,
): Promise<void> {
  let begun: Awaited<ReturnType<typeof begin>> | undefined;
  const next = async (): Promise<{ readonly jobId: JobId } | undefined> => {
    const jobId = begun ? await jobAtWork(following.client) : (begun = await begin()).jobId;
    return jobId && { jobId };
  };
  for (;;) {
    try {
      if (!(await followJob(following, next))) return;
    } catch (thrown) {
      if (!begun || !(thrown instanceof Failure)) throw thrown;
    }
    if ((await requireSweep(following.client, begun!.sweepId)).state !== "running") return;
  }
}

async function jobAtWork(client: CommandClient): Promise<JobId | undefined> {
  const isAtWork = ({ state }: { readonly state: string }): boolean => state === "queued" || state === "running";
  return (await client.jobs.list()).find(({ kind, current }) => kind === "train" && isAtWork(current))?.id;
}

async function requireSweep(client: CommandClient, sweepId: SweepId): Promise<Sweep> {
  const sweep = (await client.sweeps.list()).find(({ id }) => id === sweepId);
  if (!sweep) throw new Failure("not-found", "The sweep has been removed.");
  return sweep;
}

function refuseOther({ name, state, config, members }: Sweep, wanted: SweepConfig, { resume }: SweepOptions): void {
  if (state === "complete" || state === "stopped") {
    throw new Failure("conflict", `The sweep ${name} is ${state} already; give a new one another name.`);
  }
  if (!resume) {
    const done = members.filter((member) => member.state === "complete").length;
    const sentence = `The sweep ${name} is ${state} with ${done} of ${members.length} trainings complete; --resume goes on with it.`;
    throw new Failure("conflict", sentence);
  }
  if (isDeepStrictEqual(config, wanted)) return;
  const differing = isDeepStrictEqual(config.search, wanted.search) ? "base" : "search";
  const sentence = `The sweep ${name} was begun with another ${differing}; it goes on as it was begun, or another name is needed.`;
  throw new Failure("conflict", sentence);
}

async function tellPlan(client: CommandClient, config: SweepConfig, tell: (line: string) => void): Promise<void> {
  const { members, data, stepsTotal, notes } = await client.sweeps.plan(config);
  const images = `${data.trainPositives} images with ${data.trainBoxes} boxes`;
  tell(`${config.name}: ${members.length} trainings on ${images}, ${stepsTotal} steps, one after another.`);
  for (const note of notes) tell(note);
}

function paused({ members }: Sweep, { project, sweep }: SweepOptions): Failure {
  const done = members.filter(({ state }) => state === "complete").length;
  const command = `overread train --project ${quoted(project)} --sweep ${quoted(sweep)} --resume`;
  return new Failure(
    "cancelled",
    `Paused with ${done} of ${members.length} trainings complete; go on with: ${command}`,
  );
}

function describe({ members, modelName }: Sweep): string {
  const trained = rankMembers(members).map((member) => [
    member.name,
    String(member.point.learningRate),
    member.point.augmentation,
    member.point.inputSizePx,
    member.state,
    member.bestEpoch,
    withInterval(member, "AP"),
    overStart(member),
    withInterval(member, "AP50"),
    member.madeModelId === undefined ? undefined : member.name,
  ]);
  const starts = startsOfSweep(members).map((start) => {
    const [AP, AP50] = [withInterval(start, "AP"), withInterval(start, "AP50")];
    return [modelName, undefined, undefined, start.inputSizePx, "before", 0, AP, undefined, AP50, modelName];
  });
  const table = formatTable({
    head: ["Training", "Learning rate", "Augmentation", "Size", "State", "Epoch", "AP", "Gain in AP", "AP50", "Model"],
    rows: [...trained, ...starts],
  });
  const reasons = members.flatMap(({ name, state, reason }) =>
    state === "failed" && reason !== undefined ? [`${name}: ${reason}`] : [],
  );
  return [table, "", ...reasons, OPTIMISM].join("\n");
}

/** The greatest of several noisy figures is too great: Cawley and Talbot, JMLR 11, 2010. */
const OPTIMISM =
  "Figures are of the best epoch on the validation images, by which the first line was chosen: it looks better than it is. Only images of a test split, looked at once, say how good it is.";

function withInterval({ intervals, ...figures }: SweepStart, figure: "AP" | "AP50"): string | undefined {
  return figureWithin(figures[figure], intervals?.[figure]);
}

function overStart({ AP, start, differences }: SweepMember): string | undefined {
  if (AP === undefined || start?.AP === undefined) return undefined;
  return figureWithin(AP - start.AP, differences?.AP);
}

function figureWithin(value: number | undefined, interval: Interval | undefined): string | undefined {
  if (value === undefined) return undefined;
  const figure = value.toFixed(3);
  return interval ? `${figure} (${interval.low.toFixed(3)} to ${interval.high.toFixed(3)})` : figure;
}
