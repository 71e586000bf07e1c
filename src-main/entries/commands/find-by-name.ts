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
  const listed = names.length === 0 ? "it has none" : `it has ${names.map((one) => `“${one}”`).join(", ")}`;
  throw new Failure("not-found", `The project has no ${what} “${name}”; ${listed}.`);
}
