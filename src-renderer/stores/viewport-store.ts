/** @file How the image on screen is looked at: window, orientation, zoom, tool, layers, and the value under the pointer. */
import { create } from "zustand";
import type { InstanceId } from "../../src-shared/domain/identifiers";
import type { PixelDescription, Window } from "../../src-shared/domain/instance";
import {
  fitView,
  flipOnScreen,
  imageToScreen,
  oneToOneView,
  panBy,
  rotateClockwise,
  UPRIGHT,
  zoomAbout,
} from "./view-geometry";
import type { Affine, Orientation, Point, Rotation, Stage, View, ViewportSize } from "./view-geometry";
import { clampWindowWidth, modalityValue, nudgeWindow, windowPresets } from "./window-presets";
import type { PixelStatistics, WindowPreset } from "./window-presets";

export const VIEWPORT_TOOLS = ["window", "pan", "zoom", "length", "magnify", "probe"] as const;
/** What a drag with the left button does. */
export type ViewportTool = (typeof VIEWPORT_TOOLS)[number];

export const OVERLAY_SWITCHES = ["reference", "detections", "labels"] as const;
export type OverlaySwitch = (typeof OVERLAY_SWITCHES)[number];

export interface ProbeReading {
  /** Column and row of the pixel under the pointer, counted from 0. */
  readonly x: number;
  readonly y: number;
  readonly storedValue: number;
  readonly modalityValue: number;
}

/** The image that is really on the screen, once its pixels are there. */
export interface ShownImage {
  readonly instanceId: InstanceId;
  readonly frame: number;
  readonly pixels: PixelDescription;
  readonly statistics: PixelStatistics;
}

export interface ViewportState {
  /** The instance asked for; undefined while nothing is open. */
  readonly instanceId: InstanceId | undefined;
  /** Its frame, 0 is the first. */
  readonly frame: number;
  /** The instance whose pixels are on screen; undefined while they are on their way. */
  readonly shown: ShownImage | undefined;
  /** Windows to choose from; the header's own first, the first is the default. Empty until the image is shown. */
  readonly presets: readonly WindowPreset[];
  /** The window in modality units, DICOM PS3.3 C.11.2.1.2; undefined until the image is shown. */
  readonly window: Window | undefined;
  /** Inverted by the reader; MONOCHROME1 is shown right without it. */
  readonly isInverted: boolean;
  /** Degrees clockwise. */
  readonly rotation: Rotation;
  /** The flips mirror the image's own axes before the rotation; the actions mirror what is on the screen. */
  readonly isFlippedHorizontally: boolean;
  readonly isFlippedVertically: boolean;
  /** CSS pixels an image pixel, along the axis with the finer pixel spacing; 1:1 is 1 / devicePixelRatio. */
  readonly zoom: number;
  /** The image point in the middle of the viewport. */
  readonly centre: Point;
  /** The image is fitted, and stays so when the viewport changes its size. */
  readonly isFitted: boolean;
  /** The viewport's size, as the viewer measured it. */
  readonly viewport: ViewportSize;
  readonly tool: ViewportTool;
  /** Which overlays are drawn; `labels` are the words beside the boxes. */
  readonly layers: Readonly<Record<OverlaySwitch, boolean>>;
  /** Linear is what a reading room expects; nearest shows the pixels themselves. */
  readonly interpolation: "linear" | "nearest";
  /** The pixel under the pointer; undefined while the pointer is elsewhere. */
  readonly probe: ProbeReading | undefined;

  /** Asks for an instance with the default view; the viewer calls it when its image changes. */
  readonly show: (instanceId: InstanceId, frame?: number) => void;
  /** Nothing is open any more. */
  readonly clear: () => void;
  /** The pixels are there, for the first time since `show`; the viewer calls it. */
  readonly imageShown: (image: ShownImage) => void;
  /** The viewer measured its size. */
  readonly resize: (viewport: ViewportSize) => void;
  readonly setWindow: (window: Window) => void;
  /** Steps of a fiftieth of the window's width, for keys. */
  readonly nudgeWindow: (steps: { readonly center?: number; readonly width?: number }) => void;
  readonly applyPreset: (presetId: string) => void;
  readonly setTool: (tool: ViewportTool) => void;
  readonly toggleLayer: (layer: OverlaySwitch) => void;
  readonly toggleInterpolation: () => void;
  /** Multiplies the zoom; `anchor`, a screen point, stays where it is (the middle by default). */
  readonly zoomBy: (factor: number, anchor?: Point) => void;
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  /** Moves the image by CSS pixels. */
  readonly panBy: (shift: Point) => void;
  readonly fit: () => void;
  /** One image pixel a device pixel. */
  readonly oneToOne: () => void;
  readonly invert: () => void;
  readonly rotateClockwise: () => void;
  readonly rotateCounterClockwise: () => void;
  readonly flipHorizontal: () => void;
  readonly flipVertical: () => void;
  /** Default window, orientation and fit; the tool and the layers stay. */
  readonly reset: () => void;
  readonly setProbe: (probe: ProbeReading | undefined) => void;
}

const ZOOM_STEP = 1.25;

