/** @file Leads images from the library to the surface, and the viewport store to the canvas. */
import { getRenderingCapabilities } from "@cornerstonejs/core";
import { failureOf, type CallFailure } from "../client/failure-of";
import type { InstanceId } from "../../src-shared/domain/identifiers";
import { imageToScreenOf, useViewport } from "../stores/viewport-store";
import type { ViewportState } from "../stores/viewport-store";
import { chooseRenderer } from "./choose-renderer";
import type { Renderer } from "./choose-renderer";
import { startCornerstone } from "./cornerstone";
import { FrameLibrary } from "./frame-library";
import type { Frame } from "./frame-metadata";
import { RasterSurface } from "./raster-surface";
import type { FetchFrame, RenderingChoice, ViewerImage } from "./viewer-image";

/** What came of the image that was asked for. */
export interface Drawn {
  /** The frame on the canvas, undefined while there is none: overlays belong to a frame that is drawn. */
  readonly frame: Frame | undefined;
  /** Why the image cannot be shown. */
  readonly failure: CallFailure | undefined;
}

export const NOTHING_DRAWN: Drawn = { frame: undefined, failure: undefined };

export interface ViewerEngineOptions {
  readonly host: HTMLElement;
  readonly fetchFrame: FetchFrame;
  readonly onChange: (drawn: Drawn) => void;
  /** The image is on the screen. */
  readonly onReady: (instanceId: InstanceId) => void;
}

/** A picture may stay this long while the next is on its way; longer, and it would be taken for the next patient's. */
const STALE_PICTURE_MS = 100;
/** A GPU that drops its context again and again is not asked again. */
const GREATEST_CONTEXT_LOSSES = 3;

export class ViewerEngine {
  private readonly library: FrameLibrary;
  private readonly unsubscribe: () => void;
  private surface: RasterSurface | undefined;
  private rendering: RenderingChoice = "auto";
  private image: ViewerImage | undefined;
  /** The one looked at before: a reader often goes back, and its neighbours are told only after the next image is. */
  private previous: ViewerImage | undefined;
  private neighbours: readonly ViewerImage[] = [];
  private frame: Frame | undefined;
  /** Canvases that show the same picture once more. */
  private readonly mirrors = new Set<HTMLCanvasElement>();
  private contextLosses = 0;
  private isAwaitingFirstPicture = false;

  constructor(private readonly options: ViewerEngineOptions) {
    startCornerstone();
    this.library = new FrameLibrary(options.fetchFrame);
    this.unsubscribe = useViewport.subscribe((state, before) => this.follow(state, before));
  }

  /** Shows an image; the one that is on its way or on screen already is left alone. */
  async show(image: ViewerImage | undefined): Promise<void> {
    if (image && this.image && isSameFrame(image, this.image)) return;
    this.previous = this.image;
    this.image = image;
    this.change(NOTHING_DRAWN);
    this.library.keepOnly(this.wanted());
    askFor(image);
    const stale = setTimeout(() => this.surface?.setVisible(false), image ? STALE_PICTURE_MS : 0);
    if (!image) return;
    await this.attempt(image, async () => this.put(await this.library.load(image)));
    clearTimeout(stale);
    if (this.image === image) this.prefetch();
  }

  /** Fetches ahead what the reader may step to, once what is looked at has come, and lets go of all else. */
  setNeighbours(neighbours: readonly ViewerImage[]): void {
    this.neighbours = neighbours;
    this.library.keepOnly(this.wanted());
    if (this.frame) this.prefetch();
  }

  async setRendering(rendering: RenderingChoice): Promise<void> {
    this.rendering = rendering;
    await this.redraw();
  }

  /** Copies every picture onto a canvas as well, until the answer is called. */
  mirrorOnto(canvas: HTMLCanvasElement): () => void {
    this.mirrors.add(canvas);
    if (this.frame) this.surface?.copyOnto(canvas);
    return () => this.mirrors.delete(canvas);
  }

  destroy(): void {
    this.unsubscribe();
    this.image = undefined;
    this.previous = undefined;
    this.surface?.destroy();
    this.surface = undefined;
    this.library.dispose();
  }

