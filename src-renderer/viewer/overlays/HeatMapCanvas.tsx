/** @file A heat map over the image, moved by the same affine map as everything else on it. */
import { useLayoutEffect, useRef } from "react";
import type { JSX } from "react";
import type { MapAppearance } from "../../stores/explanation-store";
import type { Affine } from "../../stores/view-geometry";
import { type HeatMap, heatMapPixels } from "./heat-map-pixels";

export interface HeatMapCanvasProps {
  readonly map: HeatMap;
  readonly appearance: MapAppearance;
  /** Size of the image that the map covers, in its pixels. */
  readonly image: { readonly rows: number; readonly columns: number };
  readonly imageToScreen: Affine;
}

/** Below the boxes. The canvas has one pixel a value and is drawn once; the browser's compositor enlarges, turns and blends
 * it, so that a drag costs a new matrix alone. */
export function HeatMapCanvas({ map, appearance, image, imageToScreen }: HeatMapCanvasProps): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { colours, threshold, opacity } = appearance;
  useLayoutEffect(() => {
    const pixels = heatMapPixels(map, { colours, threshold });
    canvas.current?.getContext("2d")?.putImageData(new ImageData(pixels, map.columns, map.rows), 0, 0);
  }, [map, colours, threshold]);
  const { xx, xy, x0, yx, yy, y0 } = imageToScreen;
  const width = image.columns / map.columns;
  const height = image.rows / map.rows;
  return (
    <canvas
      ref={canvas}
      data-testid="heat-map"
      width={map.columns}
      height={map.rows}
      style={{
        position: "absolute",
        inset: "0 auto auto 0",
        transform: `matrix(${[xx * width, yx * width, xy * height, yy * height, x0, y0].join(", ")})`,
        transformOrigin: "0 0",
        willChange: "transform",
        opacity,
        pointerEvents: "none",
      }}
    />
  );
}
