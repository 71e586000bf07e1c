/** @file What each drag of the mouse does to the view: a drag is begun, moved and ended. */
import type { Point } from "../../stores/view-geometry";
import { modalityRange, useViewport } from "../../stores/viewport-store";
import { dragWindow } from "../../stores/window-presets";

export interface PointerDrag {
  /** `at` is a screen point. */
  readonly move: (at: Point) => void;
  readonly end?: () => void;
}

/** This many pixels upwards zoom in by a factor of e. */
const ZOOM_TRAVEL_PX = 160;

export function beginWindowDrag(start: Point): PointerDrag | undefined {
  const { window, shown } = useViewport.getState();
  if (!window || !shown) return undefined;
  const range = modalityRange(shown);
  return {
    move: (at) =>
      useViewport.getState().setWindow(dragWindow(window, range, { dx: at.x - start.x, dy: at.y - start.y })),
  };
}

export function beginPanDrag(start: Point): PointerDrag {
  return followSteps(start, (step) => useViewport.getState().panBy(step));
}

/** Upwards zooms in; the image point where the drag began stays where it is. */
export function beginZoomDrag(start: Point): PointerDrag {
  return followSteps(start, (step) => useViewport.getState().zoomBy(Math.exp(-step.y / ZOOM_TRAVEL_PX), start));
}

function followSteps(start: Point, step: (by: Point) => void): PointerDrag {
  let last = start;
  return {
    move: (at) => {
      step({ x: at.x - last.x, y: at.y - last.y });
      last = at;
    },
  };
}
