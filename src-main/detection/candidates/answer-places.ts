/** @file The places of a graph that chooses its boxes by itself: what it answers, and nothing beside it. */
import type { ModelCard } from "../../../src-shared/domain/model";
import type { ScoredPlaces } from "./scored-places";

/** A finished answer, N rows. */
export interface ChosenBoxes {
  /** [N, 4] */
  readonly boxes: Float32Array;
  /** [N] */
  readonly scores: Float32Array;
  /** [N] */
  readonly labels: BigInt64Array | Int32Array;
  readonly boxFormat: ModelCard["boxFormat"];
}

/** `output` is the name of the graph's output with the scores. */
export function placesOfAnswer({ boxes, scores, labels, boxFormat }: ChosenBoxes, output: string): ScoredPlaces {
  return {
    scores,
    labelOf: (row) => Number(labels[row]!),
    boxOf: (row) => {
      const [x = 0, y = 0, third = 0, fourth = 0] = boxes.subarray(4 * row, 4 * row + 4);
      return boxFormat === "xyxy" ? [x, y, third, fourth] : [x, y, x + third, y + fourth];
    },
    slopesOf: (row) => [{ output, at: row, slope: 1 }],
  };
}
