/** @file Reads a JSON file that a person named. */
import { readFile } from "node:fs/promises";
import { Failure } from "../../../src-shared/domain/failure";

/** `what` names what the file should hold, for example "a model card".
 * @throws {Failure} `not-found` when it cannot be read, `invalid-input` when it is no JSON. */
export async function readJsonFile(file: string, what: string): Promise<unknown> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new Failure("not-found", `The file ${file} cannot be read; ${what} was expected there.`, { cause });
  });
  try {
    // A byte order mark, as Windows' editors write one, is no part of the JSON.
    return JSON.parse(text.replace(/^\uFEFF/u, ""));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Failure("invalid-input", `The file ${file} is no JSON (${reason}); ${what} was expected.`, { cause });
  }
}
