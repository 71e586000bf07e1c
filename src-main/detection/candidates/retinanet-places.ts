/** @file The places of RetinaNet's heads: each class at each anchor. */
import { decodeBoxes, UNIT_WEIGHTS } from "../boxes/box-coder";
import { clipBoxesInto, type ImageSize } from "../boxes/clip-boxes";
import { gatherDeltas } from "../boxes/gather-deltas";
import { sigmoidsFloat32 } from "../boxes/sigmoid-float32";
import type { BoxCorners, ScoredPlaces } from "./scored-places";

/** One pyramid level of the heads' answer. */
export interface RetinaNetLevel {
  /** The raw output that the logits stand in, and the place in its array of each number of `classLogits`. */
  readonly output: string;
  readonly placeInOutput: (index: number) => number;
  /** [A · classes, cells] */
  readonly classLogits: Float32Array;
  /** [4 · A, cells] */
  readonly boxDeltas: Float32Array;
  /** [cells · A, 4], as `generateAnchors` gives them. */
  readonly anchors: Float32Array;
  readonly cells: number;
}

/** Levels one after another, in each level anchor by anchor as `generateAnchors` counts them, and class by class. Boxes
 * are clipped to the image. */
export function placesOfRetinaNet(
  levels: readonly RetinaNetLevel[],
  { classes, ...imageSize }: ImageSize & { readonly classes: number },
): ScoredPlaces {
  const parts = levels.map((level) => ({ level, logits: logitsByAnchor(level) }));
  const starts = parts.map((_, index) => parts.slice(0, index).reduce((sum, { logits }) => sum + logits.length, 0));
  const scores = new Float32Array(parts.reduce((sum, { logits }) => sum + logits.length, 0));
  for (const [index, { logits }] of parts.entries()) scores.set(sigmoidsFloat32(logits), starts[index]!);
  const find = (place: number): { readonly level: RetinaNetLevel; readonly within: number } => {
    const index = starts.findLastIndex((start) => start <= place);
    return { level: parts[index]!.level, within: place - starts[index]! };
  };
  return {
    scores,
    labelOf: (place) => find(place).within % classes,
    boxOf: (place) => {
      const { level, within } = find(place);
      return boxAt(level, Math.floor(within / classes), imageSize);
    },
    slopesOf: (place) => {
      const { level, within } = find(place);
      const at = level.placeInOutput(planeIndex(within, level));
      return [{ output: level.output, at, slope: scores[place]! * (1 - scores[place]!) }];
    },
  };
}

/** [A · classes, cells] becomes [cells · A, classes]. */
function logitsByAnchor(level: RetinaNetLevel): Float32Array {
  const { classLogits } = level;
  return Float32Array.from(classLogits, (_, within) => classLogits[planeIndex(within, level)]!);
}

function planeIndex(within: number, { classLogits, cells }: RetinaNetLevel): number {
  const perCell = classLogits.length / cells;
  const cell = Math.floor(within / perCell);
  return (within - cell * perCell) * cells + cell;
}

function boxAt({ boxDeltas, anchors, cells }: RetinaNetLevel, anchor: number, imageSize: ImageSize): BoxCorners {
  const deltas = gatherDeltas(boxDeltas, Int32Array.of(anchor), cells);
  const box = decodeBoxes(deltas, anchors.subarray(4 * anchor, 4 * anchor + 4), UNIT_WEIGHTS);
  clipBoxesInto(imageSize, box);
  return [box[0]!, box[1]!, box[2]!, box[3]!];
}
