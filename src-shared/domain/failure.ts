/** @file The failures that a caller can act on, as one closed union of codes with a sentence for the reader. */
import { z } from "zod";

export const FAILURE_CODES = [
  "unknown-procedure",
  "invalid-input",
  "not-found",
  "unsupported",
  "conflict",
  "cancelled",
  "internal",
] as const;

export const FailureCode = z.enum(FAILURE_CODES);
export type FailureCode = z.infer<typeof FailureCode>;

/** The caller can act on it: `message` is one sentence that says what was found, where, and what was expected. */
export class Failure extends Error {
  override readonly name = "Failure";

  constructor(
    readonly code: FailureCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The sentence to show for any thrown value; details of unexpected errors stay in the log. */
export function failureFrom(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  if (isAbort(thrown)) return new Failure("cancelled", "The work was cancelled.", { cause: thrown });
  return new Failure("internal", "Something went wrong inside Overread; the log has the details.", { cause: thrown });
}

function isAbort(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === "AbortError";
}
