/** @file A round lens that follows the pointer and shows what lies under it twice as large. */
import { useLayoutEffect, useMemo, useRef } from "react";
import type { JSX } from "react";
import type { Window } from "../../../src-shared/domain/instance";
import type { Affine, Point } from "../../stores/view-geometry";
import type { Frame } from "../frame-metadata";
import { greyRange, greyTable } from "../grey-range";
import { lensMap, sampleFrameInto } from "./magnify";

export interface MagnifierProps {
  readonly frame: Frame;
  /** A screen point. */
  readonly pointer: Point;
  readonly imageToScreen: Affine;
  readonly window: Window;
  readonly isInverted: boolean;
  readonly devicePixelRatio: number;
}

const SIZE_PX = 240;
const FACTOR = 2;

export function Magnifier({
  frame,
  pointer,
  imageToScreen,
  window,
  isInverted,
  devicePixelRatio,
}: MagnifierProps): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const table = useMemo(
    () => greyTable(greyRange(window, frame.pixels, isInverted), frame.values),
    [frame, window, isInverted],
  );
  const sizePx = Math.round(SIZE_PX * devicePixelRatio);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const picture = context.createImageData(sizePx, sizePx);
    const imageToLens = lensMap(imageToScreen, pointer, { factor: FACTOR, sizePx, devicePixelRatio });
    sampleFrameInto(frame, { imageToLens, table }, picture);
    context.putImageData(picture, 0, 0);
  }, [frame, pointer, imageToScreen, table, sizePx, devicePixelRatio]);
  return (
    <canvas
      ref={canvas}
      data-testid="magnifier"
      width={sizePx}
      height={sizePx}
      style={{
        position: "absolute",
        left: pointer.x - SIZE_PX / 2,
        top: pointer.y - SIZE_PX / 2,
        width: SIZE_PX,
        height: SIZE_PX,
        borderRadius: "50%",
        boxShadow: "0 0 0 2px var(--colour-text, #dde4ec), 0 0 0 4px black",
        pointerEvents: "none",
      }}
    />
  );
}