const UNTOUCHED = { ...UPRIGHT, isInverted: false, zoom: 1, centre: { x: 0, y: 0 }, isFitted: true } as const;
const NOTHING_SHOWN = { ...UNTOUCHED, shown: undefined, presets: [], window: undefined, probe: undefined } as const;

export const useViewport = create<ViewportState>()((set, get) => ({
  ...NOTHING_SHOWN,
  instanceId: undefined,
  frame: 0,
  viewport: { widthPx: 0, heightPx: 0, devicePixelRatio: 1 },
  tool: "window",
  layers: { reference: true, detections: true, labels: true },
  interpolation: "linear",

  show: (instanceId, frame = 0) => set({ ...NOTHING_SHOWN, instanceId, frame }),
  clear: () => set({ ...NOTHING_SHOWN, instanceId: undefined, frame: 0 }),
  imageShown: (shown) => {
    const { instanceId, frame, shown: before } = get();
    if (shown.instanceId !== instanceId || shown.frame !== frame || before) return;
    const presets = windowPresets(shown.pixels, shown.statistics);
    set((state) => ({ shown, presets, window: presets[0]!.window, ...fitted({ ...state, shown }) }));
  },
  resize: (viewport) => set((state) => ({ viewport, ...(state.isFitted && fitted({ ...state, viewport })) })),

  setWindow: ({ center, width }) => set({ window: { center, width: clampWindowWidth(width) } }),
  nudgeWindow: ({ center = 0, width = 0 }) =>
    set(({ window, shown }) =>
      window && shown ? { window: nudgeWindow(window, modalityRange(shown), { center, width }) } : {},
    ),
  applyPreset: (presetId) =>
    set(({ presets, window }) => ({ window: presets.find(({ id }) => id === presetId)?.window ?? window })),
  setTool: (tool) => set({ tool }),
  toggleLayer: (layer) => set(({ layers }) => ({ layers: { ...layers, [layer]: !layers[layer] } })),
  toggleInterpolation: () =>
    set(({ interpolation }) => ({ interpolation: interpolation === "linear" ? "nearest" : "linear" })),

  zoomBy: (factor, anchor) =>
    set(
      moveView((view, stage) =>
        zoomAbout(view, stage, { zoom: view.zoom * factor, anchor: anchor ?? middleOf(stage) }),
      ),
    ),
  zoomIn: () => get().zoomBy(ZOOM_STEP),
  zoomOut: () => get().zoomBy(1 / ZOOM_STEP),
  panBy: (shift) => set(moveView((view, stage) => panBy(view, stage, shift))),
  fit: () => set(fitted),
  oneToOne: () => set(moveView(oneToOneView)),
  invert: () => set(({ isInverted }) => ({ isInverted: !isInverted })),
  rotateClockwise: () => set((state) => turned(state, rotateClockwise(state, 1))),
  rotateCounterClockwise: () => set((state) => turned(state, rotateClockwise(state, -1))),
  flipHorizontal: () => set((state) => turned(state, flipOnScreen(state, "horizontal"))),
  flipVertical: () => set((state) => turned(state, flipOnScreen(state, "vertical"))),
  reset: () =>
    set((state) => ({
      ...UNTOUCHED,
      window: state.presets[0]?.window,
      interpolation: "linear",
      ...fitted({ ...state, ...UNTOUCHED }),
    })),
  setProbe: (probe) => set({ probe }),
}));

/** The map from image pixels to CSS pixels; undefined until an image is shown. */
export function imageToScreenOf(state: Pick<ViewportState, keyof View | "shown" | "viewport">): Affine | undefined {
  const stage = stageOf(state);
  return stage && imageToScreen(state, stage);
}

/** Modality units between the least and the greatest value of the image. */
export function modalityRange({ pixels, statistics }: ShownImage): number {
  return Math.abs(modalityValue(pixels, statistics.greatest) - modalityValue(pixels, statistics.least));
}

export function stageOf({ shown, viewport }: Pick<ViewportState, "shown" | "viewport">): Stage | undefined {
  if (!shown || viewport.widthPx === 0 || viewport.heightPx === 0) return undefined;
  const { columns, rows, spacing } = shown.pixels;
  const finest = spacing ? Math.min(spacing.columnMm, spacing.rowMm) : 1;
  const aspect = spacing ? { x: spacing.columnMm / finest, y: spacing.rowMm / finest } : { x: 1, y: 1 };
  return { image: { columns, rows, aspect }, viewport };
}

function moveView(move: (view: View, stage: Stage) => View): (state: ViewportState) => Partial<ViewportState> {
  return (state) => {
    const stage = stageOf(state);
    if (!stage) return {};
    const { zoom, centre } = move(state, stage);
    return { zoom, centre, isFitted: false };
  };
}

function fitted(state: Pick<ViewportState, keyof Orientation | "shown" | "viewport">): Partial<ViewportState> {
  const stage = stageOf(state);
  return stage ? { ...fitView(state, stage), isFitted: true } : { isFitted: true };
}

function turned(state: ViewportState, orientation: Orientation): Partial<ViewportState> {
  return state.isFitted ? { ...orientation, ...fitted({ ...state, ...orientation }) } : orientation;
}

function middleOf({ viewport }: Stage): Point {
  return { x: viewport.widthPx / 2, y: viewport.heightPx / 2 };
}
