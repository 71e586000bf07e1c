/** @file Decoded frames and thumbnails, the latest of them kept in memory. */
import assert from "node:assert";
import { LRUCache } from "lru-cache";
import { Failure } from "../../../src-shared/domain/failure";
import type { Box } from "../../../src-shared/domain/box";
import type { Instance } from "../../../src-shared/domain/instance";
import { decodeFrame, type Frame } from "../../data/dicom/frame";
import { toGreyImage } from "../../data/dicom/grey-image";
import { readInstanceFile } from "../../data/dicom/read-instance-file";
import { renderThumbnail } from "../../data/dicom/thumbnail";
import { describeLocation } from "../../../src-shared/domain/instance";
import { Turnstile } from "./turnstile";

const FRAME_CACHE_BYTES = 256 * 2 ** 20;
const THUMBNAIL_CACHE_BYTES = 64 * 2 ** 20;
/** A large radiograph takes tens of megabytes while it is decoded; a page of thumbnails asks for dozens at once. */
const DECODED_AT_ONCE = 4;

export interface ThumbnailRequest {
  readonly sizePx: number;
  readonly around?: Box;
}

export class ImageBytes {
  private readonly turnstile = new Turnstile(DECODED_AT_ONCE);
  private readonly frames: LRUCache<string, Frame, { instance: Instance; frame: number }>;

  private readonly thumbnails = new LRUCache<string, Uint8Array, { instance: Instance; request: ThumbnailRequest }>({
    maxSize: THUMBNAIL_CACHE_BYTES,
    sizeCalculation: (bytes) => Math.max(1, bytes.byteLength),
    ignoreFetchAbort: true,
    fetchMethod: async (_key, _stale, { context: { instance, request } }) =>
      renderThumbnail(toGreyImage(await this.frame(instance, 0)), request),
  });

  constructor({ frameCacheBytes = FRAME_CACHE_BYTES } = {}) {
    this.frames = new LRUCache({
      maxSize: frameCacheBytes,
      sizeCalculation: (frame) => Math.max(1, frame.values.byteLength),
      fetchMethod: (_key, _stale, { context }) => this.turnstile.pass(() => decode(context.instance, context.frame)),
      // More images at once than fit push out some that are still being read; who asked for those waits for them.
      ignoreFetchAbort: true,
    });
  }

  /** Stored values of a frame. The checksum in the key keeps projects with the same identifiers apart.
   * @throws {Failure} `not-found` when the file or the frame is not there, `conflict` when the file has changed, `unsupported` when it cannot be decoded. */
  async frame(instance: Instance, frame: number): Promise<Frame> {
    const decoded = await this.frames.fetch(`${instance.sha256}/${frame}`, { context: { instance, frame } });
    return requireFetched(decoded);
  }

  /** A WebP picture of the first frame. */
  async thumbnail(instance: Instance, request: ThumbnailRequest): Promise<Uint8Array> {
    const { sizePx, around } = request;
    const cut = around ? [around.x1, around.y1, around.x2, around.y2].join(",") : "whole";
    const picture = await this.thumbnails.fetch(`${instance.sha256}/${sizePx}/${cut}`, {
      context: { instance, request },
    });
    return requireFetched(picture);
  }
}

async function decode(instance: Instance, frame: number): Promise<Frame> {
  const name = describeLocation(instance.location);
  if (frame >= instance.pixels.frames) {
    throw new Failure("not-found", `${name} has ${instance.pixels.frames} frames; frame ${frame + 1} was asked for.`);
  }
  return decodeFrame(await readInstanceFile(instance), name, frame);
}

function requireFetched<Value>(value: Value | undefined): Value {
  assert(value !== undefined, "A fetch that is not aborted answers with a value or throws.");
  return value;
}
