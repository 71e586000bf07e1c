/** @file One Cornerstone stack viewport in an element of its own: it draws one frame where and how it is told. */
import { Enums, eventTarget, RenderingEngine, setUseCPURendering } from "@cornerstonejs/core";
import type { Types } from "@cornerstonejs/core";
import type { PixelDescription, Window } from "../../src-shared/domain/instance";
import type { Affine, View, ViewportSize } from "../stores/view-geometry";
import { aimCamera, rasterSize } from "./aim-camera";
import type { Renderer } from "./choose-renderer";
import { startCornerstone } from "./cornerstone";
import { spacingOf } from "./frame-metadata";
import { greyRange } from "./grey-range";

/** Everything that decides what stands on the canvas beside the frame itself. */
export interface Picture {
  readonly pixels: PixelDescription;
  readonly view: View;
  readonly imageToScreen: Affine;
  readonly window: Window;
  readonly isInverted: boolean;
  readonly interpolation: "linear" | "nearest";
}

export interface RasterSurfaceOptions {
  readonly renderer: Renderer;
  readonly viewport: ViewportSize;
  /** A frame has been drawn. */
  readonly onRendered: () => void;
  /** The GPU took its context away; the canvas stays black from now on, so build another surface. */
  readonly onContextLost: () => void;
}

const VIEWPORT_ID = "radiograph";

export class RasterSurface {
  readonly renderer: Renderer;
  private readonly element = document.createElement("div");
  private readonly engineId = crypto.randomUUID();
  private readonly engine: RenderingEngine;
  private viewport: ViewportSize;

  constructor(
    host: HTMLElement,
    private readonly options: RasterSurfaceOptions,
  ) {
    startCornerstone();
    this.renderer = options.renderer;
    this.viewport = options.viewport;
    setUseCPURendering(this.renderer === "cpu", false);
    this.element.dataset["renderer"] = this.renderer;
    this.element.style.position = "absolute";
    this.element.style.transformOrigin = "0 0";
    this.layOut();
    host.append(this.element);
    this.engine = new RenderingEngine(this.engineId);
    this.engine.enableElement({
      viewportId: VIEWPORT_ID,
      element: this.element,
      type: Enums.ViewportType.STACK,
      defaultOptions: { background: [0, 0, 0] },
    });
    this.alignCanvas();
    this.element.addEventListener(Enums.Events.IMAGE_RENDERED, options.onRendered);
    eventTarget.addEventListener(Enums.Events.WEBGL_CONTEXT_LOST, this.contextLost);
  }

  /** Puts a frame that the cache holds on the canvas; draw it in the same turn, or it shows with Cornerstone's defaults. */
  async show(imageId: string): Promise<void> {
    await this.stack.setStack([imageId], 0);
  }

  draw({ pixels, view, imageToScreen, window, isInverted, interpolation }: Picture): void {
    const { stack, renderer, viewport } = this;
    const { lower, upper, isInverted: invert } = greyRange(window, pixels, isInverted);
    const interpolationType =
      interpolation === "linear" ? Enums.InterpolationType.LINEAR : Enums.InterpolationType.NEAREST;
    stack.setProperties({ voiRange: { lower, upper }, invert, interpolationType });
    aimCamera(stack, { renderer, view, imageToScreen, viewport, spacing: spacingOf(pixels) });
    stack.render();
  }

  resize(viewport: ViewportSize): void {
    this.viewport = viewport;
    this.layOut();
    this.stack.canvas.style.width = "100%";
    this.stack.canvas.style.height = "100%";
    this.engine.resize(true, false);
    this.alignCanvas();
  }

  /** The picture as it stands, pixel by pixel. */
  copyOnto(target: HTMLCanvasElement): void {
    const { canvas } = this.stack;
    if (target.width !== canvas.width) target.width = canvas.width;
    if (target.height !== canvas.height) target.height = canvas.height;
    // A canvas without a size cannot be copied, and shows nothing either.
    if (canvas.width > 0 && canvas.height > 0) target.getContext("2d")!.drawImage(canvas, 0, 0);
  }

  setVisible(isVisible: boolean): void {
    this.element.style.visibility = isVisible ? "visible" : "hidden";
  }

  destroy(): void {
    eventTarget.removeEventListener(Enums.Events.WEBGL_CONTEXT_LOST, this.contextLost);
    this.element.removeEventListener(Enums.Events.IMAGE_RENDERED, this.options.onRendered);
    const context = this.renderer === "gpu" ? this.graphicsContext() : undefined;
    this.engine.destroy();
    // A context lives until it is collected otherwise, and a browser has only some sixteen.
    context?.getExtension("WEBGL_lose_context")?.loseContext();
    this.element.remove();
  }

  private get stack(): Types.IStackViewport {
    return this.engine.getViewport(VIEWPORT_ID) as Types.IStackViewport;
  }

  private readonly contextLost = (event: Event): void => {
    const { renderingEngineId } = (event as CustomEvent<{ renderingEngineId: string }>).detail;
    if (renderingEngineId === this.engineId) this.options.onContextLost();
  };

  /** Cornerstone sizes the canvas in CSS pixels on the CPU path (a blurred picture on a dense display, and boxes that land
   * at 1 / devicePixelRatio): there the element is as many CSS pixels large as it should have device pixels, and is
   * shrunk into place. The GPU path multiplies by devicePixelRatio itself. */
  private layOut(): void {
    const { widthPx, heightPx, devicePixelRatio } = this.viewport;
    const isCpu = this.renderer === "cpu";
    const { width, height } = rasterSize(this.viewport);
    this.element.style.width = `${isCpu ? width : widthPx}px`;
    this.element.style.height = `${isCpu ? height : heightPx}px`;
    this.element.style.transform = isCpu ? `scale(${1 / devicePixelRatio})` : "none";
  }

  /** One canvas pixel is one device pixel, where rounding would else stretch the canvas a little. Not read from the canvas:
   * Cornerstone gives it its new size with the next picture only. */
  private alignCanvas(): void {
    const { canvas } = this.stack;
    const scale = this.renderer === "cpu" ? 1 : this.viewport.devicePixelRatio;
    const { width, height } = rasterSize(this.viewport);
    canvas.style.width = `${width / scale}px`;
    canvas.style.height = `${height / scale}px`;
    // Fine structure of a shrunk radiograph would else turn into moiré.
    const context = this.renderer === "cpu" ? canvas.getContext("2d") : null;
    if (context) context.imageSmoothingQuality = "high";
  }

  private graphicsContext(): WebGL2RenderingContext | undefined {
    const context: unknown = this.engine
      .getOffscreenMultiRenderWindow(VIEWPORT_ID)
      .getOpenGLRenderWindow()
      .get3DContext();
    return context instanceof WebGL2RenderingContext ? context : undefined;
  }
}
