/** @file Finds a slip in a name deep within a file of settings: schemas take what they know and pass over the rest. */
import { Failure } from "../../../src-shared/domain/failure";

/** `taken` is what a schema made of `given`. A field with a slip in its name would otherwise be a default that nobody
 * asked for.
 * @throws {Failure} `invalid-input` with the first field that was passed over, and those that are known beside it */
export function refuseStrangeFields(given: unknown, taken: unknown, file: string, path: readonly string[] = []): void {
  if (!isRecord(given) || !isRecord(taken)) return;
  for (const [key, value] of Object.entries(given)) {
    const place = [...path, key];
    if (!Object.hasOwn(taken, key)) {
      const known = Object.keys(taken).join(", ");
      throw new Failure(
        "invalid-input",
        `${file} has a field ${place.join(".")}, which is not known; known are ${known}.`,
      );
    }
    refuseStrangeFields(value, taken[key], file, place);
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