  private async put(frame: Frame): Promise<void> {
    const { image } = this;
    if (!image || this.library.imageIdOf(image) !== frame.imageId) return;
    const surface = this.surfaceFor(frame);
    await surface.show(frame.imageId);
    if (this.image !== image || this.surface !== surface) return;
    const { pixels, statistics } = frame;
    const { imageShown } = useViewport.getState();
    this.isAwaitingFirstPicture = true;
    this.frame = frame;
    imageShown({ instanceId: image.instanceId, frame: image.frame ?? 0, pixels, statistics });
    this.draw(useViewport.getState());
    surface.setVisible(true);
    this.change({ frame, failure: undefined });
  }

  /** A failure belongs to the image for which it was tried; one that came too late is of no interest. */
  private async attempt(image: ViewerImage, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      if (this.image !== image) return;
      this.surface?.setVisible(false);
      this.change({ frame: undefined, failure: failureOf(thrown) });
    }
  }

  private surfaceFor({ pixels }: Frame): RasterSurface {
    const wanted = this.rendererFor(pixels);
    if (this.surface?.renderer === wanted) return this.surface;
    this.surface?.destroy();
    this.surface = new RasterSurface(this.options.host, {
      renderer: wanted,
      viewport: useViewport.getState().viewport,
      onRendered: () => this.rendered(),
      onContextLost: () => this.contextLost(),
    });
    return this.surface;
  }

  private rendererFor(pixels: Frame["pixels"]): Renderer {
    const isGpuGivenUp = this.contextLosses >= GREATEST_CONTEXT_LOSSES;
    return chooseRenderer(isGpuGivenUp ? "cpu" : this.rendering, getRenderingCapabilities(), pixels);
  }

  /** A restored context stays black in Cornerstone 5.14; a new surface takes over the picture as the store knows it. */
  private contextLost(): void {
    this.contextLosses += 1;
    const lost = this.surface;
    this.surface = undefined;
    // Not from within the event: Cornerstone still goes through the listeners of the engine that is to be destroyed.
    setTimeout(() => lost?.destroy());
    void this.redraw();
  }

  private async redraw(): Promise<void> {
    const { image, frame } = this;
    if (image && frame) await this.attempt(image, () => this.put(frame));
  }

  private follow(state: ViewportState, before: ViewportState): void {
    if (state.viewport !== before.viewport) this.surface?.resize(state.viewport);
    if (PICTURE_FIELDS.some((field) => state[field] !== before[field])) this.draw(state);
  }

  private draw(state: ViewportState): void {
    const map = imageToScreenOf(state);
    const { window, isInverted, interpolation, shown } = state;
    const isOurs = shown && this.image && isSameFrame(shown, this.image);
    if (!this.frame || !isOurs || !map || !window) return;
    const { pixels } = this.frame;
    this.surface?.draw({ pixels, view: state, imageToScreen: map, window, isInverted, interpolation });
  }

  private rendered(): void {
    for (const canvas of this.mirrors) this.surface?.copyOnto(canvas);
    if (!this.isAwaitingFirstPicture || !this.image) return;
    this.isAwaitingFirstPicture = false;
    this.options.onReady(this.image.instanceId);
  }

  private change(drawn: Drawn): void {
    this.frame = drawn.frame;
    this.options.onChange(drawn);
  }

  private wanted(): readonly ViewerImage[] {
    return [this.image, this.previous, ...this.neighbours].filter((image) => image !== undefined);
  }

  private prefetch(): void {
    for (const image of this.neighbours) {
      // A failure is told when the image is asked for; the library has forgotten it by then and tries again.
      this.library.load(image).catch(() => undefined);
    }
  }
}

const PICTURE_FIELDS = [
  "viewport",
  "window",
  "isInverted",
  "rotation",
  "isFlippedHorizontally",
  "isFlippedVertically",
  "zoom",
  "centre",
  "interpolation",
] as const satisfies readonly (keyof ViewportState)[];

/** Coming back to the image that was on screen, from another page for example, keeps its view. */
function askFor(image: ViewerImage | undefined): void {
  const { instanceId, frame = 0, show, clear } = useViewport.getState();
  if (!image) clear();
  else if (!instanceId || !isSameFrame({ instanceId, frame }, image)) show(image.instanceId, image.frame);
}

function isSameFrame(
  a: Pick<ViewerImage, "instanceId" | "frame">,
  b: Pick<ViewerImage, "instanceId" | "frame">,
): boolean {
  return a.instanceId === b.instanceId && (a.frame ?? 0) === (b.frame ?? 0);
}
