/** @file Decides whether Cornerstone draws an image on the GPU or on the CPU. */
import { Failure } from "../../src-shared/domain/failure";
import type { PixelDescription } from "../../src-shared/domain/instance";
import type { RenderingChoice } from "./viewer-image";

export type Renderer = "cpu" | "gpu";

/** What the browser's WebGL can do. */
export interface GraphicsCapabilities {
  readonly webgl2: boolean;
  /** SwiftShader, llvmpipe and the like: many times slower than the CPU path. */
  readonly softwareRasterizer: boolean;
  readonly maxTextureSize: number;
}

/** Chromium's greatest canvas side; a larger canvas stays blank without an error. */
const GREATEST_CANVAS_SIDE = 32_767;
/** Chromium's greatest canvas area, 16,384². */
const GREATEST_CANVAS_AREA = 268_435_456;

/** The GPU where there is a real one and the image fits into a texture: above that, Cornerstone draws black, silently.
 * @throws {Failure} `unsupported` for an image that neither path can draw. */
export function chooseRenderer(
  choice: RenderingChoice,
  graphics: GraphicsCapabilities,
  pixels: PixelDescription,
): Renderer {
  const side = Math.max(pixels.rows, pixels.columns);
  const isGpuWanted = choice === "gpu" || (choice === "auto" && !graphics.softwareRasterizer);
  if (isGpuWanted && graphics.webgl2 && side <= graphics.maxTextureSize) return "gpu";
  if (side <= GREATEST_CANVAS_SIDE && pixels.rows * pixels.columns <= GREATEST_CANVAS_AREA) return "cpu";
  const size = `${pixels.columns} × ${pixels.rows} pixels`;
  throw new Failure("unsupported", `The image has ${size}; at most 16,384 × 16,384 can be drawn.`);
}
