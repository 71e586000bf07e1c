/** @file The one sentence in which an image is refused: the file, what was found in it, what was expected. */
import { Failure } from "../../../src-shared/domain/failure";

/** `found` may quote the file, which may hold anything: control characters would break the sentence. */
export function refusal(fileName: string, found: string, expected: string): Failure {
  const legible = found.replaceAll(/\p{Cc}/gu, "?");
  return new Failure("unsupported", `${fileName} holds ${legible}; expected ${expected}.`);
}
