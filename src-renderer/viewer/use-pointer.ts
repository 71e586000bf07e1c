/** @file The mouse as in a reading room: left is the tool, right zooms, the middle pans, the wheel steps. */
import { useEffect, useRef, useState } from "react";
import type { PointerEvent as ReactPointerEvent, RefObject } from "react";
import { useMeasurements } from "../stores/measurement-store";
import { invertAffine, transformPoint } from "../stores/view-geometry";
import type { Point } from "../stores/view-geometry";
import { imageToScreenOf, useViewport } from "../stores/viewport-store";
import type { ViewportTool } from "../stores/viewport-store";
import type { Frame } from "./frame-metadata";
import { findingAt } from "./overlays/finding-at";
import { beginPanDrag, beginWindowDrag, beginZoomDrag } from "./tools/pointer-drag";
import type { PointerDrag } from "./tools/pointer-drag";
import { readProbe } from "./tools/read-probe";
import { beginRulerDrag, beginRulerEdit } from "./tools/ruler-drag";
import type { RulerPart } from "./tools/ruler-drag";
import type { OverlayFinding } from "./viewer-image";

export interface PointerOptions {
  readonly frame: Frame | undefined;
  /** The boxes that can be pointed at. */
  readonly findings: readonly OverlayFinding[];
  readonly onSelect: ((findingId: string | undefined) => void) | undefined;
}

export interface PointerState {
  /** The pointer stands in this view. */
  readonly isInside: boolean;
  readonly hoveredId: string | undefined;
  /** Where the lens stands, a screen point; undefined while there is none. */
  readonly lens: Point | undefined;
  readonly handlers: {
    readonly onPointerDown: (event: ReactPointerEvent<HTMLElement>) => void;
    readonly onPointerMove: (event: ReactPointerEvent<HTMLElement>) => void;
    readonly onPointerUp: (event: ReactPointerEvent<HTMLElement>) => void;
    readonly onPointerCancel: (event: ReactPointerEvent<HTMLElement>) => void;
    readonly onPointerLeave: () => void;
    readonly onDoubleClick: () => void;
  };
}

/** A press that moves less is a click. */
const CLICK_TRAVEL_PX = 3;
/** A box is hit from this far beside its line. */
const HIT_TOLERANCE_PX = 4;

interface Press {
  readonly start: Point;
  readonly button: number;
  readonly drag: PointerDrag | undefined;
  isClick: boolean;
}

export function usePointer({ frame, findings, onSelect }: PointerOptions): PointerState {
  const press = useRef<Press | undefined>(undefined);
  const [hoveredId, setHoveredId] = useState<string>();
  const [lens, setLens] = useState<Point>();
  const [isInside, setInside] = useState(false);

  const release = (event: ReactPointerEvent<HTMLElement>, isCancelled: boolean): void => {
    const ended = press.current;
    press.current = undefined;
    setLens(undefined);
    ended?.drag?.end?.();
    if (ended?.isClick && !isCancelled && ended.button === 0) onSelect?.(pointedAt(findings, pointOf(event))?.id);
  };

  return {
    isInside,
    hoveredId,
    lens,
    handlers: {
      onPointerDown: (event) => {
        if (press.current) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const start = pointOf(event);
        const ruler = event.button === 0 ? rulerUnder(event.target, start) : undefined;
        if (event.button === 0 && !ruler) useMeasurements.getState().select(undefined);
        const drag = ruler ? ruler.drag : beginDrag(event.button, start, setLens);
        press.current = { start, button: event.button, drag, isClick: !ruler };
      },
      onPointerMove: (event) => {
        const at = pointOf(event);
        setInside(true);
        useViewport.getState().setProbe(frame && probeAt(frame, at));
        const held = press.current;
        if (!held) return setHoveredId(pointedAt(findings, at)?.id);
        if (Math.hypot(at.x - held.start.x, at.y - held.start.y) > CLICK_TRAVEL_PX) held.isClick = false;
        if (!held.isClick) held.drag?.move(at);
      },
      onPointerUp: (event) => release(event, false),
      onPointerCancel: (event) => release(event, true),
      onPointerLeave: () => {
        setInside(false);
        setHoveredId(undefined);
        useViewport.getState().setProbe(undefined);
      },
      onDoubleClick: () => useViewport.getState().fit(),
    },
  };
}

