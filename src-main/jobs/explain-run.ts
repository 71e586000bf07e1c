/** @file Makes the heat maps of a run's errors, but for those that are kept already. */
import path from "node:path";
import { z } from "zod";
import { ErrorsToExplain } from "../../src-shared/contract/explanations";
import type { Explanation, ExplanationTarget } from "../../src-shared/domain/explanation";
import { Failure } from "../../src-shared/domain/failure";
import { describeLocation } from "../../src-shared/domain/instance";
import { readRunTable } from "../data/store/runs";
import { NoGradient } from "../numerics/autodiff/no-gradient";
import { checkMaps } from "./explanations/check-maps";
import { errorsToExplain, type ImageToExplain } from "./explanations/errors-to-explain";
import { readExplainedImage, readExplainedModel, type ExplainedImage } from "./explanations/explained-image";
import { LayerMethod, ModelPlace } from "./explanations/explanation-request";
import { withExplainer } from "./explanations/kept-explainer";
import { findKeptMap, keepMap, MapBatch, writeMaps } from "./explanations/kept-map";
import { lookAtImage, type LookedAt } from "./explanations/look-at-image";
import { makeMap, requireLayer, type MadeMap } from "./explanations/make-map";
import type { Explainer } from "./explainers/explainer";
import type { JobContext, JobDefinition, ProgressReport } from "./job";

const Share = z.number().min(0).max(1);
const ExplainRunInput = z.object({
  ...ModelPlace.shape,
  method: LayerMethod,
  layer: z.string().min(1),
  which: ErrorsToExplain,
  scoreThreshold: Share,
  iouThreshold: Share,
  withChecks: z.boolean(),
  /** Of each kind. */
  limit: z.int().positive().optional(),
});
export type ExplainRunInput = z.infer<typeof ExplainRunInput>;

const ExplainRunOutput = z.object({
  made: z.int().nonnegative(),
  /** They were there before. */
  kept: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  /** Why the first of them failed, each with its image's name. */
  reasons: z.array(z.string()),
});
export type ExplainRunOutput = z.infer<typeof ExplainRunOutput>;

export const explainRun: JobDefinition<ExplainRunInput, ExplainRunOutput, MapBatch> = {
  kind: "explain-run",
  input: ExplainRunInput,
  output: ExplainRunOutput,
  batch: MapBatch,
  run: explain,
  write: writeMaps,
};

type Context = JobContext<MapBatch>;

async function explain(input: ExplainRunInput, context: Context): Promise<ExplainRunOutput> {
  const { source } = await readExplainedModel(context.store, input);
  const images = errorsToExplain(await readRunTable(context.store, input.runId), input);
  const tally = new Tally(images.reduce((sum, { targets }) => sum + targets.length, 0));
  if (tally.total === 0) return tally.totals();
  context.report({ ...tally.progress(), note: `Opening ${source.card.name}` });
  await withExplainer(source, context, async (explainer) => {
    requireLayer(explainer, input.layer);
    for (const image of images) {
      context.signal.throwIfAborted();
      await explainImage(image, { explainer, input, context, tally });
      context.report(tally.progress());
    }
  });
  return tally.totals();
}

const REASONS_TOLD = 5;

/** Counts maps, not images. */
class Tally {
  made = 0;
  kept = 0;
  failed = 0;
  lastImage = "";
  /** Whether a map came out of a gradient, so that the model has one. */
  hasGradient = false;
  readonly reasons: string[] = [];

  constructor(readonly total: number) {}

  get done(): number {
    return this.made + this.kept + this.failed;
  }

  progress(): ProgressReport {
    return { done: this.done, total: this.total, note: this.lastImage };
  }

  fail(count: number, reason: string): void {
    this.failed += count;
    if (this.reasons.length < REASONS_TOLD) this.reasons.push(`${this.lastImage}: ${reason}`);
  }

  totals(): ExplainRunOutput {
    const { made, kept, failed, reasons } = this;
    return { made, kept, failed, reasons };
  }
}

interface Work {
  readonly explainer: Explainer;
  readonly input: ExplainRunInput;
  readonly context: Context;
  readonly tally: Tally;
}

/** A failure of one image or one map is counted and named, and the next one follows. */
async function explainImage({ instanceId, targets }: ImageToExplain, work: Work): Promise<void> {
  const { input, context, tally } = work;
  const image = await readExplainedImage(context.store, { runId: input.runId, instanceId });
  tally.lastImage = path.basename(describeLocation(image.instance.location));
  const missing: ExplanationTarget[] = [];
  for (const target of targets) if (!(await isKept(image, target, work))) missing.push(target);
  tally.kept += targets.length - missing.length;
  if (missing.length === 0) return;
  const before = tally.done;
  await countingFailure(
    () => missing.length - (tally.done - before),
    work,
    () => makeMissing(image, missing, work),
  );
}

async function isKept({ instance }: ExplainedImage, target: ExplanationTarget, { input, context }: Work) {
  const { projectFolder, withChecks, ...key } = input;
  const kept = await findKeptMap(context.store, projectFolder, { ...key, instanceId: instance.id, target });
  return kept !== undefined && (!withChecks || isChecked(kept));
}

/** What explains no score has nothing to check. */
function isChecked({ score, isEmpty, measures }: Explanation): boolean {
  return score === undefined || isEmpty || measures.deletion !== undefined;
}

async function makeMissing(image: ExplainedImage, targets: readonly ExplanationTarget[], work: Work): Promise<void> {
  const { explainer, input, context } = work;
  const startMs = performance.now();
  const seen = await lookAtImage(explainer, image);
  const lookSeconds = (performance.now() - startMs) / 1000;
  const unchecked: MadeMap[] = [];
  for (const target of targets) {
    context.signal.throwIfAborted();
    await countingFailure(
      () => 1,
      work,
      async () => {
        const { explanation, ...made } = await makeMap(seen, { ...input, target });
        if (made.weighed) work.tally.hasGradient = true;
        const whole = { ...made, explanation: { ...explanation, seconds: explanation.seconds + lookSeconds } };
        if (input.withChecks) unchecked.push(whole);
        else await keep(whole, work);
      },
    );
  }
  if (unchecked.length > 0) await checkAndKeep(seen, unchecked, work);
}

async function checkAndKeep(seen: LookedAt, unchecked: readonly MadeMap[], work: Work): Promise<void> {
  const report = (): void => work.context.signal.throwIfAborted();
  const checks = await checkMaps(seen, unchecked, { seed: SEED, report });
  for (const [index, { explanation, ...made }] of unchecked.entries()) {
    const measures = { ...explanation.measures, ...checks[index] };
    await keep({ ...made, explanation: { ...explanation, measures } }, work);
  }
}

async function keep(made: MadeMap, { input, context, tally }: Work): Promise<void> {
  await keepMap(made, input.projectFolder, context.emit);
  tally.made += 1;
  context.report(tally.progress());
}

/** Of weights drawn anew: every map of a run is checked against the same ones. */
const SEED = 0;

/** `left` says how many maps fail with it. Only what a person can be told of is counted: other errors end the job, and so
 * does a model that cannot be differentiated, which would fail in the same words on every image. */
async function countingFailure(left: () => number, { tally, context }: Work, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.code === "cancelled") throw thrown;
    if (thrown instanceof NoGradient && !tally.hasGradient) throw thrown;
    context.log.warn("A heat map could not be made.", { image: tally.lastImage, error: thrown });
    tally.fail(left(), thrown.message);
  }
}
