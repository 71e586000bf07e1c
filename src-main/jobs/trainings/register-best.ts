/** @file Registers the best weights of a training as a model, with a card that says how they were made. */
import { randomUUID } from "node:crypto";
import path from "node:path";
import { ModelId } from "../../../src-shared/domain/identifiers";
import type { Model } from "../../../src-shared/domain/model";
import type { TrainingEpoch, TrainingOutcome } from "../../../src-shared/domain/training";
import { weightsFile } from "../../data/files/training-checkpoints";
import { checksumModel } from "../../data/models/checksum-model";
import { copyModel } from "../../data/models/model-files";
import { openCheckpoint } from "../../data/models/open-checkpoint";
import { writeCheckpoint } from "../../data/models/write-checkpoint";
import { listModels } from "../../data/store/models";
import { readModelFacts } from "../read-model-facts";
import { describeMadeCard } from "./describe-made-card";
import { measureBest } from "./measure-best";
import type { TrainingWork } from "./training-work";

export interface RegisteredBest {
  readonly name: string;
  readonly outcome: TrainingOutcome | undefined;
}

/** As `.pth`, which torchvision loads. The same training made again finds its model there already. */
export async function registerBest(work: TrainingWork, best: TrainingEpoch): Promise<RegisteredBest> {
  const { training, folder, projectFolder, source, context } = work;
  const file = path.join(folder, "best.pth");
  await writeAsTorch(weightsFile(folder, best.step), file);
  const { sha256, fileBytes } = await checksumModel({ file });
  const measured = await measureBest(work, best);
  const models = await listModels(context.store);
  const same = models.find((model) => model.sha256 === sha256);
  if (same) {
    await context.emit({ kind: "made", trainingId: training.id, modelId: same.id, ...measured });
    return { name: same.name, outcome: measured.outcome };
  }
  const facts = await readModelFacts(file);
  const name = freeName(training.name, new Set(models.map((model) => model.name)));
  const card = describeMadeCard(source.card, name, training, best);
  const modelId = ModelId.parse(randomUUID());
  const model: Model = { id: modelId, name, sha256, fileBytes, addedAt: new Date().toISOString(), facts, card };
  // Under the training's name while it is copied: a worker that was killed then leaves nothing behind when it goes on.
  const copy = await copyModel({ file, sha256, format: facts.format }, projectFolder, training.id);
  try {
    await copy.keep();
    await context.emit({
      kind: "made",
      trainingId: training.id,
      modelId,
      model: { ...model, file: copy.keptAs },
      ...measured,
    });
  } catch (thrown) {
    await copy.discard();
    throw thrown;
  }
  return { name, outcome: measured.outcome };
}

async function writeAsTorch(from: string, to: string): Promise<void> {
  const checkpoint = await openCheckpoint(from);
  try {
    await writeCheckpoint(checkpoint.tensors.values(), to);
  } finally {
    await checkpoint.close();
  }
}

/** As the schema of a card has it. */
const LONGEST_NAME = 120;

function freeName(plain: string, taken: ReadonlySet<string>): string {
  let name = plain.slice(0, LONGEST_NAME);
  for (let number = 2; taken.has(name); number++) name = `${plain.slice(0, LONGEST_NAME - 6)} (${number})`;
  return name;
}
