/** @file The job that looks into a model file and, where asked, registers a copy of it in the project. */
import { existsSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { Failure } from "../../src-shared/domain/failure";
import { ModelId } from "../../src-shared/domain/identifiers";
import { Model, ModelCard, ModelInspection } from "../../src-shared/domain/model";
import { cardFromShapes } from "../data/models/card-from-shapes";
import { checksumFile } from "../data/models/checksum-file";
import { knownCard } from "../data/models/known-models";
import { copyModel, modelFileName } from "../data/models/model-files";
import { readCardFile } from "../data/models/read-card";
import { cardFileBeside } from "../data/models/shipped-models";
import { insertModel, listModels } from "../data/store/models";
import type { ReadableStore } from "../data/store/store";
import type { DetectorSignature } from "./detector-signature";
import { inspectionOf, requireFit, requireModelFile, signatureOf, tryModel } from "./inspect-model";
import type { JobContext, JobDefinition } from "./job";
import { TIE_ORDERS } from "./runtime/tie-orders";

export const ImportModelInput = z.object({
  file: z.string().min(1),
  /** Absent: the card beside the file, a shipped detector's own, or a preset filled in from the shapes. */
  card: ModelCard.optional(),
  resourcesFolder: z.string().min(1),
  /** Absent: the file is looked into and tried, and nothing is kept; the job then needs no project. */
  register: z.object({ modelId: ModelId, projectFolder: z.string().min(1) }).optional(),
});
export type ImportModelInput = z.infer<typeof ImportModelInput>;

export const ImportModelOutput = z.object({
  inspection: ModelInspection,
  /** What was registered. */
  model: Model.optional(),
});
export type ImportModelOutput = z.infer<typeof ImportModelOutput>;

const ImportModelBatch = Model.extend({ file: z.string().min(1) });
type ImportModelBatch = z.infer<typeof ImportModelBatch>;

export const importModel: JobDefinition<ImportModelInput, ImportModelOutput, ImportModelBatch> = {
  kind: "import-model",
  input: ImportModelInput,
  output: ImportModelOutput,
  batch: ImportModelBatch,
  run: async (input, context) => {
    context.report({ done: 0, total: 3, note: `reading ${path.basename(input.file)}` });
    const fileBytes = await requireModelFile(input.file);
    const sha256 = await checksumFile(input.file, context.signal);
    const source = { ...input, sha256, fileBytes };
    const { register } = input;
    return register ? registerModel({ ...source, register }, context) : { inspection: await inspect(source, context) };
  },
  write: insertModel,
};

interface Source extends ImportModelInput {
  readonly sha256: string;
  readonly fileBytes: number;
}

type ModelContext = JobContext<ImportModelBatch>;

/** The copy is what is tried: weights that lie beside the original would not be found later either. */
async function registerModel(
  source: Source & { readonly register: NonNullable<ImportModelInput["register"]> },
  context: ModelContext,
): Promise<ImportModelOutput> {
  const { sha256, fileBytes, register } = source;
  await refuseKnown(context.store, source);
  const copy = await copyModel(source.file, register.projectFolder, sha256);
  try {
    const inspection = await inspect({ ...source, opened: copy.file }, context);
    const card = inspection.suggestedCard;
    const addedAt = new Date().toISOString();
    const model: Model = { id: register.modelId, name: card.name, sha256, fileBytes, addedAt, card };
    await copy.keep();
    await context.emit({ ...model, file: modelFileName(sha256) });
    context.report({ done: 3, total: 3, note: `registered ${card.name}` });
    return { inspection, model };
  } catch (thrown) {
    await copy.discard();
    throw thrown;
  }
}

/** @throws {Failure} `conflict` when the project has the same file already. */
async function refuseKnown(store: ReadableStore, { file, sha256 }: Source): Promise<void> {
  const same = (await listModels(store)).find((model) => model.sha256 === sha256);
  if (!same) return;
  const sentence = `${path.basename(file)} is registered already, as ${same.name}; a file that this project does not have was expected.`;
  throw new Failure("conflict", sentence);
}

async function inspect(source: Source & { readonly opened?: string }, context: ModelContext): Promise<ModelInspection> {
  const name = path.basename(source.file);
  context.report({ done: 1, total: 3, note: `opening ${name}` });
  const session = await openNamed(source, context);
  try {
    const signature = signatureOf(session, source.file);
    const card = source.card ?? (await findCard(source, signature));
    requireFit(card, signature, name);
    context.signal.throwIfAborted();
    context.report({ done: 2, total: 3, note: `trying ${name}` });
    await tryModel(session, signature, { card, name });
    return inspectionOf(session, { sha256: source.sha256, fileBytes: source.fileBytes, suggestedCard: card });
  } finally {
    await session.release();
  }
}

/** Whether a file is a detector does not depend on the device, and every machine has a CPU. */
async function openNamed(source: Source & { readonly opened?: string }, { sessions }: ModelContext) {
  try {
    // As a run will open it: torchvision's is the only convention of a card.
    return await sessions.open(source.opened ?? source.file, "cpu", { tieOrder: TIE_ORDERS.torchvision });
  } catch (thrown) {
    if (!(thrown instanceof Failure) || source.opened === undefined) throw thrown;
    // The person knows the file that they chose, not the copy.
    const sentence = thrown.message.replaceAll(path.basename(source.opened), path.basename(source.file));
    throw new Failure(thrown.code, sentence, { cause: thrown });
  }
}

async function findCard(source: Source, signature: DetectorSignature): Promise<ModelCard> {
  const beside = cardFileBeside(source.file);
  if (existsSync(beside)) return readCardFile(beside);
  return (await knownCard(source, source.resourcesFolder)) ?? cardFromShapes(source.file, signature);
}
