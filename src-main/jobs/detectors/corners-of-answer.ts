/** @file A detector's answer as corners, whatever its box format, without what is below the floor. */
import type { DetectorAnswer } from "./detector";

export interface CornersAnswer {
  /** [N, 4]: x1, y1, x2, y2. */
  readonly boxes: Float32Array;
  readonly scores: Float32Array;
  readonly labels: readonly number[];
}

export function cornersOfAnswer(
  { boxes, scores, labels, boxFormat }: DetectorAnswer,
  scoreFloor: number,
): CornersAnswer {
  const floor = Math.fround(scoreFloor);
  const kept = [...scores.keys()].filter((row) => scores[row]! >= floor);
  const corners = kept.flatMap((row) => {
    const [x, y, third, fourth] = [...boxes.subarray(4 * row, 4 * row + 4)] as [number, number, number, number];
    return boxFormat === "xyxy" ? [x, y, third, fourth] : [x, y, x + third, y + fourth];
  });
  return {
    boxes: Float32Array.from(corners),
    scores: Float32Array.from(kept, (row) => scores[row]!),
    labels: kept.map((row) => Number(labels[row]!)),
  };
}
