/** @file The answers of the byte service: bytes with a tag to ask again with, or one sentence as JSON. */
import { failureFrom, type FailureCode } from "../../../src-shared/domain/failure";
import { FAILURES } from "../../../src-shared/contract/procedure";
import type { Logger } from "../../jobs/job";

export interface ByteContent {
  readonly type: string;
  readonly body: Uint8Array<ArrayBuffer> | string;
  /** Names this content for good: the same tag never stands for other bytes. */
  readonly tag?: string;
  /** Name to save it under. */
  readonly fileName?: string;
}

export function contentResponse(content: ByteContent): Response {
  const headers = new Headers({
    "content-type": content.type,
    "x-content-type-options": "nosniff",
    // Kept, but asked for again by tag: another project may use the same identifiers for other images.
    "cache-control": content.tag === undefined ? "no-store" : "private, no-cache",
  });
  if (content.tag !== undefined) headers.set("etag", quoted(content.tag));
  if (content.fileName !== undefined) headers.set("content-disposition", attachment(content.fileName));
  return new Response(content.body, { headers });
}

/** True where the client holds the content of this tag already. */
export function holdsTag(request: Request, tag: string): boolean {
  const held = request.headers.get("if-none-match") ?? "";
  return held.split(",").some((one) => one.trim().replace(/^W\//u, "") === quoted(tag));
}

export function notModifiedResponse(tag: string): Response {
  return new Response(null, { status: 304, headers: { etag: quoted(tag), "cache-control": "private, no-cache" } });
}

export function failureResponse(thrown: unknown, where: string, log: Logger): Response {
  const failure = failureFrom(thrown);
  if (failure.code === "internal") log.error(`The bytes of ${where} could not be given.`, { error: thrown });
  return sentenceResponse(failure.code, failure.message, FAILURES[failure.code].status);
}

export function sentenceResponse(code: FailureCode, message: string, status: number): Response {
  const headers = {
    "content-type": "application/json",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  };
  return new Response(JSON.stringify({ code, message }), { status, headers });
}

function quoted(tag: string): string {
  return `"${tag}"`;
}

/** Names in any script, RFC 6266 with RFC 8187. */
function attachment(fileName: string): string {
  const plain = fileName.replace(/[^\w .-]/gu, "_");
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeExtended(fileName)}`;
}

/** `encodeURIComponent` leaves four characters that have a meaning or no place here. */
function encodeExtended(text: string): string {
  return encodeURIComponent(text).replace(
    /['()*]/gu,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
