/** @file Regions of an image where something may be, from the region proposal head's answer. */
import { Failure } from "../../../src-shared/domain/failure";
import type { GridSize } from "./anchors";
import { decodeBoxes, UNIT_WEIGHTS } from "./box-coder";
import { clipBoxesInto, type ImageSize } from "./clip-boxes";
import { gatherDeltas } from "./gather-deltas";
import { gatherRows } from "./gather-rows";
import { sigmoidsFloat32 } from "./sigmoid-float32";
import { suppressNonMaxima } from "./suppress-non-maxima";
import { topK } from "./top-k";

/** The head's answer for one image, level by level, finest first. */
export interface ProposalHeadAnswer extends ImageSize {
  /** [A, h, w] logits of each level. */
  readonly objectness: readonly Float32Array[];
  /** [4 · A, h, w] of each level. */
  readonly deltas: readonly Float32Array[];
  readonly grids: readonly GridSize[];
  /** [h · w · A, 4] of each level, as `generateAnchors` gives them. */
  readonly anchors: readonly Float32Array[];
}

export interface ProposalSettings {
  /** So many of each level, those with the highest logits, enter the suppression. */
  readonly candidatesPerLevel: number;
  /** So many are proposed at most. */
  readonly proposals: number;
  readonly iouThreshold: number;
  /** Probability below which nothing is proposed. */
  readonly scoreFloor: number;
}

export interface Proposals {
  /** [R, 4] (x1, y1, x2, y2) in pixels of the network's image, without its padding. */
  readonly boxes: Float32Array;
  /** [R] probabilities, falling. */
  readonly scores: Float32Array;
  /** [R] index of the level whose anchors gave the box. */
  readonly levels: Int32Array;
}

/** Sides shorter than this are no region. */
const SMALLEST_SIDE_PX = Math.fround(1e-3);

/** The best candidates of each level, decoded, clipped to the image without its padding (`imageHeight`, `imageWidth`),
 * without empty ones and without those that lie upon a better one of their level.
 * @throws {Failure} `unsupported` when an array does not fit its level's grid.
 * @see torchvision 0.14, RegionProposalNetwork.filter_proposals; Ren et al., arXiv:1506.01497 */
export function proposeRegions(answer: ProposalHeadAnswer, settings: ProposalSettings): Proposals {
  const levels = answer.grids.map((_, level) => takeCandidates(answer, level, settings.candidatesPerLevel));
  const candidates = joinCandidates(levels);
  clipBoxesInto(answer, candidates.boxes);
  const scores = sigmoidsFloat32(candidates.logits);
  const floor = Math.fround(settings.scoreFloor);
  const regions = pick({ ...candidates, scores }, regionsAmong(candidates.boxes, scores, floor));
  const { iouThreshold, proposals: limit } = settings;
  return pick(
    regions,
    suppressNonMaxima(regions.boxes, regions.scores, { iouThreshold, groups: regions.levels, limit }),
  );
}

interface Candidates {
  readonly boxes: Float32Array;
  readonly logits: Float32Array;
}

function takeCandidates(answer: ProposalHeadAnswer, level: number, most: number): Candidates {
  const { gridHeight, gridWidth } = answer.grids[level]!;
  const cells = gridHeight * gridWidth;
  const objectness = answer.objectness[level];
  const deltas = answer.deltas[level];
  const anchors = answer.anchors[level];
  const count = (anchors?.length ?? 0) / 4;
  if (!objectness || !deltas || !anchors || count % cells !== 0) throw misfit(answer, level);
  if (objectness.length !== count || deltas.length !== 4 * count) throw misfit(answer, level);
  const { values, indices } = topK(cellByCell(objectness, cells), Math.min(most, count));
  const references = gatherRows(anchors, indices, 4);
  return { logits: values, boxes: decodeBoxes(gatherDeltas(deltas, indices, cells), references, UNIT_WEIGHTS) };
}

function misfit(answer: ProposalHeadAnswer, level: number): Failure {
  const { gridHeight, gridWidth } = answer.grids[level]!;
  const found = `${answer.objectness[level]?.length} logits and ${answer.deltas[level]?.length} deltas`;
  const expected = `${(answer.anchors[level]?.length ?? 0) / 4} anchors on ${gridWidth} × ${gridHeight} cells`;
  return new Failure("unsupported", `The network answered ${found} for level ${level} with its ${expected}.`);
}

/** [A, cells] becomes [cells, A], the order of the anchors. */
function cellByCell(planes: Float32Array, cells: number): Float32Array {
  const kinds = planes.length / cells;
  const turned = new Float32Array(planes.length);
  for (let kind = 0; kind < kinds; kind++) {
    const start = kind * cells;
    for (let cell = 0; cell < cells; cell++) turned[cell * kinds + kind] = planes[start + cell]!;
  }
  return turned;
}

function joinCandidates(parts: readonly Candidates[]): Candidates & { readonly levels: Int32Array } {
  const count = parts.reduce((sum, part) => sum + part.logits.length, 0);
  const boxes = new Float32Array(4 * count);
  const logits = new Float32Array(count);
  const levels = new Int32Array(count);
  let start = 0;
  for (const [level, part] of parts.entries()) {
    boxes.set(part.boxes, 4 * start);
    logits.set(part.logits, start);
    levels.fill(level, start, start + part.logits.length);
    start += part.logits.length;
  }
  return { boxes, logits, levels };
}

/** Places of the boxes with an area and a score that suffices. */
function regionsAmong(boxes: Float32Array, scores: Float32Array, floor: number): Int32Array {
  const places = new Int32Array(scores.length);
  let count = 0;
  for (let place = 0; place < scores.length; place++) {
    const isLarge =
      sideLength(boxes, 4 * place) >= SMALLEST_SIDE_PX && sideLength(boxes, 4 * place + 1) >= SMALLEST_SIDE_PX;
    if (isLarge && scores[place]! >= floor) places[count++] = place;
  }
  return places.subarray(0, count);
}

function sideLength(boxes: Float32Array, at: number): number {
  return Math.fround(boxes[at + 2]! - boxes[at]!);
}

function pick({ boxes, scores, levels }: Proposals, places: Int32Array): Proposals {
  return {
    boxes: gatherRows(boxes, places, 4),
    scores: gatherRows(scores, places, 1),
    levels: places.map((place) => levels[place]!),
  };
}
