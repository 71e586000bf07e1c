/** @file What the box head is to learn from a batch: proposals, and what each of them should have been. */
import { Failure } from "../../../src-shared/domain/failure";
import type { MersenneTwister } from "../../numerics/random/mersenne-twister";
import { BOX_HEAD_WEIGHTS, encodeBoxes } from "../boxes/box-coder";
import { gatherRows } from "../boxes/gather-rows";
import type { LabelledBoxes } from "./labelled-boxes";
import { matchBoxes } from "./matcher";
import type { TargetSettings } from "./rpn-targets";
import { drawSample } from "./sampler";

/** torchvision's. */
export const ROI_TARGETS: TargetSettings = {
  matching: { foregroundIou: 0.5, backgroundIou: 0.5, keepsBestOfEach: false },
  sampling: { perImage: 512, positiveShare: 0.25 },
};

/** Of one image. */
export interface SampledRegions {
  /** [R, 4] (x1, y1, x2, y2) in pixels of the network's image. */
  readonly regions: Float32Array;
  /** [R] numbers of classes, 0 for background. */
  readonly labels: Int32Array;
  /** [R, 4] from the region to its reference box; zeros for background. */
  readonly deltas: Float32Array;
}

/** Chooses among `proposals` [P, 4] and the reference boxes themselves, in this order; labels count from 1.
 * @throws {Failure} `invalid-input` for a reference box without an area, or with a label below 1.
 * @see torchvision 0.14, RoIHeads.select_training_samples */
export function sampleRegions(
  proposals: Float32Array,
  references: LabelledBoxes,
  { matching, sampling }: TargetSettings,
  random: MersenneTwister,
): SampledRegions {
  requireForeground(references);
  const candidates = new Float32Array(proposals.length + references.boxes.length);
  candidates.set(proposals);
  candidates.set(references.boxes, proposals.length);
  const matches = matchBoxes(candidates, references.boxes, matching);
  const { positives, negatives } = drawSample(matches, sampling, random);
  const chosen = Int32Array.from([...positives, ...negatives]).toSorted();
  const rows = chosen.map((place) => matches[place]!);
  const regions = gatherRows(candidates, chosen, 4);
  return {
    regions,
    labels: rows.map((row) => (row < 0 ? 0 : references.labels[row]!)),
    deltas: deltasTo(references.boxes, rows, regions),
  };
}

function requireForeground({ labels }: LabelledBoxes): void {
  const label = labels.find((each) => each < 1);
  if (label === undefined) return;
  throw new Failure("invalid-input", `A reference box has the label ${label}; one from 1 on was expected.`);
}

function deltasTo(boxes: Float32Array, rows: Int32Array, regions: Float32Array): Float32Array {
  const positives = Int32Array.from(rows.keys()).filter((place) => rows[place]! >= 0);
  const matched = gatherRows(boxes, positives.map((place) => rows[place]!), 4); // prettier-ignore
  const encoded = encodeBoxes(matched, gatherRows(regions, positives, 4), BOX_HEAD_WEIGHTS);
  const deltas = new Float32Array(regions.length);
  for (const [index, place] of positives.entries()) {
    deltas.set(encoded.subarray(4 * index, 4 * index + 4), 4 * place);
  }
  return deltas;
}

/** Of a batch with R regions in all, image after image. Weights make each loss a sum. */
export interface RoiTargets {
  /** [R, classes]: 1 / R at each region's class. */
  readonly classWeights: Float32Array;
  /** [R, 4 · classes]: deltas in the columns of the region's class, with weights of 1 / R; zeros elsewhere. */
  readonly deltas: { readonly targets: Float32Array; readonly weights: Float32Array };
}

/** `classes` counts background.
 * @throws {Failure} `invalid-input` for a label that the head has no class for.
 * @see torchvision 0.14, fastrcnn_loss */
export function roiTargets(samples: readonly SampledRegions[], classes: number): RoiTargets {
  const total = samples.reduce((sum, { labels }) => sum + labels.length, 0);
  const classWeights = new Float32Array(total * classes);
  const deltas = { targets: new Float32Array(4 * total * classes), weights: new Float32Array(4 * total * classes) };
  let region = 0;
  for (const sample of samples) {
    for (const [row, label] of sample.labels.entries()) {
      if (label >= classes) throw unknownClass(label, classes);
      const place = region++ * classes + label;
      classWeights[place] = 1 / total;
      if (label === 0) continue;
      deltas.targets.set(sample.deltas.subarray(4 * row, 4 * row + 4), 4 * place);
      deltas.weights.fill(1 / total, 4 * place, 4 * place + 4);
    }
  }
  return { classWeights, deltas };
}

function unknownClass(label: number, classes: number): Failure {
  const found = `A reference box has the label ${label}`;
  return new Failure("invalid-input", `${found}; the network knows ${classes - 1} classes besides background.`);
}
