/** @file Turns a detector's raw answer into named boxes on the image. */
import { Failure } from "../../../src-shared/domain/failure";
import type { Box } from "../../../src-shared/domain/box";
import type { ModelCard } from "../../../src-shared/domain/model";

export interface RawDetections {
  /** [N, 4] in pixels of the model's input. */
  readonly boxes: ArrayLike<number>;
  /** [N] */
  readonly scores: ArrayLike<number>;
  /** [N] class numbers as the card's `labels` names them; int64 in torchvision's export. */
  readonly labels: ArrayLike<number | bigint>;
  readonly boxFormat: ModelCard["boxFormat"];
}

/** How the model's input lies on the image. */
export interface ImageFrame {
  /** Model pixels for each image pixel, as `prepareInput` returns them. */
  readonly scaleX: number;
  readonly scaleY: number;
  /** Model pixels to the left of the image and above it, likewise. */
  readonly offsetXPx: number;
  readonly offsetYPx: number;
  /** Size of the image in pixels, to which boxes are clipped. */
  readonly columns: number;
  readonly rows: number;
}

export interface DecodeOptions extends ImageFrame {
  /** Detections below it are left out; compared in float32. */
  readonly scoreFloor: number;
  readonly labels: ModelCard["labels"];
}

export interface DecodedDetection {
  /** Pixels of the image. */
  readonly box: Box;
  readonly score: number;
  readonly label: string;
}

export interface DecodedDetections {
  /** In falling score; ties in the model's order. */
  readonly detections: readonly DecodedDetection[];
  /** Answers that are no detection: a number that is not finite, a score outside 0 to 1, or no area on the image. */
  readonly dropped: number;
}

/** @throws {Failure} `unsupported` when the three outputs do not have the same number of rows. */
export function decodeDetections(raw: RawDetections, options: DecodeOptions): DecodedDetections {
  const count = raw.scores.length;
  if (raw.boxes.length !== 4 * count || raw.labels.length !== count) throw unequalCounts(raw);
  const floor = Math.fround(options.scoreFloor);
  const detections: DecodedDetection[] = [];
  let dropped = 0;
  for (let index = 0; index < count; index++) {
    const score = raw.scores[index]!;
    const box = decodeBox(raw, index, options);
    if (!(score >= 0 && score <= 1) || !box) dropped++;
    else if (score >= floor) detections.push({ box, score, label: nameClass(raw.labels[index]!, options.labels) });
  }
  detections.sort((a, b) => b.score - a.score);
  return { detections, dropped };
}

function unequalCounts({ boxes, scores, labels }: RawDetections): Failure {
  const found = `The model answered ${boxes.length / 4} boxes, ${scores.length} scores and ${labels.length} labels`;
  return new Failure("unsupported", `${found}; one of each is expected for a detection.`);
}

/** A row's box in pixels of the image; undefined where it is not finite or has no area there. */
export function decodeBox(
  raw: Pick<RawDetections, "boxes" | "boxFormat">,
  index: number,
  frame: ImageFrame,
): Box | undefined {
  const corners = cornersAt(raw, index);
  const x1 = clamp((corners.x1 - frame.offsetXPx) / frame.scaleX, frame.columns);
  const y1 = clamp((corners.y1 - frame.offsetYPx) / frame.scaleY, frame.rows);
  const x2 = clamp((corners.x2 - frame.offsetXPx) / frame.scaleX, frame.columns);
  const y2 = clamp((corners.y2 - frame.offsetYPx) / frame.scaleY, frame.rows);
  const isFinite = Object.values(corners).every(Number.isFinite);
  return isFinite && x2 > x1 && y2 > y1 ? { x1, y1, x2, y2 } : undefined;
}

function cornersAt({ boxes, boxFormat }: Pick<RawDetections, "boxes" | "boxFormat">, index: number): Box {
  const x1 = boxes[4 * index]!;
  const y1 = boxes[4 * index + 1]!;
  const third = boxes[4 * index + 2]!;
  const fourth = boxes[4 * index + 3]!;
  return boxFormat === "xyxy" ? { x1, y1, x2: third, y2: fourth } : { x1, y1, x2: x1 + third, y2: y1 + fourth };
}

function clamp(value: number, size: number): number {
  return Math.min(Math.max(value, 0), size);
}

/** What the card calls a class. */
export function nameClass(number: number | bigint, labels: ModelCard["labels"]): string {
  return labels[String(number)] ?? `class ${number}`;
}
