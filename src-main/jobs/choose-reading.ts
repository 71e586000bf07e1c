/** @file Chooses how a model is read: by the first of several cards with which it passes a trial. */
import { Failure } from "../../src-shared/domain/failure";
import { conventionName, type ModelCard } from "../../src-shared/domain/model";
import type { DetectorContext } from "./detectors/detector";
import type { JobContext } from "./job";
import { tryModel, type ModelEnds, type ModelToTry } from "./try-model";

const ONE_OF = new Intl.ListFormat("en-GB", { type: "disjunction" });

export interface ChosenReading {
  readonly card: ModelCard;
  readonly ends: ModelEnds;
  /** Likelier ones, which failed. */
  readonly refused: readonly RefusedReading[];
}

export interface RefusedReading {
  readonly card: ModelCard;
  readonly failure: Failure;
}

/** @throws {Failure} `unsupported` when it fails with each of them, in one sentence that names all. */
export async function chooseReading(
  { cards, ...model }: Omit<ModelToTry, "card"> & { readonly cards: readonly ModelCard[] },
  context: DetectorContext & Pick<JobContext<never>, "signal">,
): Promise<ChosenReading> {
  const refused: RefusedReading[] = [];
  for (const card of cards) {
    try {
      const ends = await tryModel({ ...model, card }, context);
      context.signal.throwIfAborted();
      return { card, ends, refused };
    } catch (thrown) {
      if (!(thrown instanceof Failure) || thrown.code !== "unsupported") throw thrown;
      context.signal.throwIfAborted();
      refused.push({ card, failure: thrown });
    }
  }
  throw nothingPassed(refused, model.name);
}

function nothingPassed(refused: readonly RefusedReading[], name: string): Failure {
  const { failure } = refused[0]!;
  if (refused.length === 1) return failure;
  // What is wrong with the file itself fails alike, however it is read.
  const reasons = new Set(refused.map((reading) => reasonOf(reading, name)));
  const told = [...reasons].map((reason) => {
    const alike = refused.filter((reading) => reasonOf(reading, name) === reason);
    return `as ${ONE_OF.format(alike.map(quotedName))} (${reason})`;
  });
  return new Failure("unsupported", `${name} cannot be read ${told.join(", nor ")}.`, { cause: failure });
}

/** One sentence for a person who may have expected this convention. */
export function describeRefusal(reading: RefusedReading, name: string): string {
  return `${name} looks more like ${quotedName(reading)}, but cannot be read so (${reasonOf(reading, name)}).`;
}

function quotedName({ card }: RefusedReading): string {
  return `“${conventionName(card.convention)}”`;
}

/** For the middle of a sentence that names the file already. */
function reasonOf({ failure }: RefusedReading, name: string): string {
  return failure.message.replace(name, "it").replace(/\.$/, "");
}
