/** @file The image point under the pointer, shown in the views that the pointer is not in. */
import type { JSX } from "react";
import { transformPoint } from "../../stores/view-geometry";
import type { Affine } from "../../stores/view-geometry";
import type { ProbeReading } from "../../stores/viewport-store";

const ARM_PX = 9;
const GAP_PX = 3;
const CROSS = `M${-ARM_PX} 0 H${-GAP_PX} M${GAP_PX} 0 H${ARM_PX} M0 ${-ARM_PX} V${-GAP_PX} M0 ${GAP_PX} V${ARM_PX}`;

export function LinkedCursor({
  probe,
  imageToScreen,
}: {
  readonly probe: ProbeReading;
  readonly imageToScreen: Affine;
}): JSX.Element {
  const { x, y } = transformPoint(imageToScreen, { x: probe.x + 0.5, y: probe.y + 0.5 });
  return (
    <svg
      data-testid="linked-cursor"
      style={{ position: "absolute", left: x, top: y, width: 1, height: 1, overflow: "visible", pointerEvents: "none" }}
      aria-hidden
    >
      <path d={CROSS} stroke="black" strokeOpacity={0.7} strokeWidth={3.5} />
      <path d={CROSS} stroke="white" strokeWidth={1.5} />
    </svg>
  );
}
