/** @file Boxes as a network states them: by their distance from a reference box, in units of its size. */
import { Failure } from "../../../src-shared/domain/failure";
import { exponentialFloat32 } from "./exponential-float32";
import { logarithmFloat32 } from "./logarithm-float32";

/** Factors by which the deltas of centre x, centre y, width and height were multiplied for training. */
export type BoxWeights = readonly [x: number, y: number, width: number, height: number];

/** Of proposals, and of RetinaNet. */
export const UNIT_WEIGHTS: BoxWeights = [1, 1, 1, 1];
/** Of the box head of Faster R-CNN. */
export const BOX_HEAD_WEIGHTS: BoxWeights = [10, 10, 5, 5];

/** Keeps the exponential finite for wild early predictions; torchvision's bound. */
export const LARGEST_LOG_SCALE = Math.fround(Math.log(1000 / 16));

/** Decodes `deltas` [N, 4] against `references` [N, 4] into boxes [N, 4]; boxes are (x1, y1, x2, y2) in pixels. Each
 * step is rounded to float32 in torchvision's order.
 * @throws {Failure} `internal` when the two counts differ.
 * @see Girshick et al., arXiv:1311.2524, appendix C; torchvision 0.14, BoxCoder.decode_single */
export function decodeBoxes(deltas: Float32Array, references: Float32Array, weights: BoxWeights): Float32Array {
  requireEqualLengths(deltas, references);
  const [weightX, weightY, weightWidth, weightHeight] = weights;
  const boxes = new Float32Array(references.length);
  for (let at = 0; at < references.length; at += 4) {
    const left = references[at]!;
    const top = references[at + 1]!;
    const width = Math.fround(references[at + 2]! - left);
    const height = Math.fround(references[at + 3]! - top);
    const shiftX = Math.fround(Math.fround(deltas[at]! / weightX) * width);
    const shiftY = Math.fround(Math.fround(deltas[at + 1]! / weightY) * height);
    const centreX = Math.fround(shiftX + Math.fround(left + 0.5 * width));
    const centreY = Math.fround(shiftY + Math.fround(top + 0.5 * height));
    const halfWidth = Math.fround(0.5 * Math.fround(growth(deltas[at + 2]! / weightWidth) * width));
    const halfHeight = Math.fround(0.5 * Math.fround(growth(deltas[at + 3]! / weightHeight) * height));
    boxes[at] = centreX - halfWidth;
    boxes[at + 1] = centreY - halfHeight;
    boxes[at + 2] = centreX + halfWidth;
    boxes[at + 3] = centreY + halfHeight;
  }
  return boxes;
}

/** The inverse: deltas [N, 4] that lead from `references` [N, 4] to `boxes` [N, 4].
 * @throws {Failure} `internal` when the two counts differ.
 * @see torchvision 0.14, encode_boxes */
export function encodeBoxes(boxes: Float32Array, references: Float32Array, weights: BoxWeights): Float32Array {
  requireEqualLengths(boxes, references);
  const deltas = new Float32Array(references.length);
  for (let at = 0; at < references.length; at += 4) {
    for (const axis of [0, 1]) {
      const near = references[at + axis]!;
      const size = Math.fround(references[at + axis + 2]! - near);
      const targetNear = boxes[at + axis]!;
      const targetSize = Math.fround(boxes[at + axis + 2]! - targetNear);
      const distance = Math.fround(Math.fround(targetNear + 0.5 * targetSize) - Math.fround(near + 0.5 * size));
      deltas[at + axis] = Math.fround(weights[axis]! * distance) / size;
      deltas[at + axis + 2] = weights[axis + 2]! * logarithmFloat32(Math.fround(targetSize / size));
    }
  }
  return deltas;
}

function growth(logScale: number): number {
  return exponentialFloat32(Math.min(Math.fround(logScale), LARGEST_LOG_SCALE));
}

function requireEqualLengths(given: Float32Array, references: Float32Array): void {
  if (given.length === references.length && given.length % 4 === 0) return;
  throw new Failure("internal", `${given.length / 4} rows were given for ${references.length / 4} reference boxes.`);
}
