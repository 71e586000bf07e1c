/** @file Bulk bytes: pictures, tables and files that do not travel as messages. Paths are those of byte-paths.ts. */
import { Failure, FailureCode } from "../../src-shared/domain/failure";
import { z } from "zod";
import { ConnectionLost } from "./connection-lost";

/** The address of a byte path, for an image's `src` or a link; the same origin in both hosts. */
export function byteUrl(path: string): string {
  return new URL(path, window.location.href).href;
}

/** @throws {Failure} with the byte service's own code and sentence. @throws {ConnectionLost} */
export async function fetchBytes(path: string, signal?: AbortSignal): Promise<ArrayBuffer> {
  const response = await request(path, signal);
  if (!response.ok) throw await refusalOf(response, path);
  return response.arrayBuffer();
}

async function request(path: string, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await fetch(byteUrl(path), { credentials: "same-origin", ...(signal && { signal }) });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ConnectionLost({ cause });
  }
}

const Refusal = z.object({ code: FailureCode, message: z.string() });

async function refusalOf(response: Response, path: string): Promise<Failure> {
  return refusalFrom(await response.text(), response.status, path);
}

/** What an answer other than success says, in the byte service's own words where it has some. */
export function refusalFrom(text: string, status: number, path: string): Failure {
  const refusal = Refusal.safeParse(parseJson(text));
  if (refusal.success) return new Failure(refusal.data.code, refusal.data.message);
  return new Failure(
    status === 404 ? "not-found" : "internal",
    `The bytes at ${path} were refused with status ${status}.`,
  );
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A refusal from outside the byte service is plain text; the caller then falls back on the status.
    return undefined;
  }
}
