/** @file Registers the best weights of a training as a model, with a card that says how they were made. */
import { randomUUID } from "node:crypto";
import path from "node:path";
import type { RunTable } from "../../../src-shared/contract/run-table";
import { ModelId } from "../../../src-shared/domain/identifiers";
import type { Model } from "../../../src-shared/domain/model";
import type { Training, TrainingEpoch, TrainingOutcome } from "../../../src-shared/domain/training";
import { matchRun } from "../../../src-shared/matching/match-run";
import { readJudgedTable, weightsFile } from "../../data/files/training-checkpoints";
import { checksumModel } from "../../data/models/checksum-model";
import { copyModel } from "../../data/models/model-files";
import { openCheckpoint } from "../../data/models/open-checkpoint";
import { writeCheckpoint } from "../../data/models/write-checkpoint";
import { listModels } from "../../data/store/models";
import { bootstrapFigures } from "../../detection/evaluation/bootstrap-figures";
import { tabulateRun } from "../../detection/evaluation/tabulate-run";
import { listChangedCases } from "../list-changed-cases";
import { pairTables } from "../pair-tables";
import { readModelFacts } from "../read-model-facts";
import { describeMadeCard } from "./describe-made-card";
import { frameOf } from "./judge-weights";
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
  const outcome = await outcomeOf(work, best);
  const bestIntervals = await intervalsOf(work, best);
  const reached = { outcome, bestIntervals };
  const models = await listModels(context.store);
  const same = models.find((model) => model.sha256 === sha256);
  if (same) {
    await context.emit({ kind: "made", trainingId: training.id, modelId: same.id, ...reached });
    return { name: same.name, outcome };
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
      ...reached,
    });
  } catch (thrown) {
    await copy.discard();
    throw thrown;
  }
  return { name, outcome };
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

const IOU_THRESHOLD = 0.5;
/** Nobody reads more, and a training is handed out whole. */
const CASES_MAX = 500;

const RESAMPLING = { resamples: 1000, seed: 0 };

/** Of the figures that the best epoch was chosen by. Undefined where its table is gone. */
async function intervalsOf(
  { folder, source, context }: TrainingWork,
  { epoch }: TrainingEpoch,
): Promise<Training["bestIntervals"]> {
  const judged = await readJudgedTable(folder, epoch);
  if (!judged) return undefined;
  const { input, suggestedThreshold: scoreThreshold } = source.card;
  const tables = { table: tabulateRun(judged, frameOf(input)), shown: tabulateRun(judged) };
  const pause = async (): Promise<void> => context.signal.throwIfAborted();
  const thresholds = { scoreThreshold, iouThreshold: IOU_THRESHOLD };
  const { intervals } = await bootstrapFigures(tables, thresholds, { ...RESAMPLING, pause });
  const { AP, AP50 } = intervals ?? {};
  return { ...(AP && { AP }), ...(AP50 && { AP50 }) };
}

/** Undefined where there is no start to compare with. */
async function outcomeOf({ folder, source }: TrainingWork, best: TrainingEpoch): Promise<TrainingOutcome | undefined> {
  const before = await readJudgedTable(folder, 0);
  const after = await readJudgedTable(folder, best.epoch);
  if (!before || !after) return undefined;
  const thresholds = { scoreThreshold: source.card.suggestedThreshold, iouThreshold: IOU_THRESHOLD };
  const pair = pairTables(before, after);
  const matched = (table: RunTable) => ({ table, matches: matchRun(table, thresholds) });
  const changed = listChangedCases({ left: matched(pair.left), right: matched(pair.right) });
  return { ...thresholds, changed: changed.slice(0, CASES_MAX) };
}
