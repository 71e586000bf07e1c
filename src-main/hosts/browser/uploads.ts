/** @file Takes in files that were dropped on the page, since a browser does not tell where they lie, and keeps them in a
 * private folder until the page lets them go or the host ends. */
import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { Failure, failureFrom } from "../../../src-shared/domain/failure";
import type { UploadedFile } from "../../../src-shared/contract/byte-paths";
import type { Logger } from "../../jobs/job";
import { failureResponse } from "../../services/bytes/byte-response";

/** The first part of byte-paths.ts's addresses of uploads. */
const UPLOADS = "/uploads/";
const FILE = /^\/uploads\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/([^/]+)$/u;
const FOLDER = /^\/uploads\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/u;
/** One part of a path, and not one that means another folder; Windows's own names and characters are refused too. */
const PLAIN_NAME = /^(?!\.)(?!(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))[^/\\:*?"<>|\p{Cc}]{1,200}(?<![. ])$/iu;

/** All uploads that lie here together. */
const MAX_BYTES = 8 * 1024 ** 3;
/** A client that has gone without a word. */
const SILENCE_MS = 60_000;

export function isUpload(pathname: string): boolean {
  return pathname.startsWith(UPLOADS);
}

export interface UploadsOptions {
  readonly log: Logger;
  readonly maxBytes?: number;
}

/** The caller has judged the request already: only the host's own page comes this far. */
export class Uploads {
  private root: Promise<string> | undefined;
  /** What each upload takes. */
  private readonly held = new Map<string, number>();
  private readonly log: Logger;
  private readonly maxBytes: number;

  constructor({ log, maxBytes = MAX_BYTES }: UploadsOptions) {
    this.log = log;
    this.maxBytes = maxBytes;
  }

  async answer(incoming: IncomingMessage, pathname: string): Promise<Response> {
    try {
      return await this.answerMethod(incoming, pathname);
    } catch (error) {
      // The rest is let in and dropped: a client that is cut off in the middle never reads why.
      incoming.resume();
      return failureResponse(error, pathname, this.log);
    }
  }

  /** Removes everything that was sent. */
  async close(): Promise<void> {
    const root = await this.root?.catch(() => undefined);
    if (root !== undefined) await rm(root, { recursive: true, force: true });
  }

  private async answerMethod(incoming: IncomingMessage, pathname: string): Promise<Response> {
    const [, folder] = FOLDER.exec(pathname) ?? [];
    if (incoming.method === "DELETE" && folder) {
      await this.release(folder);
      return new Response(null, { status: 204 });
    }
    const [, uploadId, encodedName] = FILE.exec(pathname) ?? [];
    if (incoming.method !== "PUT" || !uploadId || !encodedName) {
      throw new Failure("not-found", `Overread takes nothing in at ${pathname} by ${incoming.method}.`);
    }
    return Response.json(await this.receive(incoming, uploadId, plainName(encodedName)), { status: 201 });
  }

  private async receive(incoming: IncomingMessage, uploadId: string, name: string): Promise<UploadedFile> {
    this.require(Number(incoming.headers["content-length"] ?? 0), name);
    const folder = join(await this.folder(), uploadId);
    await mkdir(folder, { recursive: true });
    const file = join(folder, name);
    let fileBytes = 0;
    const count = async function* (this: Uploads): AsyncGenerator<Buffer> {
      for await (const chunk of incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        this.require(chunk.byteLength, name);
        this.hold(uploadId, chunk.byteLength);
        fileBytes += chunk.byteLength;
        yield chunk;
      }
    };
    incoming.setTimeout(SILENCE_MS, () => incoming.destroy(new Error(`${name} stopped coming.`)));
    try {
      // A name that is there already is no second file but a mistake.
      await pipeline(count.call(this), createWriteStream(file, { flags: "wx" }));
    } catch (cause) {
      if (!isTaken(cause)) await rm(file, { force: true });
      this.hold(uploadId, -fileBytes);
      throw explain(cause, name);
    }
    return { file, fileBytes };
  }

  private async release(uploadId: string): Promise<void> {
    await rm(join(await this.folder(), uploadId), { recursive: true, force: true });
    this.held.delete(uploadId);
  }

  /** Readable by this user alone. */
  private folder(): Promise<string> {
    return (this.root ??= mkdtemp(join(tmpdir(), "overread-uploads-")));
  }

  /** Never below nothing: an upload may be let go while its last file is still coming. */
  private hold(uploadId: string, bytes: number): void {
    this.held.set(uploadId, Math.max(0, (this.held.get(uploadId) ?? 0) + bytes));
  }

  private require(bytes: number, name: string): void {
    const heldBytes = [...this.held.values()].reduce((sum, one) => sum + one, 0);
    if (heldBytes + bytes <= this.maxBytes) return;
    const limit = `${Math.floor(this.maxBytes / 1024 ** 2)} MiB`;
    throw new Failure(
      "unsupported",
      `${name} is too big to send: dropped files may take ${limit}; type its path instead.`,
    );
  }
}

function plainName(encoded: string): string {
  const name = decode(encoded);
  if (PLAIN_NAME.test(name)) return name;
  throw new Failure("invalid-input", `“${name}” is not a name that a file can be kept under.`);
}

function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch (cause) {
    throw new Failure("invalid-input", `The name ${encoded} is not encoded as an address should be.`, { cause });
  }
}

function explain(cause: unknown, name: string): Failure {
  if (cause instanceof Failure) return cause;
  const { code } = cause as NodeJS.ErrnoException;
  if (code === "ENOSPC") {
    return new Failure("unsupported", `${name} could not be kept: the disk of ${tmpdir()} is full.`, { cause });
  }
  if (isTaken(cause)) return new Failure("conflict", `A file named ${name} was dropped twice.`, { cause });
  if (code === "ECONNRESET" || code === "ERR_STREAM_PREMATURE_CLOSE") {
    return new Failure("cancelled", `${name} was not sent to its end.`, { cause });
  }
  return failureFrom(cause);
}

function isTaken(cause: unknown): boolean {
  return cause instanceof Error && (cause as NodeJS.ErrnoException).code === "EEXIST";
}
