/** @file The job that trains a detector: from its last checkpoint on, number for number as if it had never stopped. */
import { z } from "zod";
import { ExecutionProvider } from "../../src-shared/domain/device";
import { Failure } from "../../src-shared/domain/failure";
import { TrainingId } from "../../src-shared/domain/identifiers";
import { ModelCard } from "../../src-shared/domain/model";
import type { Training } from "../../src-shared/domain/training";
import { readNewestCheckpoint, trainingFolder } from "../data/files/training-checkpoints";
import { refusalOfFullDisk } from "../data/files/refusal-of-full-disk";
import { readTrainingEpochs } from "../data/store/training-figures";
import { readTraining, readWish } from "../data/store/trainings";
import { cardAtSize } from "../detection/networks/card-at-size";
import type { DetectorSource } from "./detectors/detector";
import type { JobContext, JobDefinition } from "./job";
import { openTrainer } from "./trainers/open-trainer";
import { bestOf } from "./trainings/judge-epoch";
import { readTrainingSet } from "./trainings/read-training-set";
import { registerBest, type RegisteredBest } from "./trainings/register-best";
import { trainEpochs, type TrainingStart, type WayToEnd, WAYS_TO_END } from "./trainings/train-epochs";
import { TrainingBatch, writeTraining } from "./trainings/training-batch";
import type { TrainingWork } from "./trainings/training-work";

const PassedOver = z.object({ provider: ExecutionProvider, reason: z.string() });

const TrainInput = z.object({
  trainingId: TrainingId,
  /** Absolute. */
  projectFolder: z.string().min(1),
  /** The model to begin with; absolute. */
  modelFile: z.string().min(1),
  card: ModelCard,
  /** Providers that "auto" need not try, since a probe in another process has: `DeviceProbe.ruledOut`. */
  ruledOut: z.array(PassedOver).optional(),
});
export type TrainInput = z.infer<typeof TrainInput>;

const TrainOutput = z.object({
  end: z.enum(WAYS_TO_END),
  stepsDone: z.int().nonnegative(),
  /** Absent while it can go on, and where it was stopped before an epoch was judged. */
  made: z
    .object({
      name: z.string(),
      epoch: z.int(),
      AP: z.number().optional(),
      AP50: z.number().optional(),
      /** Against the model to begin with; absent where there is none to compare with. */
      cases: z
        .object({
          /** In which more reference boxes were lost than gained. */
          lost: z.int(),
          /** With more false positives. */
          falser: z.int(),
        })
        .optional(),
    })
    .optional(),
});
export type TrainOutput = z.infer<typeof TrainOutput>;

export const train: JobDefinition<TrainInput, TrainOutput, TrainingBatch> = {
  kind: "train",
  // Two would only take the device from each other.
  isOneAtATime: true,
  input: TrainInput,
  output: TrainOutput,
  batch: TrainingBatch,
  run: async (input, context) => {
    try {
      return await trainOn(input, context);
    } catch (thrown) {
      const sentence = `The disk of ${input.projectFolder} is full; what the training had written is kept.`;
      throw refusalOfFullDisk(thrown, sentence);
    }
  },
  write: writeTraining,
};

async function trainOn(input: TrainInput, context: JobContext<TrainingBatch>): Promise<TrainOutput> {
  const work = await readWork(input, context);
  const place = await returnToCheckpoint(work);
  const end = await goOn(work, place);
  const { stepsDone } = await requireTraining(input, context);
  if (end === "paused") return { end, stepsDone };
  const best = bestOf(await readTrainingEpochs(context.store, work.training.id));
  const registered = best && (await registerBest(work, best));
  return { end, stepsDone, ...(best && registered && { made: describeMade(best, registered) }) };
}

async function requireTraining({ trainingId }: TrainInput, { store }: JobContext<TrainingBatch>): Promise<Training> {
  const training = await readTraining(store, trainingId);
  if (!training) throw new Failure("not-found", `The training ${trainingId} has been removed from its project.`);
  return training;
}

async function readWork(input: TrainInput, context: JobContext<TrainingBatch>): Promise<TrainingWork> {
  const { trainingId, projectFolder, modelFile: file, ruledOut } = input;
  const training = await requireTraining(input, context);
  const { config } = training;
  const card = cardAtSize(input.card, config.inputSizePx);
  const set = await readTrainingSet(context.store, config, card.labels);
  if (set.data.sha256 !== training.data.sha256) {
    const sentence = `Images or boxes of ${training.name} have changed since it was begun; what was left of it would not be the same training.`;
    throw new Failure("conflict", sentence);
  }
  const { device, precision } = config;
  const source: DetectorSource = { file, name: card.name, card, device, precision, ...(ruledOut && { ruledOut }) };
  return { training, set, source, folder: trainingFolder(projectFolder, trainingId), projectFolder, context };
}

type Place = Pick<TrainingStart, "step" | "seconds"> & {
  readonly checkpoint: Awaited<ReturnType<typeof readNewestCheckpoint>>;
};

/** Steps behind the checkpoint are forgotten: they will be computed again, and be the same. */
async function returnToCheckpoint({ training, folder, context }: TrainingWork): Promise<Place> {
  const checkpoint = await readNewestCheckpoint(folder, (refusal) => {
    context.log.warn("A checkpoint is damaged; the one before it is taken.", {
      training: training.name,
      error: refusal,
    });
  });
  const { step, seconds, steps } = checkpoint?.place ?? { step: 0, seconds: 0, steps: [] };
  await context.emit({ kind: "placed", trainingId: training.id, step, seconds, steps });
  return { step, seconds, checkpoint };
}

async function goOn(work: TrainingWork, place: Place): Promise<WayToEnd> {
  const { training, source, context } = work;
  // A paused training that is stopped needs no network.
  if ((await readWish(context.store, training.id)) === "stop") return "stopped";
  context.report({ done: place.step, total: totalSteps(training), note: `opening ${source.card.name}` });
  const trainer = await openTrainer(source, training.config, context);
  try {
    if (place.checkpoint) await trainer.restore(place.checkpoint);
    return await trainEpochs(work, { ...place, trainer });
  } finally {
    await trainer.release();
  }
}

function totalSteps({ stepsPerEpoch, config }: Training): number {
  return stepsPerEpoch * config.epochs;
}

function describeMade(
  { epoch, validation }: NonNullable<ReturnType<typeof bestOf>>,
  { name, outcome }: RegisteredBest,
): NonNullable<TrainOutput["made"]> {
  const { AP, AP50 } = validation;
  const cases = outcome && {
    lost: outcome.changed.filter((one) => one.lost > one.gained).length,
    falser: outcome.changed.filter((one) => one.falsePositivesRight > one.falsePositivesLeft).length,
  };
  return { name, epoch, ...(AP !== undefined && { AP }), ...(AP50 !== undefined && { AP50 }), ...(cases && { cases }) };
}
