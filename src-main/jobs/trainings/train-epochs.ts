/** @file Trains from where the last checkpoint stands to the last epoch, or until there is a reason to stop. */
import { memoryUsage } from "node:process";
import type { TrainingEpoch, TrainingStep } from "../../../src-shared/domain/training";
import { writeTrainingCheckpoint } from "../../data/files/training-checkpoints";
import { readTrainingEpochs } from "../../data/store/training-figures";
import { openBatches, type Batches } from "../trainers/batches/open-batches";
import type { StepAnswer, Trainer } from "../trainers/trainer";
import { bestOf, judgeEpoch } from "./judge-epoch";
import { refusalOfStep, requireFinite, requireFiniteWeights } from "./judge-step";
import { placeOfStep } from "./step-place";
import { TrainingProgress } from "./training-progress";
import { heedWishes, WishedFor, type TrainingWork } from "./training-work";

/** `early`: as many epochs as its patience without a better one; `paused` can go on. */
export const WAYS_TO_END = ["complete", "early", "paused", "stopped"] as const;
export type WayToEnd = (typeof WAYS_TO_END)[number];

export interface TrainingStart {
  readonly trainer: Trainer;
  /** Steps that stand behind the trainer's weights, and the seconds of all of them. */
  readonly step: number;
  readonly seconds: number;
}

/** Steps are written when this much time has passed. */
const BATCH_MS = 1000;
/** Epochs of many images take hours: so much work at most is lost with the power. */
const CHECKPOINT_MS = 10 * 60_000;

/** A pause, a stop and a cancelled job leave a checkpoint of the last step.
 * @throws {Failure} `unsupported` for a loss that is not finite, which names the step and its images, for a device
 * without enough memory, or a full disk; the last checkpoint is then kept. */
export async function trainEpochs(work: TrainingWork, start: TrainingStart): Promise<WayToEnd> {
  const judged = await readTrainingEpochs(work.context.store, work.training.id);
  const judgements = judged.map(({ seconds }) => seconds);
  const run = new EpochRun(work, start, new TrainingProgress(work.training, work.context.report, judgements));
  try {
    return await run.toItsEnd();
  } catch (thrown) {
    if (thrown instanceof WishedFor) {
      await run.send();
      await run.keep();
      return thrown.wish === "pause" ? "paused" : "stopped";
    }
    // The back end takes no more rows from a cancelled job: the checkpoint knows the steps.
    if (work.context.signal.aborted) await run.keep();
    throw thrown;
  }
}

class EpochRun {
  private readonly batches: Batches;
  private step: number;
  private seconds: number;
  private keptStep: number;
  /** Of the images of the last step. */
  private names: readonly string[] = [];
  private keptMs = performance.now();
  private sentMs = performance.now();
  private unsent: TrainingStep[] = [];
  private sinceKept: TrainingStep[] = [];

  constructor(
    private readonly work: TrainingWork,
    private readonly start: TrainingStart,
    private readonly progress: TrainingProgress,
  ) {
    this.batches = openBatches(work.set, { ...work.training.config, input: work.source.card.input });
    this.step = start.step;
    this.seconds = start.seconds;
    this.keptStep = start.step;
  }

  async toItsEnd(): Promise<WayToEnd> {
    const { training } = this.work;
    for (;;) {
      await heedWishes(this.work);
      if (this.isBetweenEpochs) {
        const end = await this.judge(this.step / training.stepsPerEpoch);
        if (end) return end;
      }
      const startMs = performance.now();
      const step = await this.takeStep();
      if (this.isBetweenEpochs || performance.now() - this.sentMs > BATCH_MS) await this.send();
      if (this.isBetweenEpochs || performance.now() - this.keptMs > CHECKPOINT_MS) await this.keep();
      this.progress.addStep({ ...step, seconds: (performance.now() - startMs) / 1000 });
    }
  }

  /** Hands over the steps that the back end does not know yet. */
  async send(): Promise<void> {
    const { unsent: steps, seconds, start, work } = this;
    if (steps.length === 0) return;
    const { provider } = start.trainer;
    await work.context.emit({ kind: "steps", trainingId: work.training.id, provider, seconds, steps });
    this.unsent = [];
    this.sentMs = performance.now();
  }

  /** Writes a checkpoint of the last step, where there is none. */
  async keep(): Promise<void> {
    if (this.step === this.keptStep) return;
    const { step, seconds, sinceKept: steps } = this;
    const state = await this.start.trainer.snapshot();
    requireFiniteWeights(state.weights, { step, names: this.names, keptStep: this.keptStep });
    await writeTrainingCheckpoint(this.work.folder, { place: { step, seconds, steps }, ...state });
    this.keptStep = step;
    this.keptMs = performance.now();
    this.sinceKept = [];
  }

  private get isBetweenEpochs(): boolean {
    return this.step % this.work.training.stepsPerEpoch === 0;
  }

  /** An epoch that was judged before a pause is not judged again; weights drawn anew have nothing to be judged. */
  private async judge(epoch: number): Promise<WayToEnd | undefined> {
    const { context, training } = this.work;
    const { epochs, patience, isFromScratch } = training.config;
    const isJudged = (one: TrainingEpoch): boolean => one.epoch === epoch;
    const known = await readTrainingEpochs(context.store, training.id);
    if (!known.some(isJudged) && !(epoch === 0 && isFromScratch)) await this.judgeAnew(epoch);
    if (epoch >= epochs) return "complete";
    const best = bestOf(await readTrainingEpochs(context.store, training.id));
    return patience !== undefined && best && epoch - best.epoch >= patience ? "early" : undefined;
  }

  private async judgeAnew(epoch: number): Promise<void> {
    const startMs = performance.now();
    const all = this.work.set.validation.length;
    const tell = (judged: number): void => this.progress.tellJudging(epoch, { judged, all });
    tell(0);
    await judgeEpoch(this.work, epoch, tell);
    this.progress.addJudgement((performance.now() - startMs) / 1000);
  }

  private async takeStep(): Promise<TrainingStep> {
    const { config } = this.work.training;
    const { epoch, inEpoch, ...place } = placeOfStep(this.work.training, this.step);
    const { images, names } = await this.batches.batch({ epoch, step: inEpoch });
    const answer = await this.start.trainer.step(images, place).catch((thrown: unknown) => {
      throw refusalOfStep(thrown, config);
    });
    await this.requireFinite(answer, names);
    const { losses, gradientNorm, seconds } = answer;
    this.step += 1;
    this.names = names;
    this.seconds += seconds;
    const step: TrainingStep = {
      step: this.step,
      epoch: epoch + 1,
      losses: { ...losses },
      learningRate: place.learningRate,
      ...(gradientNorm !== undefined && Number.isFinite(gradientNorm) && { gradientNorm }),
      images: images.length,
      seconds,
      memoryBytes: memoryUsage.rss(),
    };
    this.unsent.push(step);
    this.sinceKept.push(step);
    return step;
  }

  /** The steps that led to a loss beyond all numbers are what a person then looks at. */
  private async requireFinite(answer: StepAnswer, names: readonly string[]): Promise<void> {
    try {
      requireFinite(answer, {
        step: this.step + 1,
        names,
        keptStep: this.keptStep,
      });
    } catch (thrown) {
      await this.send();
      throw thrown;
    }
  }
}
