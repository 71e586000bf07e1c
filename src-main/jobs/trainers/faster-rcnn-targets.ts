/** @file What stands between the two graphs that train a Faster R-CNN: proposals, and what each answer should have been. */
import { proposeRegions } from "../../detection/boxes/propose-regions";
import { assignPyramidLevels } from "../../detection/boxes/pyramid-levels";
import { featureStrides, roiLevels, type FasterRcnnArchitecture } from "../../detection/networks/architecture";
import type { CompleteNetworkSettings } from "../../detection/networks/network-settings";
import { ROI_TARGETS, roiTargets, sampleRegions, type SampledRegions } from "../../detection/training/roi-targets";
import { RPN_TARGETS, rpnTargets } from "../../detection/training/rpn-targets";
import type { MersenneTwister } from "../../numerics/random/mersenne-twister";
import type { AnchorsOf } from "../detectors/anchors-by-size";
import type { Answer } from "../detectors/answer-tensors";
import { gridOf } from "../detectors/open-network";
import type { TensorValue } from "../runtime/session";
import type { ImageBatch } from "./image-batch";
import type { Sampling } from "./trainer";

/** torchvision's, in training. */
const TRAINING_PROPOSALS = 2000;

export interface TargetMaker {
  readonly architecture: FasterRcnnArchitecture;
  readonly settings: CompleteNetworkSettings;
  readonly sampling: Sampling;
  readonly anchorsOf: AnchorsOf;
}

/** Inputs of the second graph, from what the first answered.
 * @throws {Failure} `invalid-input` for a reference box without an area, or a label that the network lacks. */
export function learningInputs(
  seen: Answer,
  batch: ImageBatch,
  { architecture, settings, sampling, anchorsOf }: TargetMaker,
  random: MersenneTwister,
): Record<string, TensorValue> {
  const grids = settings.anchors.map((_, level) => gridOf(seen, `objectness${level}`));
  const anchors = anchorsOf(grids, { paddedHeight: batch.height, paddedWidth: batch.width });
  const boxes = batch.references.map((reference) => reference.boxes);
  const wanted = rpnTargets({ grids, anchors }, boxes, sampling.proposalTargets ?? RPN_TARGETS, random);
  const samples = batch.references.map((reference, image) => {
    const { height: imageHeight, width: imageWidth } = batch.fitted[image]!;
    const answerOf = (name: string): Float32Array[] =>
      grids.map((_, level) => ofImage(seen[`${name}${level}`]!, image));
    const answer = { objectness: answerOf("objectness"), deltas: answerOf("deltas"), grids, anchors };
    const proposals = proposeRegions(
      { ...answer, imageHeight, imageWidth },
      {
        candidatesPerLevel: sampling.candidatesPerLevel ?? TRAINING_PROPOSALS,
        proposals: sampling.proposals ?? TRAINING_PROPOSALS,
        iouThreshold: settings.proposalIouThreshold,
        scoreFloor: settings.proposalScoreFloor,
      },
    );
    return sampleRegions(proposals.boxes, reference, sampling.regionTargets ?? ROI_TARGETS, random);
  });
  return {
    ...likeAnswers(seen, "objectness", wanted.objectness.targets, "objectnessTargets"),
    ...likeAnswers(seen, "objectness", wanted.objectness.weights, "objectnessWeights"),
    ...likeAnswers(seen, "deltas", wanted.deltas.targets, "deltaTargets"),
    ...likeAnswers(seen, "deltas", wanted.deltas.weights, "deltaWeights"),
    ...regionTensors(samples, architecture),
    ...targetTensors(samples, architecture.classes),
  };
}

/** The part of [images, …] that is one image's. */
function ofImage({ data, shape }: TensorValue, image: number): Float32Array {
  const size = data.length / shape[0]!;
  return (data as Float32Array).subarray(image * size, (image + 1) * size);
}

function likeAnswers(
  seen: Answer,
  answered: string,
  levels: readonly Float32Array[],
  name: string,
): Record<string, TensorValue> {
  return Object.fromEntries(
    levels.map((data, level) => {
      const { shape } = seen[`${answered}${level}`]!;
      return [`${name}${level}`, { type: "float32", shape, data } satisfies TensorValue];
    }),
  );
}

/** Regions by level and in each by image, and the place of each of them, image after image, among all of these. */
function regionTensors(
  samples: readonly SampledRegions[],
  architecture: FasterRcnnArchitecture,
): Record<string, TensorValue> {
  const count = roiLevels(architecture);
  const strides = featureStrides(architecture).slice(0, count);
  const range = { minLevel: Math.log2(strides[0]!), maxLevel: Math.log2(strides.at(-1)!) };
  const levelled = samples.map(({ regions }) => ({ regions, levels: assignPyramidLevels(regions, range) }));
  const starts = samples.map((_, image) => samples.slice(0, image).reduce((sum, { labels }) => sum + labels.length, 0));
  const order = new BigInt64Array(samples.reduce((sum, { labels }) => sum + labels.length, 0));
  const tensors: Record<string, TensorValue> = { order: { type: "int64", shape: [order.length], data: order } };
  let place = 0n;
  for (let level = 0; level < count; level++) {
    for (const [image, { regions, levels }] of levelled.entries()) {
      const rows = Array.from(levels.keys()).filter((row) => levels[row] === level);
      for (const row of rows) order[starts[image]! + row] = place++;
      const data = Float32Array.from({ length: 4 * rows.length }, (_, at) => regions[4 * rows[at >> 2]! + (at & 3)]!);
      tensors[`rois${level}.${image}`] = { type: "float32", shape: [rows.length, 4], data };
    }
  }
  return tensors;
}

function targetTensors(samples: readonly SampledRegions[], classes: number): Record<string, TensorValue> {
  const { classWeights, deltas } = roiTargets(samples, classes);
  const table = (data: Float32Array, columns: number): TensorValue => {
    return { type: "float32", shape: [data.length / columns, columns], data };
  };
  return {
    classWeights: table(classWeights, classes),
    boxTargets: table(deltas.targets, 4 * classes),
    boxWeights: table(deltas.weights, 4 * classes),
  };
}
