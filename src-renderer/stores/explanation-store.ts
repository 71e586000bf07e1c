/** @file Whether heat maps lie over the image, of what, and how they are drawn. */
import { create } from "zustand";
import type { MapMethod } from "../../src-shared/domain/explanation";

/** What of an image is explained: the chosen box, or all detections of a label together; `strongest` is as `finding`,
 * but where neither is there it takes what came nearest to a detection. */
export const MAP_TARGETS = ["finding", "label", "strongest"] as const;
export type MapTarget = (typeof MAP_TARGETS)[number];

export const COLOUR_MAPS = ["turbo", "viridis", "inferno"] as const;
export type ColourMap = (typeof COLOUR_MAPS)[number];

/** A layer by its name, or by its place (0 to 3) among those that each model suggests, so that another run's model can
 * be asked the same. */
export type LayerChoice =
  { readonly kind: "named"; readonly name: string } | { readonly kind: "suggested"; readonly place: number };

/** How the map is drawn, whatever it shows. */
export interface MapAppearance {
  readonly colours: ColourMap;
  /** Of the map over the image, from 0 to 1; alone on black it is always opaque. */
  readonly opacity: number;
  /** Values below it are left transparent over the image. */
  readonly threshold: number;
}

/** Which map lies over the image. */
export interface MapChoice {
  readonly layer: LayerChoice;
  readonly method: MapMethod;
  readonly target: MapTarget;
  /** Boxes, map, and map on the image beside each other; only while a map is on. */
  readonly isInThreeViews: boolean;
}

export interface ExplanationState extends MapAppearance, MapChoice {
  /** Off in every project until somebody asks: readers who were shown such maps were misled by them. */
  readonly isOn: boolean;
  /** Turns the map on at this layer. */
  readonly showLayer: (layer: LayerChoice) => void;
  /** Turns the map on as it was last, or off. */
  readonly toggle: () => void;
  readonly turnOff: () => void;
  /** Turns the map on as an address names it. */
  readonly restore: (choice: MapChoice) => void;
  readonly setMethod: (method: MapMethod) => void;
  readonly setTarget: (target: MapTarget) => void;
  readonly setAppearance: (appearance: Partial<MapAppearance>) => void;
  /** Three views or one; three turn the map on. */
  readonly toggleThreeViews: () => void;
  /** Off, with the layer that a model suggests last: as when another project opens. Colours stay as the reader likes them. */
  readonly reset: () => void;
}

/** Deep enough to speak of whole findings, and the one that the course's notebook takes. */
const DEEPEST_SUGGESTED: LayerChoice = { kind: "suggested", place: 3 };
const UNASKED = {
  isOn: false,
  layer: DEEPEST_SUGGESTED,
  method: "grad-cam",
  target: "finding",
  isInThreeViews: false,
} as const satisfies Partial<ExplanationState>;

export const useExplanation = create<ExplanationState>()((set) => ({
  ...UNASKED,
  colours: "turbo",
  opacity: 0.45,
  threshold: 0.2,
  showLayer: (layer) => set({ layer, isOn: true }),
  toggle: () => set(({ isOn }) => (isOn ? OFF : { isOn: true })),
  turnOff: () => set(OFF),
  restore: (choice) => set({ ...choice, isOn: true }),
  setMethod: (method) => set({ method }),
  setTarget: (target) => set({ target }),
  setAppearance: (appearance) => set(appearance),
  toggleThreeViews: () =>
    set(({ isInThreeViews }) => ({ isInThreeViews: !isInThreeViews, ...(!isInThreeViews && { isOn: true }) })),
  reset: () => set(UNASKED),
}));

const OFF = { isOn: false, isInThreeViews: false } as const;
