/** @file Says by which convention a model is read and how to choose another one, for a person who knows it better. */
import { conventionName, type Model, type ModelConvention } from "../../../src-shared/domain/model";

const ALL = new Intl.ListFormat("en-GB", { type: "conjunction" });
const ONE = new Intl.ListFormat("en-GB", { type: "disjunction" });

/** The end of a sentence, and one about the others, if there are any. */
export function describeReading({ card, facts }: Pick<Model, "card" | "facts">): string {
  const others = (facts?.conventions ?? []).filter((convention) => convention !== card.convention);
  const reading = `read as “${conventionName(card.convention)}”.`;
  return others.length === 0 ? reading : `${reading} ${describeOthers(others)}`;
}

function describeOthers(others: readonly ModelConvention[]): string {
  const names = ALL.format(others.map((convention) => `“${conventionName(convention)}”`));
  const verb = others.length === 1 ? "fits" : "fit";
  return `${names} ${verb} its names and shapes too: --convention ${ONE.format(others)}.`;
}
