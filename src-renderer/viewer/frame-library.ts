/** @file Fetches frames into Cornerstone's cache and lets go of those that no one is about to look at. */
import { cache } from "@cornerstonejs/core";
import type { Types } from "@cornerstonejs/core";
import { registerFrameSource } from "./cornerstone";
import { cornerstoneImage, frameMetadata } from "./frame-metadata";
import type { Frame } from "./frame-metadata";
import { countPixels, readStoredValues } from "./stored-values";
import type { FetchFrame, ViewerImage } from "./viewer-image";

interface Shelf {
  readonly image: ViewerImage;
  readonly frame: Promise<Frame>;
  readonly abort: AbortController;
}

export class FrameLibrary {
  private readonly shelves = new Map<string, Shelf>();
  private readonly registration = registerFrameSource({
    load: (imageId) => this.reload(imageId),
    metadata: (module, imageId) => this.metadata(module, imageId),
  });

  constructor(private readonly fetchFrame: FetchFrame) {}

  imageIdOf({ instanceId, frame = 0 }: ViewerImage): string {
    return `${this.registration.prefix}${encodeURIComponent(instanceId)}/${frame}`;
  }

  /** The frame, and Cornerstone's cache holding it. A failed or aborted fetch is forgotten, so that it can be tried again.
   * @throws whatever `fetchFrame` throws; {Failure} `unsupported` when the bytes do not fit the description. */
  load(image: ViewerImage): Promise<Frame> {
    const imageId = this.imageIdOf(image);
    const known = this.shelves.get(imageId);
    if (known) return known.frame;
    const abort = new AbortController();
    const frame = this.fetch(imageId, image, abort.signal);
    const shelf = { image, frame, abort };
    this.shelves.set(imageId, shelf);
    frame.catch(() => {
      if (this.shelves.get(imageId) === shelf) this.shelves.delete(imageId);
    });
    return frame;
  }

  /** Keeps these images and drops every other one of this library, the fetches on their way included. */
  keepOnly(images: readonly ViewerImage[]): void {
    const kept = new Set(images.map((image) => this.imageIdOf(image)));
    for (const imageId of this.shelves.keys()) if (!kept.has(imageId)) this.drop(imageId);
  }

  dispose(): void {
    this.keepOnly([]);
    this.registration.forget();
  }

  private async fetch(imageId: string, image: ViewerImage, signal: AbortSignal): Promise<Frame> {
    const bytes = await this.fetchFrame(image.instanceId, image.frame ?? 0, signal);
    signal.throwIfAborted();
    const values = readStoredValues(bytes, image.pixels);
    const frame = { imageId, pixels: image.pixels, values, statistics: countPixels(values) };
    cache.putImageSync(imageId, cornerstoneImage(frame));
    return frame;
  }

  private drop(imageId: string): void {
    this.shelves.get(imageId)?.abort.abort();
    this.shelves.delete(imageId);
    if (cache.getImageLoadObject(imageId)) cache.removeImageLoadObject(imageId, { force: true });
  }

  /** Cornerstone asks for an image that its own bound had pushed out of the cache. */
  private async reload(imageId: string): Promise<Types.IImage> {
    const shelf = this.shelves.get(imageId);
    if (!shelf) throw new Error(`The frame ${imageId} was let go before it was drawn.`);
    return cornerstoneImage(await shelf.frame);
  }

  private metadata(module: string, imageId: string): unknown {
    const shelf = this.shelves.get(imageId);
    return shelf && frameMetadata(module, imageId, shelf.image.pixels);
  }
}
