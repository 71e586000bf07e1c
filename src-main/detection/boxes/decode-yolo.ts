/** @file Detections from the answers of Ultralytics' YOLO, version 5 to 11, in the forms in which it is exported. */
import type { Suppression } from "../../../src-shared/domain/model";
import type { ImageSize } from "./clip-boxes";
import { rowsOfYoloV5Heads } from "./decode-yolo-heads";
import type { FoundBoxes } from "./found-boxes";
import { misshapen, sizesForOneImage, type ModelOutput } from "./model-output";
import { sortFound, suppressEachClass } from "./suppress-each-class";

export interface YoloSettings {
  /** Only scores above it are detections. */
  readonly scoreFloor: number;
  /** Absent: Ultralytics' own for the version. */
  readonly suppression?: Suppression | undefined;
}

/** Ultralytics' defaults: iou_thres and max_det of YOLOv5's detect.py, iou and max_det of the package's predictor. */
export const YOLO_SUPPRESSION = {
  "yolo-v5": { iouThreshold: 0.45, detectionsPerImage: 300 },
  "yolo-v8": { iouThreshold: 0.7, detectionsPerImage: 300 },
} as const satisfies Record<string, Suppression>;

/** YOLOv5's rows [1, N, 5 + classes]: centre x, centre y, width, height in pixels, objectness, then each class; the
 * score is objectness times the best class.
 * @throws {Failure} `unsupported` for another shape.
 * @see github.com/ultralytics/yolov5, utils/general.py, non_max_suppression without multi_label */
export function decodeYoloV5Rows(output: ModelOutput, settings: YoloSettings): FoundBoxes {
  const expected = "1 × N × (5 + classes)";
  const [count = 0, width = 0] = sizesForOneImage(output, { rank: 3, expected });
  if (width < 6) throw misshapen(output, expected);
  const floor = Math.fround(settings.scoreFloor);
  const { data } = output;
  const candidates = new Candidates();
  for (let at = 0; at < count * width; at += width) {
    const objectness = data[at + 4]!;
    if (!(objectness > floor)) continue;
    let best = 0;
    for (let label = 1; label < width - 5; label++) {
      if (data[at + 5 + label]! > data[at + 5 + best]!) best = label;
    }
    const score = Math.fround(data[at + 5 + best]! * objectness);
    if (score > floor) candidates.add(data.subarray(at, at + 4), score, best);
  }
  return suppressEachClass(candidates.found(), settings.suppression ?? YOLO_SUPPRESSION["yolo-v5"]);
}

/** YOLOv5's raw heads, finest first, of a model whose input has `imageSize`.
 * @throws {Failure} `unsupported` for other shapes; see `rowsOfYoloV5Heads`. */
export function decodeYoloV5Heads(
  heads: readonly ModelOutput[],
  imageSize: ImageSize,
  settings: YoloSettings,
): FoundBoxes {
  return decodeYoloV5Rows(rowsOfYoloV5Heads(heads, imageSize), settings);
}

/** The columns [1, 4 + classes, N] of YOLOv8 to v11, or the same turned to rows [1, N, 4 + classes]: centre x, centre y,
 * width, height in pixels, then each class. There are always more boxes than numbers to a box.
 * @throws {Failure} `unsupported` for another shape.
 * @see github.com/ultralytics/ultralytics, utils/ops.py, non_max_suppression without multi_label */
export function decodeYoloV8(output: ModelOutput, settings: YoloSettings): FoundBoxes {
  const expected = "1 × (4 + classes) × N, or 1 × N × (4 + classes),";
  const [first = 0, second = 0] = sizesForOneImage(output, { rank: 3, expected });
  const [width, count] = first <= second ? [first, second] : [second, first];
  if (width < 5) throw misshapen(output, expected);
  const strides = first <= second ? { box: 1, value: count } : { box: width, value: 1 };
  const floor = Math.fround(settings.scoreFloor);
  const best = bestClasses(output.data, { count, classes: width - 4 }, strides);
  const candidates = new Candidates();
  const box = new Float32Array(4);
  for (let index = 0; index < count; index++) {
    if (!(best.scores[index]! > floor)) continue;
    for (let side = 0; side < 4; side++) box[side] = output.data[index * strides.box + side * strides.value]!;
    candidates.add(box, best.scores[index]!, best.labels[index]!);
  }
  return suppressEachClass(candidates.found(), settings.suppression ?? YOLO_SUPPRESSION["yolo-v8"]);
}

/** Rows [1, N, 6] of a model that has done its own suppression: the corners in pixels, score, class.
 * @throws {Failure} `unsupported` for another shape. */
export function decodeYoloEndToEnd(output: ModelOutput, { scoreFloor }: Pick<YoloSettings, "scoreFloor">): FoundBoxes {
  const expected = "1 × N × 6";
  const [, width] = sizesForOneImage(output, { rank: 3, expected });
  if (width !== 6) throw misshapen(output, expected);
  const floor = Math.fround(scoreFloor);
  const { data } = output;
  const rows = Int32Array.from({ length: data.length / 6 }, (_, row) => row).filter(
    (row) => data[6 * row + 4]! > floor,
  );
  return sortFound({
    boxes: Float32Array.from({ length: 4 * rows.length }, (_, at) => data[6 * rows[at >> 2]! + (at & 3)]!),
    scores: Float32Array.from(rows, (row) => data[6 * row + 4]!),
    labels: rows.map((row) => Math.round(data[6 * row + 5]!)),
  });
}

interface Best {
  readonly scores: Float32Array;
  readonly labels: Int32Array;
}

/** The highest class of each box, the first among equals. */
function bestClasses(
  data: Float32Array,
  { count, classes }: { readonly count: number; readonly classes: number },
  strides: { readonly box: number; readonly value: number },
): Best {
  const scores = new Float32Array(count).fill(-Infinity);
  const labels = new Int32Array(count);
  for (let label = 0; label < classes; label++) {
    const start = (4 + label) * strides.value;
    for (let index = 0; index < count; index++) {
      const score = data[start + index * strides.box]!;
      if (score > scores[index]!) {
        scores[index] = score;
        labels[index] = label;
      }
    }
  }
  return { scores, labels };
}

/** Boxes that may be detections, as they are found. */
class Candidates {
  readonly #corners: number[] = [];
  readonly #scores: number[] = [];
  readonly #labels: number[] = [];

  /** `box` is centre x, centre y, width and height. */
  add(box: Float32Array, score: number, label: number): void {
    const halfWidth = box[2]! / 2;
    const halfHeight = box[3]! / 2;
    this.#corners.push(box[0]! - halfWidth, box[1]! - halfHeight, box[0]! + halfWidth, box[1]! + halfHeight);
    this.#scores.push(score);
    this.#labels.push(label);
  }

  found(): FoundBoxes {
    return {
      boxes: Float32Array.from(this.#corners),
      scores: Float32Array.from(this.#scores),
      labels: Int32Array.from(this.#labels),
    };
  }
}
