/** @file What RetinaNet's two heads are to learn from a batch. */
import { Failure } from "../../../src-shared/domain/failure";
import { encodeBoxes, UNIT_WEIGHTS } from "../boxes/box-coder";
import { gatherRows } from "../boxes/gather-rows";
import { AnchorPlanes, joinLevels, type AnchorLevels, type DenseTargets } from "./anchor-planes";
import type { LabelledBoxes } from "./labelled-boxes";
import { LEFT_OUT, matchBoxes, type MatchRule } from "./matcher";

/** torchvision's. */
export const RETINANET_MATCHING: MatchRule = { foregroundIou: 0.5, backgroundIou: 0.4, keepsBestOfEach: true };

export interface RetinaNetTargetSettings {
  /** Of the logits at each anchor. */
  readonly classes: number;
  readonly matching: MatchRule;
}

/** Weights make each loss a sum: each image's is divided by its anchors that stand for a reference box, but at least 1,
 * and by the number of images. */
export interface RetinaNetTargets {
  /** [images, A · classes, h, w] of each level: 1 at the class of a reference box. */
  readonly classes: DenseTargets;
  /** [images, 4 · A, h, w] of each level: deltas, with weights at anchors that stand for a reference box. */
  readonly deltas: DenseTargets;
  /** [images, 4 · A, h, w] of each level: the reference boxes themselves, zeros elsewhere; weights are
   * [images, A, h, w]. */
  readonly boxes: DenseTargets;
  /** Anchors of the batch that stand for a reference box. */
  readonly positives: number;
}

/** Labels of `references`, one entry for each image, count from 0.
 * @throws {Failure} `invalid-input` for a reference box without an area, or with a label that is no class.
 * @see torchvision 0.14, RetinaNet.compute_loss and those of its heads; Lin et al., arXiv:1708.02002 */
export function retinaNetTargets(
  levels: AnchorLevels,
  references: readonly LabelledBoxes[],
  { classes, matching }: RetinaNetTargetSettings,
): RetinaNetTargets {
  const anchors = joinLevels(levels);
  const images = references.map(({ boxes, labels }): MatchedImage => {
    requireClasses(labels, classes);
    const matches = matchBoxes(anchors, boxes, matching);
    const positives = Int32Array.from(matches.keys()).filter((anchor) => matches[anchor]! >= 0);
    const rows = positives.map((anchor) => matches[anchor]!);
    const weight = 1 / Math.max(1, positives.length) / references.length;
    return { matches, positives, rows, labels, matched: gatherRows(boxes, rows, 4), weight };
  });
  return {
    classes: layOutClasses(levels, images, classes),
    deltas: layOutDeltas(levels, images, anchors),
    boxes: layOutBoxes(levels, images),
    positives: images.reduce((sum, { positives }) => sum + positives.length, 0),
  };
}

interface MatchedImage {
  /** [anchors] */
  readonly matches: Int32Array;
  /** Anchors that stand for a reference box, and for each of them its row and its corners. */
  readonly positives: Int32Array;
  readonly rows: Int32Array;
  readonly matched: Float32Array;
  /** [G] */
  readonly labels: Int32Array;
  readonly weight: number;
}

function requireClasses(labels: Int32Array, classes: number): void {
  const label = labels.find((each) => each < 0 || each >= classes);
  if (label === undefined) return;
  throw new Failure(
    "invalid-input",
    `A reference box has the label ${label}; one from 0 to ${classes - 1} was expected.`,
  );
}

function layOutClasses(levels: AnchorLevels, images: readonly MatchedImage[], classes: number): DenseTargets {
  const targets = new AnchorPlanes(levels, images.length, classes);
  const weights = new AnchorPlanes(levels, images.length, classes);
  const nothing = new Float32Array(classes);
  for (const [image, { matches, positives, rows, labels, weight }] of images.entries()) {
    weights.fill(image, weight);
    for (const [anchor, match] of matches.entries()) if (match === LEFT_OUT) weights.set(image, anchor, nothing);
    for (const [index, anchor] of positives.entries()) {
      const label = labels[rows[index]!]!;
      targets.set(
        image,
        anchor,
        Float32Array.from({ length: classes }, (_, each) => Number(each === label)),
      );
    }
  }
  return { targets: targets.levels, weights: weights.levels };
}

function layOutDeltas(levels: AnchorLevels, images: readonly MatchedImage[], anchors: Float32Array): DenseTargets {
  const targets = new AnchorPlanes(levels, images.length, 4);
  const weights = new AnchorPlanes(levels, images.length, 4);
  for (const [image, { positives, matched, weight }] of images.entries()) {
    const deltas = encodeBoxes(matched, gatherRows(anchors, positives, 4), UNIT_WEIGHTS);
    for (const [index, anchor] of positives.entries()) {
      targets.set(image, anchor, deltas.subarray(4 * index, 4 * index + 4));
      weights.set(image, anchor, [weight, weight, weight, weight]);
    }
  }
  return { targets: targets.levels, weights: weights.levels };
}

function layOutBoxes(levels: AnchorLevels, images: readonly MatchedImage[]): DenseTargets {
  const targets = new AnchorPlanes(levels, images.length, 4);
  const weights = new AnchorPlanes(levels, images.length, 1);
  for (const [image, { positives, matched, weight }] of images.entries()) {
    for (const [index, anchor] of positives.entries()) {
      targets.set(image, anchor, matched.subarray(4 * index, 4 * index + 4));
      weights.set(image, anchor, [weight]);
    }
  }
  return { targets: targets.levels, weights: weights.levels };
}
