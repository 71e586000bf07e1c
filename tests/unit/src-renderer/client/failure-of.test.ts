/** @file Whatever is thrown becomes a code and a sentence. */
import { ORPCError } from "@orpc/client";
import { expect, test } from "vitest";
import { ConnectionLost } from "../../../../src-renderer/client/connection-lost";
import { failureOf } from "../../../../src-renderer/client/failure-of";
import { Failure } from "../../../../src-shared/domain/failure";

test.each([
  [new ORPCError("conflict", { message: "It is open elsewhere." }), "conflict", "It is open elsewhere."],
  [new ORPCError("BAD_REQUEST", { message: "No." }), "invalid-input", "No."],
  [new ORPCError("TEAPOT", { message: "Short and stout." }), "internal", "Short and stout."],
  [new Failure("not-found", "No such run."), "not-found", "No such run."],
  [new ConnectionLost(), "disconnected", "The connection to Overread's back end is lost."],
])("%s is told as %s", (thrown, code, message) => {
  expect(failureOf(thrown)).toEqual({ code, message });
});

test("an aborted call is a cancelled one", () => {
  expect(failureOf(new DOMException("aborted", "AbortError")).code).toBe("cancelled");
});

test("what nobody foresaw keeps its details to itself", () => {
  expect(failureOf(new TypeError("x is undefined")).message).not.toContain("undefined");
  expect(failureOf("a string").code).toBe("internal");
  expect(failureOf(undefined).code).toBe("internal");
});
