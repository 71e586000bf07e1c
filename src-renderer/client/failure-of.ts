/** @file The code and sentence to show for anything that a call or a fetch has thrown. */
import { ORPCError } from "@orpc/client";
import { Failure, FailureCode, failureFrom } from "../../src-shared/domain/failure";
import { ConnectionLost } from "./connection-lost";

export interface CallFailure {
  readonly code: FailureCode | "disconnected";
  readonly message: string;
}

/** Never throws, whatever it is given. */
export function failureOf(thrown: unknown): CallFailure {
  if (thrown instanceof ConnectionLost) return { code: "disconnected", message: thrown.message };
  if (thrown instanceof ORPCError) return { code: codeOf(thrown), message: thrown.message };
  const { code, message } = thrown instanceof Failure ? thrown : failureFrom(thrown);
  return { code, message };
}

/** oRPC's own codes, for what it refuses before a procedure is reached. */
const OWN_CODES: Readonly<Record<string, FailureCode>> = {
  BAD_REQUEST: "invalid-input",
  NOT_FOUND: "unknown-procedure",
  CLIENT_CLOSED_REQUEST: "cancelled",
};

function codeOf(error: ORPCError<string, unknown>): FailureCode {
  const declared = FailureCode.safeParse(error.code);
  return declared.success ? declared.data : (OWN_CODES[error.code] ?? "internal");
}
