/** @file One augmented image: its greys on a canvas, its boxes over it. */
import { type JSX, useEffect, useRef } from "react";
import type { Box } from "../../../src-shared/domain/box";

export interface AugmentedPictureProps {
  readonly picture: {
    readonly name: string;
    readonly widthPx: number;
    readonly heightPx: number;
    /** 8-bit, row by row, in base64. */
    readonly greys: string;
    readonly boxes: readonly { readonly box: Box; readonly label: string }[];
  };
}

export function AugmentedPicture({ picture }: AugmentedPictureProps): JSX.Element {
  const { name, widthPx, heightPx, greys, boxes } = picture;
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const image = new ImageData(greysToRgba(greys, widthPx * heightPx), widthPx, heightPx);
    canvas.current!.getContext("2d")!.putImageData(image, 0, 0);
  }, [greys, widthPx, heightPx]);
  return (
    <div className="training__picture" role="img" aria-label={`${name}, augmented`}>
      <canvas ref={canvas} width={widthPx} height={heightPx} />
      <svg viewBox={`0 0 ${widthPx} ${heightPx}`} aria-hidden>
        {boxes.map(({ box, label }) => (
          <rect
            key={`${box.x1} ${box.y1} ${box.x2} ${box.y2}`}
            x={box.x1}
            y={box.y1}
            width={box.x2 - box.x1}
            height={box.y2 - box.y1}
            vectorEffect="non-scaling-stroke"
          >
            <title>{label}</title>
          </rect>
        ))}
      </svg>
    </div>
  );
}

function greysToRgba(base64: string, pixels: number): Uint8ClampedArray<ArrayBuffer> {
  const bytes = atob(base64);
  const rgba = new Uint8ClampedArray(4 * pixels);
  for (let pixel = 0; pixel < pixels; pixel++) rgba.fill(bytes.charCodeAt(pixel), 4 * pixel, 4 * pixel + 3);
  for (let pixel = 0; pixel < pixels; pixel++) rgba[4 * pixel + 3] = 255;
  return rgba;
}
