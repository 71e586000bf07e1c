/** @file Builds Faster R-CNN as two graphs that learn: image to features and proposals' raw answers; then, once proposals
 * are chosen and samples drawn, box head, losses, the way back through both graphs, and the update of all weights.
 *
 * The second reads of the first what the way back needs, so that nothing is computed twice.
 * @see Ren et al., arXiv:1506.01497 */
import { backward } from "../../numerics/autodiff/backward";
import { withSteps } from "../../numerics/autodiff/batch-normalisation";
import { borrowPass } from "../../numerics/autodiff/borrow-pass";
import { passOf, type ForwardPass } from "../../numerics/autodiff/forward-pass";
import type { GraphBuilder, Value } from "../../numerics/onnx/builder";
import type { Graph } from "../../numerics/onnx/graph";
import { withoutDeadNodes } from "../../numerics/onnx/without-dead-nodes";
import { binaryCrossEntropyLoss } from "../training/losses/binary-cross-entropy-loss";
import { crossEntropyLoss } from "../training/losses/cross-entropy-loss";
import { smoothL1Loss } from "../training/losses/smooth-l1-loss";
import { roiLevels, type FasterRcnnArchitecture } from "./architecture";
import { BOX_PREDICTOR, buildFeatureLayers, buildProposalLayers, CLASS_PREDICTOR } from "./faster-rcnn-layers"; // prettier-ignore
import type { ProposalLayers } from "./faster-rcnn-layers";
import { levelInputs } from "./frozen-features";
import { lossSeeds } from "./loss-seeds";
import type { Parameters } from "./parameters";
import { applyTrainableBoxHead } from "./trainable-box-head";
import { TrainableBuilder, type TrainableOptions } from "./trainable-builder";
import { cutTrainingRegions } from "./training-regions";
import { addTrainingEnd, outputStatistics, type StatisticsOutput, type TrainingEnd } from "./training-end";
import type { TrainingOptions } from "./training-options";

/** Input `image`, float32 [images, 3, height, width], or the levels of the pyramid; and trained weights by their names.
 * Outputs `objectness{l}` and `deltas{l}` of each level, statistics, and what the second graph reads. */
export interface LookingGraph {
  readonly graph: Graph;
  readonly statistics: readonly StatisticsOutput[];
}

/** Inputs, beside trained weights by their names and what the optimiser asks for: for each level l that regions are cut
 * from and each image i `rois{l}.{i}` [R_li, 4] in pixels; in the order of these, `classWeights` [R, classes],
 * `boxTargets` and `boxWeights` [R, 4 · classes]; and for each level `objectnessTargets{l}`, `objectnessWeights{l}`,
 * `deltaTargets{l}`, `deltaWeights{l}` in the shapes of the answers. Outputs losses by torchvision's names, statistics,
 * and the ends of `end`. */
export interface LearningGraph {
  readonly graph: Graph;
  /** By the graph's input: the output of the first graph that it takes, or its input. */
  readonly reads: ReadonlyMap<string, string>;
  readonly statistics: readonly StatisticsOutput[];
  readonly end: TrainingEnd;
}

export interface TrainingGraphs {
  readonly look: LookingGraph;
  readonly learn: LearningGraph;
}

export const FASTER_RCNN_LOSSES = ["loss_classifier", "loss_box_reg", "loss_objectness", "loss_rpn_box_reg"] as const;

/** @throws {Failure} `unsupported` when weights are not finite, or a node has no rule of differentiation. */
export function buildTrainingGraphs(
  architecture: FasterRcnnArchitecture,
  parameters: Parameters,
  options: TrainingOptions,
): TrainingGraphs {
  const seen = new TrainableBuilder("look", parameters, options);
  const layers = seenLayers(seen, architecture, options);
  const learning = new TrainableBuilder("learn", parameters, options);
  const { weights, reads } = addWayBack(learning, { architecture, seen, layers, precision: options.precision });
  const end = addTrainingEnd(learning.graph, weights, options.update);
  const statistics = outputStatistics(learning);
  const learn = withoutDeadNodes(learning.graph.toGraph());
  const read = new Map([...reads].filter(([input]) => learn.inputs.some(({ name }) => name === input)));
  return {
    look: lookingGraph(seen, layers, new Set(read.values())),
    learn: { graph: learn, reads: read, statistics, end },
  };
}

function seenLayers(
  seen: TrainableBuilder,
  architecture: FasterRcnnArchitecture,
  { batch, levels }: Pick<TrainingOptions, "batch" | "levels">,
): ProposalLayers {
  if (levels) {
    const given = levelInputs(seen.graph, levels, batch.images).map((level) => seen.toOwnPrecision(level));
    return buildProposalLayers(seen, architecture, given);
  }
  const image = seen.graph.input("image", "float32", [batch.images, 3, batch.height, batch.width]);
  return buildFeatureLayers(seen, architecture, seen.toOwnPrecision(image));
}

/** With further outputs by their own names. */
function lookingGraph(seen: TrainableBuilder, layers: ProposalLayers, kept: ReadonlySet<string>): LookingGraph {
  for (const [level, value] of layers.objectness.entries()) seen.output(`objectness${level}`, value);
  for (const [level, value] of layers.deltas.entries()) seen.output(`deltas${level}`, value);
  const statistics = outputStatistics(seen);
  const graph = seen.graph.toGraph();
  const inputs = new Set(graph.inputs.map(({ name }) => name));
  // The image, or the features, are at hand already.
  const further = [...kept].filter((name) => !inputs.has(name)).map((name) => graph.values.get(name)!);
  return { graph: withoutDeadNodes({ ...graph, outputs: [...graph.outputs, ...further] }), statistics };
}

