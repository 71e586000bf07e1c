/** @file The few of a detector's many places that one may ask about, and which of them its detections came from. */
import type { FoundBoxes } from "../boxes/found-boxes";
import type { ScoredPlaces } from "./scored-places";

/** What scores less is no opinion: a network says it of every place of every image. */
const LOWEST_SCORE = 1e-3;
/** The best ones; a network with many classes has millions of places. */
const MOST_CANDIDATES = 20_000;

/** Rising places of the candidates: those above `LOWEST_SCORE`, or above the card's floor where that is lower, at most
 * the best `MOST_CANDIDATES` of them. */
export function choosePlaces({ scores }: ScoredPlaces, scoreFloor: number): Int32Array {
  const floor = Math.fround(Math.min(LOWEST_SCORE, scoreFloor));
  const above: number[] = [];
  for (let place = 0; place < scores.length; place++) if (scores[place]! > floor) above.push(place);
  if (above.length <= MOST_CANDIDATES) return Int32Array.from(above);
  const best = above.toSorted((a, b) => scores[b]! - scores[a]! || a - b).slice(0, MOST_CANDIDATES);
  return Int32Array.from(best).toSorted();
}

/** The candidates that stand at these places: boxes (x1, y1, x2, y2) in pixels of the model's input. */
export function candidatesAt({ scores, labelOf, boxOf }: ScoredPlaces, places: Int32Array): FoundBoxes {
  const boxes = new Float32Array(4 * places.length);
  for (const [index, place] of places.entries()) boxes.set(boxOf(place), 4 * index);
  return {
    boxes,
    scores: Float32Array.from(places, (place) => scores[place]!),
    labels: places.map((place) => labelOf(place)),
  };
}

/** Pixels and score together by which a detection may differ from its candidate: each is computed by steps of its own,
 * rounded in their own order. */
const TOLERANCE = 0.05;

/** For each detection the candidate that it is, one for each: that of its label which is nearest in box and score; −1
 * where there is none so near. */
export function findSources(detections: FoundBoxes, candidates: FoundBoxes): Int32Array {
  const taken = new Set<number>();
  return Int32Array.from(detections.scores, (_, row) => {
    const source = nearestCandidate(detections, row, { candidates, taken });
    if (source !== undefined) taken.add(source);
    return source ?? -1;
  });
}

interface Pool {
  readonly candidates: FoundBoxes;
  readonly taken: ReadonlySet<number>;
}

function nearestCandidate(detections: FoundBoxes, row: number, { candidates, taken }: Pool): number | undefined {
  const { labels, scores } = candidates;
  let nearest: number | undefined;
  let distance = TOLERANCE;
  for (let index = 0; index < scores.length; index++) {
    if (labels[index] !== detections.labels[row]) continue;
    const apart = Math.abs(scores[index]! - detections.scores[row]!);
    if (apart >= distance || taken.has(index)) continue;
    const total = apart + distanceOfBoxes(candidates.boxes, 4 * index, detections.boxes.subarray(4 * row, 4 * row + 4));
    if (total < distance) [nearest, distance] = [index, total];
  }
  return nearest;
}

function distanceOfBoxes(boxes: Float32Array, at: number, box: Float32Array): number {
  return box.reduce((sum, side, index) => sum + Math.abs(side - boxes[at + index]!), 0);
}

/** The gradient of the sum of the scores at these places with respect to each raw output that one of them depends on,
 * by the output's name; `sizeOf` tells how many numbers an output has. */
export function seedsOf(
  { slopesOf }: ScoredPlaces,
  places: readonly number[],
  sizeOf: (output: string) => number,
): ReadonlyMap<string, Float32Array> {
  const seeds = new Map<string, Float32Array>();
  for (const { output, at, slope } of places.flatMap((place) => slopesOf(place))) {
    const seed = seeds.get(output) ?? new Float32Array(sizeOf(output));
    seed[at]! += slope;
    seeds.set(output, seed);
  }
  return seeds;
}
