/** @file Drawing a ruler, and moving one that is there by an end or as a whole. */
import { useMeasurements } from "../../stores/measurement-store";
import type { Measurement } from "../../stores/measurement-store";
import { invertAffine, transformPoint } from "../../stores/view-geometry";
import type { Point } from "../../stores/view-geometry";
import { imageToScreenOf, useViewport } from "../../stores/viewport-store";
import type { PointerDrag } from "./pointer-drag";

export type RulerPart = "from" | "to" | "line";

/** Shorter than this on the screen is a slip of the hand. */
const LEAST_LENGTH_PX = 4;

export function beginRulerDrag(start: Point): PointerDrag | undefined {
  const { shown } = useViewport.getState();
  const from = toImage(start);
  if (!shown || !from) return undefined;
  const { put, select, remove } = useMeasurements.getState();
  const id = crypto.randomUUID();
  const empty = { id, instanceId: shown.instanceId, frame: shown.frame, from, to: from };
  let length = 0;
  return {
    move: (at) => {
      length = Math.hypot(at.x - start.x, at.y - start.y);
      put({ ...empty, to: toImage(at) ?? from });
      select(id);
    },
    end: () => {
      if (length < LEAST_LENGTH_PX) remove(id);
    },
  };
}

export function beginRulerEdit(measurement: Measurement, part: RulerPart, start: Point): PointerDrag | undefined {
  const { put, select } = useMeasurements.getState();
  select(measurement.id);
  const held = toImage(start);
  if (!held) return undefined;
  return {
    move: (at) => {
      const now = toImage(at);
      if (!now) return;
      const moved = (point: Point): Point => ({ x: point.x + now.x - held.x, y: point.y + now.y - held.y });
      put({
        ...measurement,
        from: part === "to" ? measurement.from : moved(measurement.from),
        to: part === "from" ? measurement.to : moved(measurement.to),
      });
    },
  };
}

function toImage(screen: Point): Point | undefined {
  const map = imageToScreenOf(useViewport.getState());
  return map && transformPoint(invertAffine(map), screen);
}
