/** @file Detections from the answers of DETR and its real-time kin, which need no suppression. */
import type { Suppression } from "../../../src-shared/domain/model";
import type { ImageSize } from "./clip-boxes";
import type { FoundBoxes } from "./found-boxes";
import { gatherRows } from "./gather-rows";
import { misshapen, sizesForOneImage, type ModelOutput } from "./model-output";
import { sigmoidsFloat32 } from "./sigmoid-float32";
import { softmaxFloat32 } from "./softmax-float32";
import { sortFound } from "./suppress-each-class";
import { topK } from "./top-k";

export interface DetrAnswer {
  /** [1, queries, classes] */
  readonly logits: ModelOutput;
  /** [1, queries, 4]: centre x, centre y, width, height, as shares of the model's input. */
  readonly boxes: ModelOutput;
}

export interface DetrSettings {
  /** Only scores above it are detections. */
  readonly scoreFloor: number;
  /** Of RT-DETR, how many answers at most; absent: its own 300. Nothing is suppressed. */
  readonly suppression?: Pick<Suppression, "detectionsPerImage"> | undefined;
}

/** num_top_queries of RT-DETR. */
const MOST_DETECTIONS = 300;

/** DETR: softmax over the classes and a last "no object"; one detection for each query, of its best class.
 * `imageSize` is the model's input in pixels.
 * @throws {Failure} `unsupported` for another shape.
 * @see github.com/facebookresearch/detr, models/detr.py, PostProcess; Carion et al., arXiv:2005.12872 */
export function decodeDetr(answer: DetrAnswer, imageSize: ImageSize, { scoreFloor }: DetrSettings): FoundBoxes {
  const expected = "1 × queries × (classes + 1)";
  const { queries, classes } = sizesOf(answer, expected);
  if (classes < 2) throw misshapen(answer.logits, expected);
  const shares = softmaxFloat32(answer.logits.data, classes);
  const all = Int32Array.from({ length: queries }, (_, query) => query);
  const labels = all.map((query) => bestPlace(shares.subarray(query * classes, (query + 1) * classes - 1)));
  const scores = Float32Array.from(labels, (label, query) => shares[query * classes + label]!);
  return foundAbove(answer.boxes.data, { queries: all, scores, labels }, { ...imageSize, scoreFloor });
}

/** RT-DETR: each class of each query has a logistic score of its own, and the best are taken whatever their query.
 * `imageSize` is the model's input in pixels.
 * @throws {Failure} `unsupported` for another shape.
 * @see github.com/lyuwenyu/RT-DETR, rtdetr_postprocessor.py; Zhao et al., arXiv:2304.08069 */
export function decodeRtDetr(answer: DetrAnswer, imageSize: ImageSize, settings: DetrSettings): FoundBoxes {
  const { classes } = sizesOf(answer, "1 × queries × classes");
  const scores = sigmoidsFloat32(answer.logits.data);
  const most = Math.min(settings.suppression?.detectionsPerImage ?? MOST_DETECTIONS, scores.length);
  const best = topK(scores, most);
  const queries = best.indices.map((place) => Math.floor(place / classes));
  const labels = best.indices.map((place) => place % classes);
  const { scoreFloor } = settings;
  return foundAbove(answer.boxes.data, { queries, scores: best.values, labels }, { ...imageSize, scoreFloor });
}

/** RT-DETR as Ultralytics exports it, rows [1, queries, 4 + classes]: centre x, centre y, width, height as shares of the
 * model's input, then the score of each class; one detection for each query, of its best class.
 * @throws {Failure} `unsupported` for another shape.
 * @see github.com/ultralytics/ultralytics, models/rtdetr/predict.py */
export function decodeRtDetrRows(output: ModelOutput, imageSize: ImageSize, settings: DetrSettings): FoundBoxes {
  const expected = "1 × queries × (4 + classes)";
  const [count = 0, width = 0] = sizesForOneImage(output, { rank: 3, expected });
  if (width < 5) throw misshapen(output, expected);
  const { data } = output;
  const queries = Int32Array.from({ length: count }, (_, query) => query);
  const boxes = Float32Array.from({ length: 4 * count }, (_, at) => data[(at >> 2) * width + (at & 3)]!);
  const labels = queries.map((query) => bestPlace(data.subarray(query * width + 4, (query + 1) * width)));
  const scores = Float32Array.from(labels, (label, query) => data[query * width + 4 + label]!);
  const { scoreFloor } = settings;
  const found = foundAbove(boxes, { queries, scores, labels }, { ...imageSize, scoreFloor });
  const most = settings.suppression?.detectionsPerImage ?? MOST_DETECTIONS;
  const { length } = found.scores.subarray(0, most);
  return {
    boxes: found.boxes.slice(0, 4 * length),
    scores: found.scores.slice(0, length),
    labels: found.labels.slice(0, length),
  };
}

function sizesOf(
  { logits, boxes }: DetrAnswer,
  expected: string,
): { readonly queries: number; readonly classes: number } {
  const [queries = 0, classes = 0] = sizesForOneImage(logits, { rank: 3, expected });
  const [boxQueries, sides] = sizesForOneImage(boxes, { rank: 3, expected: "1 × queries × 4" });
  if (boxQueries !== queries || sides !== 4) throw misshapen(boxes, `1 × ${queries} × 4`);
  return { queries, classes };
}

/** The place of the largest number, the first among equals. */
function bestPlace(values: Float32Array): number {
  let best = 0;
  for (let place = 1; place < values.length; place++) if (values[place]! > values[best]!) best = place;
  return best;
}

interface Scored {
  readonly queries: Int32Array;
  readonly scores: Float32Array;
  readonly labels: Int32Array;
}

/** Detections above the floor in falling score, `boxes` of their queries brought to corners in pixels. */
function foundAbove(
  boxes: Float32Array,
  { queries, scores, labels }: Scored,
  { imageHeight, imageWidth, scoreFloor }: ImageSize & { readonly scoreFloor: number },
): FoundBoxes {
  const floor = Math.fround(scoreFloor);
  const places = Int32Array.from(queries.keys()).filter((place) => scores[place]! > floor);
  const shares = gatherRows(
    boxes,
    places.map((place) => queries[place]!),
    4,
  );
  const corners = new Float32Array(shares.length);
  for (let at = 0; at < shares.length; at += 4) {
    for (const [axis, size] of [imageWidth, imageHeight].entries()) {
      const half = Math.fround(0.5 * shares[at + axis + 2]!);
      corners[at + axis] = Math.fround(shares[at + axis]! - half) * size;
      corners[at + axis + 2] = Math.fround(shares[at + axis]! + half) * size;
    }
  }
  return sortFound({
    boxes: corners,
    scores: gatherRows(scores, places, 1),
    labels: places.map((place) => labels[place]!),
  });
}
