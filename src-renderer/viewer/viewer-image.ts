/** @file What the viewer is given to show: an image, the boxes over it, and a way to get its pixels. */
import type { Box } from "../../src-shared/domain/box";
import type { CallFailure } from "../client/failure-of";
import type { InstanceId } from "../../src-shared/domain/identifiers";
import type { PixelDescription } from "../../src-shared/domain/instance";
import type { MapAppearance } from "../stores/explanation-store";
import type { HeatMap } from "./overlays/heat-map-pixels";

export interface ViewerImage {
  readonly instanceId: InstanceId;
  /** 0 is the first and the default. */
  readonly frame?: number;
  readonly pixels: PixelDescription;
  /** How the image is named to a screen reader, for example "Patient 0042, chest PA". */
  readonly description: string;
}

/** Stored pixel values of one frame as the byte service sends them, see src-shared/contract/byte-paths.ts. */
export type FetchFrame = (instanceId: InstanceId, frame: number, signal?: AbortSignal) => Promise<ArrayBuffer>;

/** One box over the image. */
export interface OverlayFinding {
  /** A detection's or an annotation's identifier. */
  readonly id: string;
  /** In image pixels. */
  readonly box: Box;
  readonly label: string;
  /** Detections have one. */
  readonly score?: number;
  /** An unmatched detection is a false positive, an unmatched reference was missed; without a run nothing is judged. */
  readonly status: "matched" | "unmatched" | "unjudged";
}

export interface OverlayLayer {
  /** A candidate goes with the heat map that is of it: it has no switch of its own, and cannot be chosen. */
  readonly kind: "reference" | "detections" | "candidate";
  readonly findings: readonly OverlayFinding[];
}

/** A map that belongs to the image on screen. */
export interface ViewerHeatMap {
  readonly map: HeatMap;
  readonly appearance: MapAppearance;
}

/** Which of Cornerstone's two renderers draws; `auto` takes the GPU where there is a real one. */
export type RenderingChoice = "auto" | "cpu" | "gpu";

export interface ViewerProps {
  /** Undefined while nothing is open. */
  readonly image: ViewerImage | undefined;
  readonly layers: readonly OverlayLayer[];
  readonly fetchFrame: FetchFrame;
  /** Images that the reader may step to next; their pixels are fetched ahead and kept, all others are let go. */
  readonly neighbours?: readonly ViewerImage[];
  readonly heatMap?: ViewerHeatMap | undefined;
  /** Boxes, heat map, and heat map on the image as three views that move together. */
  readonly isInThreeViews?: boolean;
  readonly selectedFindingId?: string | undefined;
  /** A click on a box, or undefined for one beside all boxes. */
  readonly onSelect?: (findingId: string | undefined) => void;
  /** The wheel: 1 for the next image, -1 for the one before. */
  readonly onStep?: (direction: 1 | -1) => void;
  /** The image is on the screen. */
  readonly onReady?: (instanceId: InstanceId) => void;
  /** The image cannot be shown; the viewer itself says so too. */
  readonly onError?: (failure: CallFailure) => void;
  readonly rendering?: RenderingChoice;
}
