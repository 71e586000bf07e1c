/** @file The card that a person asks for on the command line, by a file, a preset, a convention or single figures. */
import { Failure } from "../../../src-shared/domain/failure";
import { ModelConvention, type ModelCard, type ModelInspection } from "../../../src-shared/domain/model";
import { CARD_PRESETS, CONVENTION_CARDS, type CardPreset } from "../../data/models/card-presets";
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

/** Undefined where the person asks for nothing: the registration then chooses.
 * @throws {Failure} `invalid-input` for wishes that contradict each other or mean nothing. */
export async function chooseCard({
  client,
  file,
  given,
  wishes,
}: {
  readonly client: CommandClient;
  readonly file: string;
  readonly given: ModelCard | undefined;
  readonly wishes: CardWishes;
}): Promise<ModelCard | undefined> {
  const { preset, convention, minSize, maxSize } = wishes;
  if ([given, preset, convention].filter((wish) => wish !== undefined).length > 1) {
    throw new Failure("invalid-input", "Only one of --card, --preset and --convention was expected.");
  }
  const hasSizes = minSize !== undefined || maxSize !== undefined;
  if (preset === undefined && convention === undefined && !hasSizes) return given;
  const card = given ?? (await cardByWish(client, file, wishes));
  return hasSizes ? withSizes(card, wishes) : card;
}

async function cardByWish(client: CommandClient, file: string, wishes: CardWishes): Promise<ModelCard> {
  const { preset, convention } = wishes;
  if (convention !== undefined) {
    const base = CONVENTION_CARDS[parseConvention(convention)];
    return filledIn(base, file, await inspectIfPossible(client, file));
  }
  const inspection = await client.models.inspect({ file });
  return preset === undefined ? inspection.suggestedCard : filledIn(findPreset(preset, inspection), file, inspection);
}

/** A file that fails by the convention that looked likeliest may be read well by the one that the person knows. */
async function inspectIfPossible(client: CommandClient, file: string): Promise<ModelInspection | undefined> {
  return client.models.inspect({ file }).catch(() => undefined);
}

function filledIn(base: ModelCard, file: string, inspection: ModelInspection | undefined): ModelCard {
  if (!inspection) return suggestCard(base, { file });
  const { inputs, facts, suggestedCard } = inspection;
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

function parseConvention(text: string): ModelConvention {
  const convention = ModelConvention.safeParse(text.toLowerCase());
  if (convention.success) return convention.data;
  const known = ModelConvention.options.join(", ");
  throw new Failure("invalid-input", `There is no convention ${text}; expected was one of ${known}.`);
}

/** Of presets for checkpoints and for exports that begin alike, the one for this kind of file. */
function findPreset(name: string, { facts }: ModelInspection): ModelCard {
  const fits = ({ card }: CardPreset): boolean => (card.convention === "checkpoint") === (facts.format !== "onnx");
  const found = CARD_PRESETS.filter(({ title }) => title.toLowerCase().startsWith(name.trim().toLowerCase()));
  const fitting = found.filter(fits);
  if (fitting.length === 1) return fitting[0]!.card;
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
