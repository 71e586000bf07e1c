/** @file One box: a line in its colour over a dark one, so that it stands out on bone and on air alike. */
import type { JSX } from "react";
import type { DrawnFinding } from "./drawn-finding";

export interface FindingShapeProps {
  readonly drawn: DrawnFinding;
  readonly isSelected: boolean;
  readonly isHovered: boolean;
}

const LINE_PX = 2;
const EMPHASISED_LINE_PX = 3.5;
const HALO_PX = 2;
const HANDLE_PX = 7;

export function FindingShape({ drawn, isSelected, isHovered }: FindingShapeProps): JSX.Element {
  const { finding, kind, corners, appearance } = drawn;
  const points = corners.map(({ x, y }) => `${x.toFixed(3)},${y.toFixed(3)}`).join(" ");
  const width = isSelected || isHovered ? EMPHASISED_LINE_PX : LINE_PX;
  return (
    <g
      data-testid="finding"
      data-finding-id={finding.id}
      data-kind={kind}
      data-status={finding.status}
      data-selected={isSelected}
      aria-label={`${appearance.text}, ${appearance.meaning}`}
    >
      <polygon points={points} fill="none" stroke="black" strokeOpacity={0.6} strokeWidth={width + HALO_PX} />
      <polygon
        data-testid="finding-box"
        points={points}
        // Transparent rather than none: a click inside the box counts.
        fill="transparent"
        stroke={appearance.colour}
        strokeWidth={width}
        strokeDasharray={appearance.dashes}
      />
      {isSelected &&
        corners.map(({ x, y }) => (
          <rect
            key={`${x} ${y}`}
            x={x - HANDLE_PX / 2}
            y={y - HANDLE_PX / 2}
            width={HANDLE_PX}
            height={HANDLE_PX}
            fill={appearance.colour}
            stroke="black"
          />
        ))}
    </g>
  );
}
