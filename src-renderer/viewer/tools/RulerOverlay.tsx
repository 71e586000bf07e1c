/** @file Draws the rulers of the image on the screen; their ends and lines can be taken hold of. */
import type { JSX } from "react";
import type { PixelDescription } from "../../../src-shared/domain/instance";
import type { Measurement } from "../../stores/measurement-store";
import { transformPoint } from "../../stores/view-geometry";
import type { Affine, ViewportSize } from "../../stores/view-geometry";
import { rulerLength } from "./ruler-length";

export interface RulerOverlayProps {
  readonly measurements: readonly Measurement[];
  readonly selectedId: string | undefined;
  readonly pixels: PixelDescription;
  readonly imageToScreen: Affine;
  readonly viewport: ViewportSize;
}

export function RulerOverlay({
  measurements,
  selectedId,
  pixels,
  imageToScreen,
  viewport,
}: RulerOverlayProps): JSX.Element {
  return (
    <svg
      data-testid="ruler-overlay"
      width={viewport.widthPx}
      height={viewport.heightPx}
      style={{ position: "absolute", inset: 0, overflow: "hidden", pointerEvents: "none" }}
    >
      {measurements.map((measurement) => (
        <Ruler
          key={measurement.id}
          measurement={measurement}
          isSelected={measurement.id === selectedId}
          text={rulerLength(measurement.from, measurement.to, pixels).text}
          imageToScreen={imageToScreen}
          viewport={viewport}
        />
      ))}
    </svg>
  );
}

interface RulerProps {
  readonly measurement: Measurement;
  readonly isSelected: boolean;
  readonly text: string;
  readonly imageToScreen: Affine;
  readonly viewport: ViewportSize;
}

function Ruler({ measurement, isSelected, text, imageToScreen, viewport }: RulerProps): JSX.Element {
  const from = transformPoint(imageToScreen, measurement.from);
  const to = transformPoint(imageToScreen, measurement.to);
  const ends = { x1: from.x, y1: from.y, x2: to.x, y2: to.y };
  const [left, right] = from.x > to.x ? [to, from] : [from, to];
  const isRoomRight = right.x + TEXT_GAP_PX + text.length * LETTER_PX < viewport.widthPx;
  return (
    <g data-testid="ruler" data-ruler-id={measurement.id} data-selected={isSelected} style={{ cursor: "move" }}>
      <line {...ends} stroke="black" strokeOpacity={0.6} strokeWidth={isSelected ? 5 : 4} />
      <line {...ends} stroke={COLOUR} strokeWidth={isSelected ? 2.5 : 1.5} />
      <line {...ends} data-ruler-part="line" stroke="transparent" strokeWidth={12} pointerEvents="stroke" />
      {(["from", "to"] as const).map((part) => (
        <circle
          key={part}
          data-ruler-part={part}
          cx={part === "from" ? from.x : to.x}
          cy={part === "from" ? from.y : to.y}
          r={isSelected ? 5 : 3.5}
          fill={isSelected ? COLOUR : "black"}
          stroke={COLOUR}
          strokeWidth={1.5}
          pointerEvents="all"
        />
      ))}
      <text
        data-testid="ruler-length"
        x={isRoomRight ? right.x + TEXT_GAP_PX : left.x - TEXT_GAP_PX}
        y={isRoomRight ? right.y : left.y}
        textAnchor={isRoomRight ? "start" : "end"}
        dominantBaseline="central"
        fill={COLOUR}
        stroke="black"
        strokeOpacity={0.8}
        strokeWidth={3}
        paintOrder="stroke"
        style={{ font: "600 13px system-ui, sans-serif" }}
      >
        {text}
      </text>
    </g>
  );
}

const TEXT_GAP_PX = 10;
/** About the width of a letter: enough to tell whether a text would leave the viewport. */
const LETTER_PX = 8;
/** Neither the reference's nor the detections' colour. */
const COLOUR = "var(--overread-ruler, #ffe066)";
