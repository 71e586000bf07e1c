/** @file Starts Cornerstone once, and leads its image loader and its metadata provider to the frames that we hold. */
import { getConfiguration, imageLoader, init, metaData } from "@cornerstonejs/core";
import type { Types } from "@cornerstonejs/core";

/** Frames of one viewer, by Cornerstone's image identifier. */
export interface FrameSource {
  readonly load: (imageId: string) => Promise<Types.IImage>;
  readonly metadata: (module: string, imageId: string) => unknown;
}

const SCHEME = "overread";
/** Above every provider that Cornerstone registers itself. */
const PROVIDER_PRIORITY = 10_000;

const sources = new Map<string, FrameSource>();
let isStarted = false;

export function startCornerstone(): void {
  if (isStarted) return;
  isStarted = true;
  // One viewport needs one context; browsers allow some sixteen in all.
  const defaults = getConfiguration();
  init({ ...defaults, rendering: { ...defaults.rendering, webGlContextCount: 1 } });
  imageLoader.registerImageLoader(SCHEME, (imageId) => ({ promise: sourceOf(imageId).load(imageId) }));
  metaData.addProvider(
    (module: string, imageId: unknown) =>
      typeof imageId === "string" && imageId.startsWith(`${SCHEME}:`)
        ? sourceOf(imageId).metadata(module, imageId)
        : undefined,
    PROVIDER_PRIORITY,
  );
}

/** Makes a source known under a key of its own; `forget` ends that. */
export function registerFrameSource(source: FrameSource): { readonly prefix: string; readonly forget: () => void } {
  const key = crypto.randomUUID();
  sources.set(key, source);
  return { prefix: `${SCHEME}:${key}/`, forget: () => sources.delete(key) };
}

function sourceOf(imageId: string): FrameSource {
  const key = imageId.slice(SCHEME.length + 1, imageId.indexOf("/"));
  const source = sources.get(key);
  if (!source) throw new Error(`No frame source is known for ${imageId}.`);
  return source;
}
