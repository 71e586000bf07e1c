/** @file Boxes with scores and class numbers as a model thinks of them, and how they lie to one box. */
import { boxAreaPx2, type Box } from "../../../src-shared/domain/box";

/** In no order. */
export interface ScoredBoxes {
  /** [N, 4] (x1, y1, x2, y2), all in one frame. */
  readonly boxes: Float32Array;
  /** [N] */
  readonly scores: Float32Array;
  /** [N] */
  readonly labels: Int32Array;
}

/** All candidates of a model for one image, and which of them it drew. */
export interface LookedBoxes {
  /** Before score floor and suppression. */
  readonly candidates: ScoredBoxes;
  /** [rows of the answer] the candidate that each row came from. */
  readonly sources: Int32Array;
}

/** A candidate and how it lies to the box in question. */
export interface NearCandidate {
  readonly candidate: number;
  readonly score: number;
  /** Intersection over union. */
  readonly overlap: number;
}

export interface SoughtBox {
  /** In the candidates' frame. */
  readonly box: Box;
  /** Absent: any label. */
  readonly label?: number | undefined;
}

/** The candidates of the sought label that have any overlap with the box, in their own order. `among` holds the
 * candidates to look at, all of them unless given. A score that is not finite is none. */
export function candidatesNear(
  { boxes, scores, labels }: ScoredBoxes,
  { box, label }: SoughtBox,
  among: Iterable<number> = scores.keys(),
): readonly NearCandidate[] {
  const near: NearCandidate[] = [];
  for (const candidate of among) {
    if (label !== undefined && labels[candidate] !== label) continue;
    const overlap = overlapWith(boxes, candidate, box);
    const score = scores[candidate]!;
    if (overlap > 0 && Number.isFinite(score)) near.push({ candidate, score, overlap });
  }
  return near;
}

/** The one with the highest score; of equals the one with the greater overlap. Undefined for none. */
export function bestScoring(near: readonly NearCandidate[]): NearCandidate | undefined {
  return near.toSorted((a, b) => b.score - a.score || b.overlap - a.overlap)[0];
}

/** The one with the greatest overlap; of equals the one with the higher score. Undefined for none. */
export function mostOverlapping(near: readonly NearCandidate[]): NearCandidate | undefined {
  return near.toSorted((a, b) => b.overlap - a.overlap || b.score - a.score)[0];
}

function overlapWith(boxes: Float32Array, candidate: number, box: Box): number {
  const x1 = boxes[4 * candidate]!;
  const y1 = boxes[4 * candidate + 1]!;
  const x2 = boxes[4 * candidate + 2]!;
  const y2 = boxes[4 * candidate + 3]!;
  const width = Math.min(x2, box.x2) - Math.max(x1, box.x1);
  const height = Math.min(y2, box.y2) - Math.max(y1, box.y1);
  if (!(width > 0 && height > 0)) return 0;
  return (width * height) / ((x2 - x1) * (y2 - y1) + boxAreaPx2(box) - width * height);
}
