/** @file The job that looks into a model file and, where asked, registers a copy of it in the project. */
import { existsSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { Failure } from "../../src-shared/domain/failure";
import { ModelId } from "../../src-shared/domain/identifiers";
import { Model, ModelCard, ModelConvention, ModelInspection } from "../../src-shared/domain/model";
import { CONVENTION_CARDS } from "../data/models/card-presets";
import { checksumModel } from "../data/models/checksum-model";
import { knownCard } from "../data/models/known-models";
import { copyModel } from "../data/models/model-files";
import { readCardFile } from "../data/models/read-card";
import { cardFileBeside } from "../data/models/shipped-models";
import { suggestCard } from "../data/models/suggest-card";
import { insertModel, listModels } from "../data/store/models";
import type { ReadableStore } from "../data/store/store";
import { chooseReading, describeRefusal, type ChosenReading } from "./choose-reading";
import { lookIntoModel, requireFit, requireModelFile } from "./inspect-model";
import type { JobContext, JobDefinition } from "./job";
import type { ModelContent } from "./model-content";
import type { ModelEnds } from "./try-model";

export const ImportModelInput = z.object({
  file: z.string().min(1),
  /** Absent: the card beside the file, a known file's own, or the first preset, filled in from what the file says, that
   * passes a trial. */
  card: ModelCard.optional(),
  /** How the answer reads, where a person knows it and has no card. */
  convention: ModelConvention.optional(),
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

/** The largest detectors answer one image on a slow CPU in less than a minute; a graph may hold a loop without end. */
const SILENCE_MS = 5 * 60_000;

export const importModel: JobDefinition<ImportModelInput, ImportModelOutput, ImportModelBatch> = {
  kind: "import-model",
  patience: {
    silenceMs: SILENCE_MS,
    failure: ({ file }) => {
      const sentence = `${path.basename(file)} gave no answer to its trial run within ${SILENCE_MS / 60_000} minutes; its work was stopped.`;
      return new Failure("unsupported", sentence);
    },
  },
  input: ImportModelInput,
  output: ImportModelOutput,
  batch: ImportModelBatch,
  run: async (input, context) => {
    const source = await readSource(input, context);
    const { register } = input;
    if (register) return registerModel({ ...source, register }, context);
    return { inspection: inspectionOf(source, await tryOut(source, source.file, context)) };
  },
  write: insertModel,
};

/** A file that has been looked into. */
interface Source {
  /** Absolute. */
  readonly file: string;
  readonly fileBytes: number;
  readonly sha256: string;
  readonly content: ModelContent;
  /** By which it may be used, the likeliest first. */
  readonly cards: readonly ModelCard[];
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
  const cards = await cardsFor({ ...input, sha256, fileBytes }, content);
  for (const card of cards) requireFit(card, content, name);
  return { file, fileBytes, sha256, content, cards };
}

async function cardsFor(
  input: ImportModelInput & Pick<Source, "sha256" | "fileBytes">,
  content: ModelContent,
): Promise<readonly ModelCard[]> {
  const { file, card, convention } = input;
  if (card) return [card];
  const found = await findCard(input);
  if (found && (convention === undefined || found.convention === convention)) return [found];
  const { readings } = content;
  if (convention === undefined) return readings.map((reading) => reading.card);
  const wished = readings.find((reading) => reading.convention === convention)?.card;
  return [wished ?? suggestCard(CONVENTION_CARDS[convention], { file, ...content.input })];
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
  const { file, sha256, fileBytes, content, register } = source;
  const { facts, dataFiles } = content;
  const lost = await findLost(context.store, register.projectFolder, source);
  const copy = await copyModel(
    { file, sha256, format: facts.format, dataFiles },
    register.projectFolder,
    register.modelId,
  );
  try {
    const chosen = await tryOut(source, copy.file, context);
    const inspection = inspectionOf(source, chosen);
    const { card } = chosen;
    await copy.keep();
    if (lost) {
      context.report({ done: 3, total: 3, note: `brought back the file of ${lost.name}` });
      return { inspection, model: lost };
    }
    const common = { sha256, fileBytes, facts: inspection.facts, card };
    const model: Model = { id: register.modelId, name: card.name, addedAt: new Date().toISOString(), ...common };
    await context.emit({ ...model, file: copy.keptAs });
    context.report({ done: 3, total: 3, note: `registered ${card.name}` });
    return { inspection, model };
  } catch (thrown) {
    await copy.discard();
    throw thrown;
  }
}

/** The model that is registered with this very file, where the project's copy has gone; it keeps its card and its runs.
 * @throws {Failure} `conflict` when the project has the file already. */
async function findLost(
  store: ReadableStore,
  projectFolder: string,
  { file, sha256 }: Source,
): Promise<Model | undefined> {
  const same = (await listModels(store)).find((model) => model.sha256 === sha256);
  if (!same) return undefined;
  const { file: kept, ...model } = same;
  if (!existsSync(path.resolve(projectFolder, kept))) return model;
  const sentence = `${path.basename(file)} is registered already, as ${same.name}; a file that this project does not have was expected.`;
  throw new Failure("conflict", sentence);
}

async function tryOut({ file, cards }: Source, opened: string, context: ModelContext): Promise<ChosenReading> {
  const name = path.basename(file);
  context.report({ done: 1, total: 3, note: `trying ${name}` });
  return chooseReading({ file: opened, name, cards }, context);
}

function inspectionOf(source: Source, { card, ends, refused }: ChosenReading): ModelInspection {
  const { file, sha256, fileBytes, content } = source;
  const name = path.basename(file);
  const failed = new Set(refused.map((reading) => reading.card.convention));
  const fitting = content.readings.filter(({ convention }) => !failed.has(convention));
  const classes = fitting.find(({ convention }) => convention === card.convention)?.classes;
  const warnings = [...(content.facts.warnings ?? []), ...refused.map((reading) => describeRefusal(reading, name))];
  return {
    sha256,
    fileBytes,
    inputs: ends.inputs.map(describeTensor),
    outputs: ends.outputs.map(describeTensor),
    facts: {
      ...content.facts,
      ...(classes !== undefined && { classes }),
      conventions: fitting.map(({ convention }) => convention),
      ...(warnings.length > 0 && { warnings }),
    },
    conventions: fitting.map(({ convention, reason }) => ({ convention, reason })),
    suggestedCard: card,
  };
}

function describeTensor({ name, type, shape }: ModelEnds["inputs"][number]): ModelInspection["inputs"][number] {
  return { name, type, shape: [...shape] };
}
