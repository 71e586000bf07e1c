/** @file Anchors for the sizes of image that a detector saw last, since most runs have one or two. */
import type { LevelAnchors } from "../../../src-shared/domain/model";
import { generateAnchors, type GridSize } from "../../detection/boxes/anchors";

const REMEMBERED_SIZES = 4;

export interface PaddedSize {
  readonly paddedHeight: number;
  readonly paddedWidth: number;
}

export type AnchorsOf = (grids: readonly GridSize[], size: PaddedSize) => readonly Float32Array[];

/** @throws {Failure} `unsupported` when the network has other levels than there are anchors for. */
export function anchorsBySize(anchors: readonly LevelAnchors[]): AnchorsOf {
  const known = new Map<string, readonly Float32Array[]>();
  return (grids, { paddedHeight: imageHeight, paddedWidth: imageWidth }) => {
    const key = `${imageHeight} × ${imageWidth}`;
    const placed = known.get(key) ?? generateAnchors(grids, { imageHeight, imageWidth, anchors });
    known.delete(key);
    known.set(key, placed);
    const [oldest] = known.keys();
    if (known.size > REMEMBERED_SIZES && oldest !== undefined) known.delete(oldest);
    return placed;
  };
}
