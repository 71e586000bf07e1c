/** @file What the views of one image show beside each other. */

/** The radiograph with its boxes, the heat map alone, or all of it together. */
export type ViewContent = "boxes" | "map" | "overlay";

export interface ViewDescription {
  /** The first holds Cornerstone's canvas, whatever it shows beside that. */
  readonly place: "first" | "second" | "third";
  readonly content: ViewContent;
  /** Undefined where there is but one view. */
  readonly caption: string | undefined;
  /** Words stand beside the boxes. */
  readonly isLabelled: boolean;
}

export const ONE_VIEW: readonly ViewDescription[] = [
  { place: "first", content: "overlay", caption: undefined, isLabelled: true },
];

/** As the course's notebook sets them side by side; words over the map would hide what it shows, and stand beside it. */
export const THREE_VIEWS: readonly ViewDescription[] = [
  { place: "first", content: "boxes", caption: "Boxes", isLabelled: true },
  { place: "second", content: "map", caption: "Map", isLabelled: false },
  { place: "third", content: "overlay", caption: "Map on the image", isLabelled: false },
];
