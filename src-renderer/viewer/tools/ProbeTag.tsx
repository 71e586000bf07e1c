/** @file Names the pixel under the pointer and its value, while the probe is the tool. */
import type { JSX } from "react";
import { transformPoint } from "../../stores/view-geometry";
import type { Affine } from "../../stores/view-geometry";
import type { ProbeReading } from "../../stores/viewport-store";

export interface ProbeTagProps {
  readonly probe: ProbeReading;
  readonly imageToScreen: Affine;
}

const BESIDE_PX = 16;

export function ProbeTag({ probe, imageToScreen }: ProbeTagProps): JSX.Element {
  const middle = transformPoint(imageToScreen, { x: probe.x + 0.5, y: probe.y + 0.5 });
  const { storedValue, modalityValue } = probe;
  const stored = storedValue === modalityValue ? "" : ` (stored ${storedValue})`;
  return (
    <output
      data-testid="probe-tag"
      style={{
        position: "absolute",
        left: middle.x + BESIDE_PX,
        top: middle.y + BESIDE_PX,
        padding: "2px 6px",
        background: "rgb(0 0 0 / 75%)",
        color: "var(--colour-text, #dde4ec)",
        font: "12px ui-monospace, monospace",
        whiteSpace: "nowrap",
        pointerEvents: "none",
      }}
    >
      x {probe.x}, y {probe.y}: {Number(modalityValue.toFixed(3))}
      {stored}
    </output>
  );
}