/** The wheel must be listened to actively: React's own listener cannot keep the page from scrolling or zooming. */
export function useWheel(
  element: RefObject<HTMLElement | null>,
  onStep: ((direction: 1 | -1) => void) | undefined,
): void {
  useEffect(() => {
    const target = element.current;
    if (!target) return undefined;
    let travel = 0;
    const turn = (event: WheelEvent): void => {
      event.preventDefault();
      const deltaPx = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * LINE_PX;
      if (event.ctrlKey) {
        const bounds = target.getBoundingClientRect();
        const anchor = { x: event.clientX - bounds.left, y: event.clientY - bounds.top };
        useViewport.getState().zoomBy(Math.exp(-deltaPx / WHEEL_ZOOM_TRAVEL_PX), anchor);
        return;
      }
      travel = Math.sign(travel) === Math.sign(deltaPx) ? travel + deltaPx : deltaPx;
      if (Math.abs(travel) < STEP_TRAVEL_PX) return;
      onStep?.(travel > 0 ? 1 : -1);
      travel = 0;
    };
    target.addEventListener("wheel", turn, { passive: false });
    return () => target.removeEventListener("wheel", turn);
  }, [element, onStep]);
}

/** One notch of a mouse wheel is 100 to 120 px; a touch pad sends many small steps. */
const STEP_TRAVEL_PX = 80;
const LINE_PX = 40;
const WHEEL_ZOOM_TRAVEL_PX = 400;

function beginDrag(button: number, start: Point, setLens: (at: Point) => void): PointerDrag | undefined {
  if (button === 1) return beginPanDrag(start);
  if (button === 2) return beginZoomDrag(start);
  if (button !== 0) return undefined;
  const begin: Record<ViewportTool, () => PointerDrag | undefined> = {
    window: () => beginWindowDrag(start),
    pan: () => beginPanDrag(start),
    zoom: () => beginZoomDrag(start),
    length: () => beginRulerDrag(start),
    magnify: () => {
      setLens(start);
      return { move: setLens };
    },
    probe: () => undefined,
  };
  return begin[useViewport.getState().tool]();
}

function rulerUnder(target: EventTarget, start: Point): { drag: PointerDrag | undefined } | undefined {
  if (!(target instanceof Element)) return undefined;
  const part = target.getAttribute("data-ruler-part");
  const id = target.closest("[data-ruler-id]")?.getAttribute("data-ruler-id");
  const measurement = useMeasurements.getState().measurements.find((candidate) => candidate.id === id);
  if (!measurement || !isRulerPart(part)) return undefined;
  return { drag: beginRulerEdit(measurement, part, start) };
}

function isRulerPart(part: string | null): part is RulerPart {
  return part === "from" || part === "to" || part === "line";
}

function pointOf(event: ReactPointerEvent<HTMLElement>): Point {
  const bounds = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - bounds.left, y: event.clientY - bounds.top };
}

function pointedAt(findings: readonly OverlayFinding[], screen: Point): OverlayFinding | undefined {
  const state = useViewport.getState();
  const map = imageToScreenOf(state);
  if (!map) return undefined;
  return findingAt(findings, transformPoint(invertAffine(map), screen), HIT_TOLERANCE_PX / state.zoom);
}

function probeAt(frame: Frame, screen: Point): ReturnType<typeof readProbe> {
  const map = imageToScreenOf(useViewport.getState());
  return map && readProbe(frame, transformPoint(invertAffine(map), screen));
}
