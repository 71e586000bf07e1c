/** @file The words beside a box: upright whatever the image's rotation, on a dark ground. */
import type { JSX } from "react";
import type { DrawnFinding } from "./drawn-finding";
import type { FindingAppearance } from "./finding-appearance";
import type { ScreenRectangle } from "./place-labels";

export interface FindingLabelProps {
  readonly drawn: DrawnFinding;
  /** Undefined where labels are switched off. */
  readonly place: ScreenRectangle | undefined;
  readonly isSelected: boolean;
}

export function FindingLabel({ drawn, place, isSelected }: FindingLabelProps): JSX.Element | null {
  if (!place) return null;
  const { appearance, finding } = drawn;
  const { x, y, width, height } = place;
  const textX = x + PADDING_PX + (appearance.icon ? ICON_PX + PADDING_PX : 0);
  return (
    <g data-testid="finding-label" data-finding-id={finding.id} pointerEvents="none">
      <rect
        x={x}
        y={y}
        width={width}
        height={height}
        rx={3}
        fill="black"
        fillOpacity={0.72}
        stroke={isSelected ? appearance.colour : "none"}
      />
      {appearance.icon && (
        <path
          data-icon={appearance.icon}
          d={ICONS[appearance.icon]}
          transform={`translate(${x + PADDING_PX} ${y + (height - ICON_PX) / 2})`}
          fill="none"
          stroke={appearance.colour}
          strokeWidth={2}
          strokeLinecap="round"
        />
      )}
      <text x={textX} y={y + height / 2} dominantBaseline="central" fill={appearance.colour} style={{ font: FONT }}>
        {appearance.text}
      </text>
    </g>
  );
}

export function labelSize({ text, icon }: FindingAppearance): { readonly width: number; readonly height: number } {
  const iconWidth = icon ? ICON_PX + PADDING_PX : 0;
  return { width: Math.ceil(textWidth(text)) + iconWidth + 2 * PADDING_PX, height: HEIGHT_PX };
}

const FONT = '600 12px system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif';
const HEIGHT_PX = 20;
const PADDING_PX = 5;
const ICON_PX = 10;

const ICONS = {
  check: "M1 5.5 L4 8.5 L9 2",
  cross: "M1.5 1.5 L8.5 8.5 M8.5 1.5 L1.5 8.5",
} as const satisfies Record<NonNullable<FindingAppearance["icon"]>, string>;

const widths = new Map<string, number>();
let ruler: CanvasRenderingContext2D | null = null;

/** The same few texts come with every frame of a drag, so each is measured once. */
function textWidth(text: string): number {
  const known = widths.get(text);
  if (known !== undefined) return known;
  ruler ??= document.createElement("canvas").getContext("2d");
  if (!ruler) return text.length * 7;
  ruler.font = FONT;
  const { width } = ruler.measureText(text);
  widths.set(text, width);
  return width;
}
