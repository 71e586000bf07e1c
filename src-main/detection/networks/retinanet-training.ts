/** @file Builds RetinaNet as one graph that learns: from images and what its heads are to answer to the update of its
 * weights. Nothing is sampled, so that all is known before the first layer.
 * @see Lin et al., arXiv:1708.02002 */
import { backward } from "../../numerics/autodiff/backward";
import { withSteps } from "../../numerics/autodiff/batch-normalisation";
import { passOf } from "../../numerics/autodiff/forward-pass";
import type { GraphBuilder, Value } from "../../numerics/onnx/builder";
import type { Graph } from "../../numerics/onnx/graph";
import { withoutDeadNodes } from "../../numerics/onnx/without-dead-nodes";
import type { GridSize } from "../boxes/anchors";
import { absoluteLoss } from "../training/losses/absolute-loss";
import { cornersOf, decodeDeltas } from "../training/losses/decode-deltas";
import { focalLoss } from "../training/losses/focal-loss";
import { generalisedIouLoss } from "../training/losses/generalised-iou-loss";
import type { RetinaNetArchitecture } from "./architecture";
import { buildBackbone } from "./build-backbone";
import { buildPyramid } from "./build-pyramid";
import { levelInputs } from "./frozen-features";
import { lossSeeds } from "./loss-seeds";
import type { Parameters } from "./parameters";
import { applyHeads, type HeadAnswers } from "./retinanet";
import { TrainableBuilder } from "./trainable-builder";
import { addTrainingEnd, outputStatistics, type StatisticsOutput, type TrainingEnd } from "./training-end";
import type { TrainingOptions } from "./training-options";

/** Inputs, beside trained weights by their names and what the optimiser asks for: `image` [images, 3, height, width] or
 * the levels of the pyramid; for each level in the shapes of the answers `classTargets{l}`, `classWeights{l}` and
 * `boxTargets{l}`; `boxWeights{l}` in that of the deltas, for overlaps [images, A, h, w]; and for these `anchors{l}`
 * [1, 4A, h, w]. Outputs losses by torchvision's names, statistics, and the ends of `end`. */
export interface RetinaNetTraining {
  readonly graph: Graph;
  readonly statistics: readonly StatisticsOutput[];
  readonly end: TrainingEnd;
  /** Of the levels. */
  readonly grids: readonly GridSize[];
}

export const RETINANET_LOSSES = ["classification", "bbox_regression"] as const;

/** torchvision trains its second version, which it gives group norms, by overlaps; its first one by distances. */
export function learnsByOverlap({ head }: Pick<RetinaNetArchitecture, "head">): boolean {
  return head.normalisation === "group";
}

/** @throws {Failure} `unsupported` when weights are not finite, or a node has no rule of differentiation. */
export function buildRetinaNetTraining(
  architecture: RetinaNetArchitecture,
  parameters: Parameters,
  options: TrainingOptions,
): RetinaNetTraining {
  const network = new TrainableBuilder("learn", parameters, options);
  const { graph } = network;
  const answers = applyHeads(network, architecture, seenLevels(network, architecture, options)).map(
    ({ classLogits, boxDeltas }) => ({
      classLogits: graph.cast(classLogits, "float32"),
      boxDeltas: graph.cast(boxDeltas, "float32"),
    }),
  );
  const losses = [classLoss(graph, answers), boxLoss(graph, architecture, answers)];
  for (const [index, loss] of losses.entries()) graph.output(RETINANET_LOSSES[index]!, loss);
  const seeds = lossSeeds(graph, losses, options.precision);
  const gradients = backward(graph, withSteps(passOf(graph), network.steps), seeds, [...network.trained.keys()]);
  const weights = new Map(
    Array.from(gradients, ([name, gradient]) => [name, { weight: graph.value(name), gradient }] as const),
  );
  const end = addTrainingEnd(graph, weights, options.update);
  const statistics = outputStatistics(network);
  const grids = answers.map(({ boxDeltas: { shape } }) => ({
    gridHeight: Number(shape[2]),
    gridWidth: Number(shape[3]),
  }));
  return { graph: withoutDeadNodes(graph.toGraph()), statistics, end, grids };
}

function seenLevels(
  network: TrainableBuilder,
  { backbone, pyramid }: RetinaNetArchitecture,
  { batch, levels }: Pick<TrainingOptions, "batch" | "levels">,
): readonly Value[] {
  const { graph } = network;
  if (levels) return levelInputs(graph, levels, batch.images).map((level) => network.toOwnPrecision(level));
  const image = graph.input("image", "float32", [batch.images, 3, batch.height, batch.width]);
  return buildPyramid(network, pyramid, buildBackbone(network, backbone, network.toOwnPrecision(image)));
}

function classLoss(graph: GraphBuilder, answers: readonly HeadAnswers[]): Value {
  const parts = answers.map(({ classLogits }, level) =>
    focalLoss(graph, {
      answers: classLogits,
      targets: graph.input(`classTargets${level}`, "float32", classLogits.shape),
      weights: graph.input(`classWeights${level}`, "float32", classLogits.shape),
    }),
  );
  return parts.reduce(graph.add);
}

function boxLoss(graph: GraphBuilder, architecture: RetinaNetArchitecture, answers: readonly HeadAnswers[]): Value {
  const parts = answers.map(({ boxDeltas }, level) => {
    const targets = graph.input(`boxTargets${level}`, "float32", boxDeltas.shape);
    if (learnsByOverlap(architecture)) return overlapLoss(graph, { boxDeltas, targets, level });
    const weights = graph.input(`boxWeights${level}`, "float32", boxDeltas.shape);
    return absoluteLoss(graph, { answers: boxDeltas, targets, weights });
  });
  return parts.reduce(graph.add);
}

/** Planes are looked at anchor by anchor: [images, A, 4, h · w]. */
function overlapLoss(
  graph: GraphBuilder,
  { boxDeltas, targets, level }: Pick<HeadAnswers, "boxDeltas"> & { readonly targets: Value; readonly level: number },
): Value {
  const [images, channels, height, width] = boxDeltas.shape.map(Number) as [number, number, number, number];
  const kinds = channels / 4;
  const anchorwise = (planes: Value, rows = 4): Value =>
    graph.reshape(planes, [Number(planes.shape[0]), kinds, rows, height * width]);
  const anchors = graph.input(`anchors${level}`, "float32", [1, channels, height, width]);
  const weights = graph.input(`boxWeights${level}`, "float32", [images, kinds, height, width]);
  return generalisedIouLoss(graph, {
    answers: decodeDeltas(graph, { deltas: anchorwise(boxDeltas), references: anchorwise(anchors), axis: 2 }),
    targets: cornersOf(graph, anchorwise(targets), 2),
    weights: anchorwise(weights, 1),
    axis: 2,
  });
}
