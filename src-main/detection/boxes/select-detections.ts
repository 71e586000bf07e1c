/** @file Detections from what the box head says about each proposal. */
import { Failure } from "../../../src-shared/domain/failure";
import { BOX_HEAD_WEIGHTS, decodeBoxes, type BoxWeights } from "./box-coder";
import { clipBoxesInto, type ImageSize } from "./clip-boxes";
import { gatherRows } from "./gather-rows";
import { softmaxFloat32 } from "./softmax-float32";
import { suppressNonMaxima } from "./suppress-non-maxima";

export interface BoxHeadAnswer extends ImageSize {
  /** [R, classes]; class 0 is background. */
  readonly classLogits: Float32Array;
  /** [R, 4 · classes] */
  readonly boxDeltas: Float32Array;
  /** [R, 4] in pixels of the network's image, without its padding. */
  readonly proposals: Float32Array;
  readonly classes: number;
}

export interface SelectionSettings {
  /** Only scores above it are detections. */
  readonly scoreFloor: number;
  readonly iouThreshold: number;
  readonly detectionsPerImage: number;
  readonly weights?: BoxWeights;
}

export interface SelectedDetections {
  /** [N, 4] (x1, y1, x2, y2) in pixels of the network's image. */
  readonly boxes: Float32Array;
  /** [N], falling. */
  readonly scores: Float32Array;
  /** [N] from 1; 0 is background. */
  readonly labels: Int32Array;
  /** [N] the proposal that each came from. */
  readonly proposals: Int32Array;
}

/** Sides shorter than this are no detection. */
const SMALLEST_SIDE_PX = Math.fround(1e-2);

/** Every class of every proposal is a candidate of its own: softmax, score floor, decoding, clipping to the image
 * without its padding, then suppression within each class.
 * @throws {Failure} `unsupported` when logits, deltas and proposals do not fit together.
 * @see torchvision 0.14, RoIHeads.postprocess_detections */
export function selectDetections(answer: BoxHeadAnswer, settings: SelectionSettings): SelectedDetections {
  const { proposals, classes, boxDeltas, classLogits } = answer;
  const count = proposals.length / 4;
  if (classLogits.length !== count * classes || boxDeltas.length !== 4 * count * classes) throw misfit(answer);
  const scores = softmaxFloat32(classLogits, classes);
  const candidates = candidatesAbove(scores, classes, settings.scoreFloor);
  const sources = candidates.map((place) => Math.floor(place / classes));
  const references = gatherRows(proposals, sources, 4);
  const boxes = decodeBoxes(gatherRows(boxDeltas, candidates, 4), references, settings.weights ?? BOX_HEAD_WEIGHTS);
  clipBoxesInto(answer, boxes);
  const sized = Int32Array.from(candidates.keys()).filter((place) => isLargeEnough(boxes, 4 * place));
  const found = pick(
    {
      boxes,
      scores: gatherRows(scores, candidates, 1),
      labels: candidates.map((place) => place % classes),
      proposals: sources,
    },
    sized,
  );
  const { iouThreshold, detectionsPerImage: limit } = settings;
  return pick(found, suppressNonMaxima(found.boxes, found.scores, { iouThreshold, groups: found.labels, limit }));
}

function misfit({ classLogits, boxDeltas, proposals, classes }: BoxHeadAnswer): Failure {
  const found = `${classLogits.length} class logits and ${boxDeltas.length} box deltas`;
  return new Failure(
    "unsupported",
    `The network answered ${found} for ${proposals.length / 4} proposals and ${classes} classes.`,
  );
}

/** Places in [R, classes] with a score above the floor, background left out. */
function candidatesAbove(scores: Float32Array, classes: number, scoreFloor: number): Int32Array {
  const floor = Math.fround(scoreFloor);
  const places: number[] = [];
  for (let place = 0; place < scores.length; place++) {
    if (scores[place]! > floor && place % classes !== 0) places.push(place);
  }
  return Int32Array.from(places);
}

function isLargeEnough(boxes: Float32Array, at: number): boolean {
  const width = Math.fround(boxes[at + 2]! - boxes[at]!);
  const height = Math.fround(boxes[at + 3]! - boxes[at + 1]!);
  return width >= SMALLEST_SIDE_PX && height >= SMALLEST_SIDE_PX;
}

function pick(found: SelectedDetections, places: Int32Array): SelectedDetections {
  return {
    boxes: gatherRows(found.boxes, places, 4),
    scores: gatherRows(found.scores, places, 1),
    labels: places.map((place) => found.labels[place]!),
    proposals: places.map((place) => found.proposals[place]!),
  };
}
