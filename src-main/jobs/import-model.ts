/** @file The job that looks into a model file and, where asked, registers a copy of it in the project. */
import { existsSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { Failure } from "../../src-shared/domain/failure";
import { ModelId } from "../../src-shared/domain/identifiers";
import { Model, ModelCard, ModelInspection } from "../../src-shared/domain/model";
import { checksumModel } from "../data/models/checksum-model";
import { knownCard } from "../data/models/known-models";
import { copyModel } from "../data/models/model-files";
import { readCardFile } from "../data/models/read-card";
import { cardFileBeside } from "../data/models/shipped-models";
import { insertModel, listModels } from "../data/store/models";
import type { ReadableStore } from "../data/store/store";
import { lookIntoModel, requireFit, requireModelFile } from "./inspect-model";
import type { JobContext, JobDefinition } from "./job";
import type { ModelContent } from "./model-content";
import { tryModel, type ModelEnds } from "./try-model";

export const ImportModelInput = z.object({
  file: z.string().min(1),
  /** Absent: the card beside the file, a known file's own, or a preset filled in from what the file says. */
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
    const source = await readSource(input, context);
    const { register } = input;
    if (register) return registerModel({ ...source, register }, context);
    const ends = await tryOut(source, source.file, context);
    return { inspection: inspectionOf(source, ends) };
  },
  write: insertModel,
};

/** A file that has been looked into, with the card that it is used by. */
interface Source {
  /** Absolute. */
  readonly file: string;
  readonly fileBytes: number;
  readonly sha256: string;
  readonly content: ModelContent;
  readonly card: ModelCard;
}

type ModelContext = JobContext<ImportModelBatch>;
type Registration = NonNullable<ImportModelInput["register"]>;

async function readSource(input: ImportModelInput, context: ModelContext): Promise<Source> {
  const { file } = input;
  const name = path.basename(file);
  context.report({ done: 0, total: 3, note: `reading ${name}` });
  const ownBytes = await requireModelFile(file);
  const content = await lookIntoModel({ file, fileBytes: ownBytes }, context.sessions);
  context.signal.throwIfAborted();
  const { sha256, fileBytes } = await checksumModel({ file, dataFiles: content.dataFiles }, context.signal);
  const card = input.card ?? (await findCard({ ...input, sha256, fileBytes })) ?? content.suggestedCard;
  requireFit(card, content, name);
  return { file, fileBytes, sha256, content, card };
}

async function findCard({
  file,
  resourcesFolder,
  ...checksum
}: Pick<ImportModelInput, "file" | "resourcesFolder"> & Pick<Source, "sha256" | "fileBytes">): Promise<
  ModelCard | undefined
> {
  const beside = cardFileBeside(file);
  // A known file's own card is tried first only where nobody has written another one.
  return existsSync(beside) ? readCardFile(beside) : knownCard(checksum, resourcesFolder);
}

/** The copy is what is tried: weights that lie beside the original and were not copied would not be found later. */
async function registerModel(
  source: Source & { readonly register: Registration },
  context: ModelContext,
): Promise<ImportModelOutput> {
  const { file, sha256, fileBytes, card, content, register } = source;
  const { facts, dataFiles } = content;
  await refuseKnown(context.store, source);
  const copy = await copyModel(
    { file, sha256, format: facts.format, dataFiles },
    register.projectFolder,
    register.modelId,
  );
  try {
    const ends = await tryOut(source, copy.file, context);
    const addedAt = new Date().toISOString();
    const model: Model = { id: register.modelId, name: card.name, sha256, fileBytes, addedAt, facts, card };
    await copy.keep();
    await context.emit({ ...model, file: copy.keptAs });
    context.report({ done: 3, total: 3, note: `registered ${card.name}` });
    return { inspection: inspectionOf(source, ends), model };
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

async function tryOut({ file, card }: Source, opened: string, context: ModelContext): Promise<ModelEnds> {
  const name = path.basename(file);
  context.report({ done: 1, total: 3, note: `trying ${name}` });
  const ends = await tryModel({ file: opened, name, card }, context);
  context.signal.throwIfAborted();
  return ends;
}

function inspectionOf({ sha256, fileBytes, content, card }: Source, { inputs, outputs }: ModelEnds): ModelInspection {
  const { facts, conventions } = content;
  const describe = ({ name, type, shape }: ModelEnds["inputs"][number]) => ({ name, type, shape: [...shape] });
  return {
    sha256,
    fileBytes,
    inputs: inputs.map(describe),
    outputs: outputs.map(describe),
    facts,
    conventions: [...conventions],
    suggestedCard: card,
  };
}
