/** @file The radiograph once more, beside the one that Cornerstone draws: a copy of its pixels, not a second engine. */
import { useLayoutEffect, useRef } from "react";
import type { JSX } from "react";
import type { ViewportSize } from "../stores/view-geometry";
import { rasterSize } from "./aim-camera";
import type { ViewerPicture } from "./use-viewer-engine";

export interface RasterMirrorProps {
  readonly mirrorOnto: ViewerPicture["mirrorOnto"];
  readonly viewport: ViewportSize;
}

export function RasterMirror({ mirrorOnto, viewport }: RasterMirrorProps): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => mirrorOnto(canvas.current!), [mirrorOnto]);
  const { width, height } = rasterSize(viewport);
  const { devicePixelRatio } = viewport;
  return (
    <canvas
      ref={canvas}
      data-testid="raster-mirror"
      style={{ position: "absolute", inset: 0, width: width / devicePixelRatio, height: height / devicePixelRatio }}
    />
  );
}
