/** @file Judges the end of an epoch on the validation images, and keeps what is needed of it. */
import type { TrainingEpoch } from "../../../src-shared/domain/training";
import {
  keepCheckpoints,
  removeJudgedTable,
  weightsFile,
  writeJudgedTable,
} from "../../data/files/training-checkpoints";
import { readTrainingEpochs } from "../../data/store/training-figures";
import { judgeWeights } from "./judge-weights";
import { heedWishes, type TrainingWork } from "./training-work";

/** Epoch 0 is the model to begin with. The weights of the epoch are those of its checkpoint; once it is judged, the
 * newest checkpoint and the best one stay. `tell` is told how many images are judged.
 * @throws {WishedFor} as `heedWishes`: the epoch is then judged again when the training goes on. */
export async function judgeEpoch(
  work: TrainingWork,
  epoch: number,
  tell: (imagesJudged: number) => void,
): Promise<void> {
  const { training, set, source, folder, context } = work;
  const step = epoch * training.stepsPerEpoch;
  const judged = epoch === 0 ? source : { ...source, file: weightsFile(folder, step) };
  const startMs = performance.now();
  let imagesJudged = 0;
  const look = (): Promise<void> => {
    tell(++imagesJudged);
    return heedWishes(work);
  };
  // In single precision whatever the training's: weights are kept so, and runs compute so unless told.
  const { figures, table } = await judgeWeights(
    { ...judged, precision: "single" },
    { images: set.validation, look },
    context,
  );
  const seconds = (performance.now() - startMs) / 1000;
  const before = bestOf(await readTrainingEpochs(context.store, training.id));
  const isBest = epoch > 0 && (before === undefined || (figures.AP ?? 0) > (before.validation.AP ?? 0));
  await writeJudgedTable(folder, epoch, table);
  await context.emit({
    kind: "epoch",
    trainingId: training.id,
    epoch: { epoch, step, validation: figures, seconds, isBest },
  });
  if (epoch === 0) return;
  const unneeded = isBest ? before?.epoch : epoch;
  if (unneeded !== undefined) await removeJudgedTable(folder, unneeded);
  await keepCheckpoints(folder, [step, isBest || before === undefined ? step : before.step]);
}

/** The last of them: each one was better than all before. */
export function bestOf(epochs: readonly TrainingEpoch[]): TrainingEpoch | undefined {
  return epochs.findLast(({ isBest }) => isBest);
}
