/** @file Finds what a person named on the command line, or says which names there are. */
import { Failure } from "../../../src-shared/domain/failure";

/** Capitals do not matter where only one name is meant. @throws {Failure} `not-found` with the known names. */
export function findByName<Named extends { readonly name: string }>(
  known: readonly Named[],
  name: string,
  what: string,
): Named {
  const alike = known.filter((one) => one.name.toLowerCase() === name.toLowerCase());
  const found = known.find((one) => one.name === name) ?? (alike.length === 1 ? alike[0] : undefined);
  if (found) return found;
  const names = [...new Set(known.map((one) => one.name))];
  throw new Failure("not-found", `The project has no ${what} “${name}”; it has ${listNames(names)}.`);
}

/** More would not be read. */
const NAMES_SHOWN = 8;

function listNames(names: readonly string[]): string {
  if (names.length === 0) return "none";
  const shown = names.slice(0, NAMES_SHOWN).map((one) => `“${one}”`);
  return names.length > NAMES_SHOWN ? `${shown.join(", ")} and ${names.length - NAMES_SHOWN} more` : shown.join(", ");
}