interface Seen extends Pick<TrainableOptions, "precision"> {
  readonly architecture: FasterRcnnArchitecture;
  readonly seen: TrainableBuilder;
  readonly layers: ProposalLayers;
}

interface WayBack {
  readonly weights: ReadonlyMap<string, { readonly weight: Value; readonly gradient: Value }>;
  /** By input: the value of the first graph. */
  readonly reads: ReadonlyMap<string, string>;
}

function addWayBack(learning: TrainableBuilder, { architecture, seen, layers, precision }: Seen): WayBack {
  const { graph } = learning;
  const pass = seenFrom(learning, seen);
  const levels = layers.levels.slice(0, roiLevels(architecture));
  const ends = [...levels, ...layers.objectness, ...layers.deltas].map(({ name }) => name);
  // In single precision always: half a pixel is all that half precision has left of a coordinate of 1,000.
  const whole = ({ name }: Value): Value => graph.cast(pass.valueOf(name), "float32");
  const regions = learning.toOwnPrecision(cutTrainingRegions(graph, architecture, levels.map(whole)));
  const losses = [
    ...regionLosses(learning, architecture, regions),
    ...proposalLosses(graph, {
      objectness: layers.objectness.map(whole),
      deltas: layers.deltas.map(whole),
    }),
  ];
  for (const [index, loss] of losses.entries()) graph.output(FASTER_RCNN_LOSSES[index]!, loss);
  const head = withSteps(passOf(graph), learning.steps);
  const ofLosses = lossSeeds(graph, losses, precision);
  const named = new Map(ends.map((name) => [pass.valueOf(name).name, name]));
  const ofHead = backward(graph, head, ofLosses, [...learning.trained.values()].map(({ name }) => name).concat(...named.keys())); // prettier-ignore
  const seeds = new Map<string, Value>();
  for (const [own, name] of named) if (ofHead.has(own)) seeds.set(name, ofHead.get(own)!);
  const ofBody = backward(
    graph,
    pass,
    seeds,
    Array.from(seen.trained.values(), ({ name }) => name),
  );
  const gradients = new Map([...ofBody, ...ofHead]);
  const weights = new Map(
    Array.from(gradients).flatMap(([name, gradient]) =>
      named.has(name) ? [] : [[name, { weight: graph.value(name), gradient }] as const],
    ),
  );
  return { weights, reads: pass.borrowed };
}

/** The first graph as the second sees it: weights that are trained are inputs of both, by the same names. */
function seenFrom(learning: TrainableBuilder, seen: TrainableBuilder): ReturnType<typeof borrowPass> {
  const { initialisers, nodes } = seen.graph.toGraph();
  const pass: ForwardPass = withSteps(passOf(seen.graph), seen.steps);
  const borrowed = borrowPass(learning.graph, pass, initialisers);
  const own = new Map<string, Value>();
  for (const { name, type, shape } of seen.trained.values()) own.set(name, learning.graph.input(name, type, shape));
  // What was rounded, or widened, is so again: it need not be kept twice.
  const casts = new Map(nodes.flatMap(({ operator, inputs, outputs }) => (operator === "Cast" ? [[outputs[0]!, inputs[0]!]] : []))); // prettier-ignore
  const valueOf = (name: string): Value => {
    const source = casts.get(name);
    const value = own.get(name) ?? (source === undefined ? borrowed.valueOf(name) : learning.graph.cast(valueOf(source), pass.infoOf(name).type)); // prettier-ignore
    own.set(name, value);
    return value;
  };
  return { ...borrowed, valueOf };
}

/** `rois` are [R, channels, size, size]. */
function regionLosses(
  learning: TrainableBuilder,
  { boxHead, classes }: FasterRcnnArchitecture,
  rois: Value,
): readonly Value[] {
  const { graph } = learning;
  const found = applyTrainableBoxHead(learning, boxHead, rois);
  const logits = graph.cast(learning.linear(CLASS_PREDICTOR)(found), "float32");
  const answers = graph.cast(learning.linear(BOX_PREDICTOR)(found), "float32");
  const input = (name: string, columns: number): Value => graph.input(name, "float32", [rois.shape[0]!, columns]);
  const targets = input("boxTargets", 4 * classes);
  return [
    crossEntropyLoss(graph, logits, input("classWeights", classes)),
    smoothL1Loss(graph, { answers, targets, weights: input("boxWeights", 4 * classes) }),
  ];
}

function proposalLosses(
  graph: GraphBuilder,
  { objectness, deltas }: { readonly objectness: readonly Value[]; readonly deltas: readonly Value[] },
): readonly Value[] {
  const like = (name: string, { shape }: Value): Value => graph.input(name, "float32", shape);
  const presence = objectness.map((answers, level) =>
    binaryCrossEntropyLoss(graph, {
      answers,
      targets: like(`objectnessTargets${level}`, answers),
      weights: like(`objectnessWeights${level}`, answers),
    }),
  );
  const distances = deltas.map((answers, level) =>
    smoothL1Loss(graph, {
      answers,
      targets: like(`deltaTargets${level}`, answers),
      weights: like(`deltaWeights${level}`, answers),
    }),
  );
  return [presence.reduce(graph.add), distances.reduce(graph.add)];
}
