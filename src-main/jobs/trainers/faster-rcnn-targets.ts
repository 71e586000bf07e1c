/** @file What stands between the two graphs that train a Faster R-CNN: proposals, and what each answer should have been. */
import { gatherRows } from "../../detection/boxes/gather-rows";
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

type Tensors = Record<string, TensorValue>;

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
): Tensors {
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
    ...regionInputs(samples, architecture),
  };
}

/** The part of [images, …] that is one image's. */
function ofImage({ data, shape }: TensorValue, image: number): Float32Array {
  const size = data.length / shape[0]!;
  return (data as Float32Array).subarray(image * size, (image + 1) * size);
}

function likeAnswers(seen: Answer, answered: string, levels: readonly Float32Array[], name: string): Tensors {
  return Object.fromEntries(
    levels.map((data, level) => {
      const { shape } = seen[`${answered}${level}`]!;
      return [`${name}${level}`, { type: "float32", shape, data } satisfies TensorValue];
    }),
  );
}

/** Samples of the regions that are read from one level of one image's features, in the order in which the second graph
 * takes them: level by level, and in each image by image. */
function levelledSamples(
  samples: readonly SampledRegions[],
  architecture: FasterRcnnArchitecture,
): readonly (SampledRegions & { readonly input: string })[] {
  const count = roiLevels(architecture);
  const strides = featureStrides(architecture).slice(0, count);
  const range = { minLevel: Math.log2(strides[0]!), maxLevel: Math.log2(strides.at(-1)!) };
  const levels = samples.map(({ regions }) => assignPyramidLevels(regions, range));
  return Array.from({ length: count }, (_, level) =>
    samples.map(({ regions, labels, deltas }, image) => {
      const rows = Int32Array.from(labels.keys()).filter((row) => levels[image]![row] === level);
      return {
        input: `rois${level}.${image}`,
        regions: gatherRows(regions, rows, 4),
        labels: rows.map((row) => labels[row]!),
        deltas: gatherRows(deltas, rows, 4),
      };
    }),
  ).flat();
}

function regionInputs(samples: readonly SampledRegions[], architecture: FasterRcnnArchitecture): Tensors {
  const { classes } = architecture;
  const levelled = levelledSamples(samples, architecture);
  const { classWeights, deltas } = roiTargets(levelled, classes);
  return {
    ...Object.fromEntries(levelled.map(({ input, regions }) => [input, table(regions, 4)])),
    classWeights: table(classWeights, classes),
    boxTargets: table(deltas.targets, 4 * classes),
    boxWeights: table(deltas.weights, 4 * classes),
  };
}

function table(data: Float32Array, columns: number): TensorValue {
  return { type: "float32", shape: [data.length / columns, columns], data };
}
