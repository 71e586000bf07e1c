/** @file The base of every procedure: the closed union of errors that may cross the boundary. */
import { oc } from "@orpc/contract";
import type { FailureCode } from "../domain/failure";

/** HTTP-like numbers that oRPC attaches to each code; readers look at the code and the sentence. */
export const FAILURES = {
  "unknown-procedure": { status: 404 },
  "invalid-input": { status: 400 },
  "not-found": { status: 404 },
  unsupported: { status: 422 },
  conflict: { status: 409 },
  cancelled: { status: 499 },
  internal: { status: 500 },
} as const satisfies Record<FailureCode, { status: number }>;

export const procedure = oc.errors(FAILURES);
