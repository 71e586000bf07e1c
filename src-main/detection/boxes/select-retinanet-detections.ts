/** @file Detections from the answers of RetinaNet's heads at every anchor. */
import { Failure } from "../../../src-shared/domain/failure";
import type { GridSize } from "./anchors";
import { decodeBoxes, UNIT_WEIGHTS } from "./box-coder";
import { clipBoxesInto, type ImageSize } from "./clip-boxes";
import type { FoundBoxes } from "./found-boxes";
import { gatherDeltas } from "./gather-deltas";
import { gatherRows } from "./gather-rows";
import { sigmoidsFloat32 } from "./sigmoid-float32";
import { suppressNonMaxima } from "./suppress-non-maxima";
import { topK } from "./top-k";

/** The heads' answer for one image, level by level, finest first. */
export interface RetinaNetAnswer extends ImageSize {
  /** [A · classes, h, w] of each level. */
  readonly classLogits: readonly Float32Array[];
  /** [4 · A, h, w] of each level. */
  readonly boxDeltas: readonly Float32Array[];
  readonly grids: readonly GridSize[];
  /** [h · w · A, 4] of each level, as `generateAnchors` gives them. */
  readonly anchors: readonly Float32Array[];
  readonly classes: number;
}

export interface RetinaNetSettings {
  /** Only scores above it are detections. */
  readonly scoreFloor: number;
  /** So many answers of each level, those with the highest scores, enter the suppression. */
  readonly candidatesPerLevel: number;
  readonly iouThreshold: number;
  readonly detectionsPerImage: number;
}

/** Every class at every anchor is a candidate of its own; boxes are (x1, y1, x2, y2) in pixels of the network's image,
 * clipped to it without its padding (`imageHeight`, `imageWidth`); labels count from 0.
 * @throws {Failure} `unsupported` when an array does not fit its level's grid.
 * @see torchvision 0.14, RetinaNet.postprocess_detections; Lin et al., arXiv:1708.02002 */
export function selectRetinaNetDetections(answer: RetinaNetAnswer, settings: RetinaNetSettings): FoundBoxes {
  const candidates = joinFound(answer.grids.map((_, level) => takeCandidates(answer, level, settings)));
  clipBoxesInto(answer, candidates.boxes);
  const { iouThreshold, detectionsPerImage: limit } = settings;
  const { boxes, scores, labels } = candidates;
  const kept = suppressNonMaxima(boxes, scores, { iouThreshold, groups: labels, limit });
  return {
    boxes: gatherRows(boxes, kept, 4),
    scores: gatherRows(scores, kept, 1),
    labels: kept.map((place) => labels[place]!),
  };
}

function takeCandidates(answer: RetinaNetAnswer, level: number, settings: RetinaNetSettings): FoundBoxes {
  const { classes } = answer;
  const { gridHeight, gridWidth } = answer.grids[level]!;
  const cells = gridHeight * gridWidth;
  const logits = answer.classLogits[level];
  const deltas = answer.boxDeltas[level];
  const anchors = answer.anchors[level];
  const count = (anchors?.length ?? 0) / 4;
  if (!logits || !deltas || !anchors || count % cells !== 0) throw misfit(answer, level);
  if (logits.length !== count * classes || deltas.length !== 4 * count) throw misfit(answer, level);
  const above = answersAbove(logits, cells, settings.scoreFloor);
  const { values: scores, indices } = topK(above.scores, Math.min(settings.candidatesPerLevel, above.places.length));
  const places = indices.map((index) => above.places[index]!);
  const sources = places.map((place) => Math.floor(place / classes));
  const references = gatherRows(anchors, sources, 4);
  return {
    boxes: decodeBoxes(gatherDeltas(deltas, sources, cells), references, UNIT_WEIGHTS),
    scores,
    labels: places.map((place) => place % classes),
  };
}

function misfit(answer: RetinaNetAnswer, level: number): Failure {
  const { gridHeight, gridWidth } = answer.grids[level]!;
  const found = `${answer.classLogits[level]?.length} logits and ${answer.boxDeltas[level]?.length} deltas`;
  const anchors = `${(answer.anchors[level]?.length ?? 0) / 4} anchors on ${gridWidth} × ${gridHeight} cells`;
  const expected = `its ${anchors} and ${answer.classes} classes`;
  return new Failure("unsupported", `The network answered ${found} for level ${level} with ${expected}.`);
}

interface Scored {
  /** In [cells, A · classes], rising. */
  readonly places: Int32Array;
  readonly scores: Float32Array;
}

/** The answers above the floor, few as a rule, out of planes [A · classes, cells]. */
function answersAbove(planes: Float32Array, cells: number, scoreFloor: number): Scored {
  const floor = Math.fround(scoreFloor);
  // A first sieve on the logits spares the exponential of nearly all of them.
  const { places, logits } = siftCellByCell(planes, cells, Math.log(floor / (1 - floor)) - SIEVE_MARGIN);
  const scores = sigmoidsFloat32(logits, { places, total: planes.length });
  // Both lists are moved up in place: there may be millions, which `filter` is slow with.
  let count = 0;
  for (let index = 0; index < scores.length; index++) {
    if (!(scores[index]! > floor)) continue;
    places[count] = places[index]!;
    scores[count++] = scores[index]!;
  }
  return { places: places.subarray(0, count), scores: scores.subarray(0, count) };
}

/** Logits above the lowest, with their places in [cells, A · classes]; counted first, so that each finds its place in one
 * walk along the planes. */
function siftCellByCell(
  planes: Float32Array,
  cells: number,
  lowest: number,
): { readonly places: Int32Array; readonly logits: Float32Array } {
  const kinds = planes.length / cells;
  const starts = new Int32Array(cells + 1);
  for (let kind = 0; kind < kinds; kind++) {
    for (let cell = 0; cell < cells; cell++) if (planes[kind * cells + cell]! > lowest) starts[cell + 1]!++;
  }
  for (let cell = 0; cell < cells; cell++) starts[cell + 1]! += starts[cell]!;
  const places = new Int32Array(starts[cells]!);
  const logits = new Float32Array(places.length);
  for (let kind = 0; kind < kinds; kind++) {
    for (let cell = 0; cell < cells; cell++) {
      const logit = planes[kind * cells + cell]!;
      if (!(logit > lowest)) continue;
      const next = starts[cell]!++;
      places[next] = cell * kinds + kind;
      logits[next] = logit;
    }
  }
  return { places, logits };
}

/** Far more than what rounding to float32 moves a score by, in units of the logit. */
const SIEVE_MARGIN = 1e-2;

function joinFound(parts: readonly FoundBoxes[]): FoundBoxes {
  const count = parts.reduce((sum, part) => sum + part.scores.length, 0);
  const joined = { boxes: new Float32Array(4 * count), scores: new Float32Array(count), labels: new Int32Array(count) };
  let start = 0;
  for (const { boxes, scores, labels } of parts) {
    joined.boxes.set(boxes, 4 * start);
    joined.scores.set(scores, start);
    joined.labels.set(labels, start);
    start += scores.length;
  }
  return joined;
}
