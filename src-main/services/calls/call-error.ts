/** @file Turns whatever a procedure threw into the closed union of errors that may cross to a client. */
import { ORPCError, ValidationError } from "@orpc/server";
import { FAILURE_CODES, failureFrom, type FailureCode } from "../../../src-shared/domain/failure";
import { FAILURES } from "../../../src-shared/contract/procedure";
import type { Logger } from "../../jobs/job";
import { describeIssues } from "./describe-issues";

/** The error to send; one that nobody foresaw goes to the log with its stack, and only its sentence to the client. */
export function callError(thrown: unknown, where: string, log: Logger): ORPCError<FailureCode, undefined> {
  if (thrown instanceof ORPCError && isFailureCode(thrown.code)) return wireError(thrown.code, thrown.message, thrown);
  if (isRefusedInput(thrown)) return wireError("invalid-input", describeRefusal(thrown, where), thrown);
  const failure = failureFrom(thrown);
  if (failure.code === "internal") log.error(`${where} failed.`, { error: thrown });
  return wireError(failure.code, failure.message, thrown);
}

/** What the transports answer to a path that no procedure has. */
export function unknownProcedure(path: string): ORPCError<FailureCode, undefined> {
  return wireError("unknown-procedure", `Overread has no procedure ${path}.`, undefined);
}

function wireError(code: FailureCode, message: string, cause: unknown): ORPCError<FailureCode, undefined> {
  return new ORPCError(code, { defined: true, status: FAILURES[code].status, message, cause });
}

function isFailureCode(code: string): code is FailureCode {
  return (FAILURE_CODES as readonly string[]).includes(code);
}

/** oRPC's own code for input that does not fit the contract, or that could not be decoded at all. */
function isRefusedInput(thrown: unknown): thrown is ORPCError<"BAD_REQUEST", unknown> {
  return thrown instanceof ORPCError && thrown.code === "BAD_REQUEST";
}

function describeRefusal(error: ORPCError<"BAD_REQUEST", unknown>, where: string): string {
  if (error.cause instanceof ValidationError) return describeIssues(error.cause.issues, error.cause.data, where);
  return `What was sent to ${where} could not be read as a call of Overread.`;
}
