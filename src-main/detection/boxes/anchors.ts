/** @file The boxes of every pyramid level from which a detector measures its answers. */
import { Failure } from "../../../src-shared/domain/failure";
import type { LevelAnchors } from "../../../src-shared/domain/model";
import { roundHalfToEven } from "../preprocessing/round-half-to-even";

/** Size of a feature map. */
export interface GridSize {
  readonly gridHeight: number;
  readonly gridWidth: number;
}

export interface AnchorOptions {
  /** Size in pixels of the network's image with its padding. */
  readonly imageHeight: number;
  readonly imageWidth: number;
  /** One entry for each level, finest first. */
  readonly anchors: readonly LevelAnchors[];
}

/** Anchors (x1, y1, x2, y2) in pixels for each level, [h · w · A, 4], row by row, in each cell ratio by ratio and in
 * each ratio size by size; centred on the cell's upper left corner, and not clipped to the image.
 * @throws {Failure} `unsupported` when there are not as many kinds of anchors as levels.
 * @see torchvision 0.14, AnchorGenerator */
export function generateAnchors(
  levels: readonly GridSize[],
  { imageHeight, imageWidth, anchors }: AnchorOptions,
): Float32Array[] {
  if (levels.length !== anchors.length) {
    const found = `The network has ${levels.length} levels of features, its card anchors for ${anchors.length}`;
    throw new Failure("unsupported", `${found}; one entry for each level was expected.`);
  }
  return levels.map((level, index) => {
    const strideX = Math.floor(imageWidth / level.gridWidth);
    const strideY = Math.floor(imageHeight / level.gridHeight);
    return placeOnGrid(baseAnchors(anchors[index]!), level, { strideX, strideY });
  });
}

/** How many anchors stand at each cell. */
export function anchorsPerCell({ sizesPx, aspectRatios }: LevelAnchors): number {
  return sizesPx.length * aspectRatios.length;
}

/** Anchors around the origin, [A, 4]; sides are rounded to whole pixels on either side of the centre. */
function baseAnchors({ sizesPx, aspectRatios }: LevelAnchors): Float32Array {
  const corners = aspectRatios.flatMap((ratio) => {
    const heightShare = Math.fround(Math.sqrt(Math.fround(ratio)));
    const widthShare = Math.fround(1 / heightShare);
    return sizesPx.flatMap((sizePx) => {
      const halfWidth = roundHalfToEven(Math.fround(widthShare * Math.fround(sizePx)) / 2);
      const halfHeight = roundHalfToEven(Math.fround(heightShare * Math.fround(sizePx)) / 2);
      return [-halfWidth, -halfHeight, halfWidth, halfHeight];
    });
  });
  return Float32Array.from(corners);
}

function placeOnGrid(
  base: Float32Array,
  { gridHeight, gridWidth }: GridSize,
  { strideX, strideY }: { readonly strideX: number; readonly strideY: number },
): Float32Array {
  const placed = new Float32Array(gridHeight * gridWidth * base.length);
  let at = 0;
  for (let row = 0; row < gridHeight; row++) {
    for (let column = 0; column < gridWidth; column++) {
      for (let side = 0; side < base.length; side++) {
        placed[at++] = base[side]! + (side % 2 === 0 ? column * strideX : row * strideY);
      }
    }
  }
  return placed;
}
