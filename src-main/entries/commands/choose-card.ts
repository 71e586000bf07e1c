/** @file The card that a person asks for on the command line, by a file, a preset, a convention or single figures. */
import { basename } from "node:path";
import { Failure } from "../../../src-shared/domain/failure";
import { ModelConvention, type ModelCard, type ModelInspection } from "../../../src-shared/domain/model";
import { CARD_PRESETS, type CardPreset } from "../../data/models/card-presets";
import { checkpointFormatOf } from "../../data/models/open-checkpoint";
import { suggestCard } from "../../data/models/suggest-card";
import { imageInputOf } from "../../jobs/image-input";
import type { CommandClient } from "./command-context";

export interface CardWishes {
  /** The beginning of a preset's title. */
  readonly preset?: string | undefined;
  readonly convention?: string | undefined;
  /** Of the network's own resizing. */
  readonly minSize?: number | undefined;
  readonly maxSize?: number | undefined;
}

interface CardChoice {
  readonly client: CommandClient;
  readonly file: string;
  /** Read from a file. */
  readonly given: ModelCard | undefined;
  readonly wishes: CardWishes;
  /** Says what a person would not expect. */
  readonly tell: (text: string) => void;
}

/** Undefined where the person asks for nothing: the registration then chooses.
 * @throws {Failure} `invalid-input` for wishes that contradict each other or mean nothing. */
export async function chooseCard(choice: CardChoice): Promise<ModelCard | undefined> {
  const { given, wishes } = choice;
  const { preset, convention, minSize, maxSize } = wishes;
  if ([given, preset, convention].filter((wish) => wish !== undefined).length > 1) {
    throw new Failure("invalid-input", "Only one of --card, --preset and --convention was expected.");
  }
  const hasSizes = minSize !== undefined || maxSize !== undefined;
  if (preset === undefined && convention === undefined && !hasSizes) return given;
  const card = given ?? (await cardByWish(choice));
  return hasSizes ? withSizes(card, wishes) : card;
}

async function cardByWish({ client, file, wishes, tell }: CardChoice): Promise<ModelCard> {
  const { preset, convention } = wishes;
  if (preset !== undefined) return cardOfPreset(findPreset(preset, file), { client, file, tell });
  const known = convention === undefined ? {} : { convention: parseConvention(convention) };
  return (await client.models.inspect({ file, ...known })).suggestedCard;
}

async function cardOfPreset(
  { title, card }: CardPreset,
  { client, file, tell }: Pick<CardChoice, "client" | "file" | "tell">,
): Promise<ModelCard> {
  const inspection = await client.models.inspect({ file, convention: card.convention });
  const filled = filledIn(card, file, inspection);
  if (Object.keys(card.labels).length > 0 && Object.keys(filled.labels).length === 0) {
    const names = Object.values(card.labels).map((name) => `“${name}”`);
    const classes = `${basename(file)} has ${inspection.facts.classes} classes with the background`;
    tell(`${classes}, which the names of “${title}” (${names.join(", ")}) do not fit: they stay without names.`);
  }
  return filled;
}

function filledIn(base: ModelCard, file: string, { inputs, facts, suggestedCard }: ModelInspection): ModelCard {
  const { channels, heightPx, widthPx } = imageInputOf(inputs) ?? imageInputOf(inputs, true) ?? {};
  return suggestCard(base, {
    file,
    ...(channels !== undefined && { channels }),
    ...(heightPx !== undefined && { heightPx }),
    ...(widthPx !== undefined && { widthPx }),
    ...(facts.classes !== undefined && { classes: facts.classes }),
    ...(facts.format === "onnx" && Object.keys(suggestedCard.labels).length > 0 && { labels: suggestedCard.labels }),
  });
}

export function parseConvention(text: string): ModelConvention {
  const convention = ModelConvention.safeParse(text.toLowerCase());
  if (convention.success) return convention.data;
  const known = ModelConvention.options.join(", ");
  throw new Failure("invalid-input", `There is no convention ${text}; expected was one of ${known}.`);
}

/** Of presets for checkpoints and for exports that begin alike, the one for this kind of file. */
function findPreset(name: string, file: string): CardPreset {
  const isCheckpoint = checkpointFormatOf(file) !== undefined;
  const fits = ({ card }: CardPreset): boolean => (card.convention === "checkpoint") === isCheckpoint;
  const found = CARD_PRESETS.filter(({ title }) => title.toLowerCase().startsWith(name.trim().toLowerCase()));
  const fitting = found.filter(fits);
  if (fitting.length === 1) return fitting[0]!;
  const titles = (fitting.length > 1 ? fitting : CARD_PRESETS.filter(fits)).map(({ title }) => `“${title}”`).join(", ");
  throw new Failure(
    "invalid-input",
    `${fitting.length} presets for this file begin with “${name}”; there are ${titles}.`,
  );
}

function withSizes(card: ModelCard, { minSize, maxSize }: CardWishes): ModelCard {
  if (card.convention !== "checkpoint") {
    const found = "--min-size and --max-size are for checkpoints, whose network resizes by itself";
    throw new Failure("invalid-input", `${found}; this card is of another convention.`);
  }
  const network = {
    ...card.network,
    ...(minSize !== undefined && { minSizePx: minSize }),
    ...(maxSize !== undefined && { maxSizePx: maxSize }),
  };
  return { ...card, network };
}
