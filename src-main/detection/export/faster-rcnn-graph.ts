/** @file Faster R-CNN as one graph with everything inside: an image in, its detections out. */
import type { GraphBuilder, Value } from "../../numerics/onnx/builder";
import type { LevelAnchors } from "../../../src-shared/domain/model";
import { BOX_HEAD_WEIGHTS, UNIT_WEIGHTS } from "../boxes/box-coder";
import type { FasterRcnnArchitecture } from "../networks/architecture";
import {
  applyBoxHead,
  buildFeatureLayers,
  BOX_PREDICTOR,
  CLASS_PREDICTOR,
  type FeatureLayers,
} from "../networks/faster-rcnn-layers";
import type { NetworkBuilder } from "../networks/network-builder";
import { dividePlaces, highest, placesWhere } from "./chosen-places";
import { cutRegions } from "./cut-regions";
import { areLarge, decodeClipped } from "./decode-boxes";
import type { ExportSettings, FoundInGraph } from "./export-settings";
import type { FittedInput } from "./fit-image";
import { anchorsAt } from "./place-anchors";
import { probabilities } from "./probabilities";
import { selectDetections } from "./select-detections";
import { suppressNonMaxima } from "./suppress-non-maxima";

/** Sides shorter than this are no region, and no detection. */
const SMALLEST_REGION_PX = Math.fround(1e-3);
const SMALLEST_DETECTION_PX = Math.fround(1e-2);

/** Detections of a fitted image in its own pixels: the steps of `proposeRegions` and `selectDetections`.
 * @see torchvision 0.14, GeneralizedRCNN */
export function fasterRcnnInGraph(
  network: NetworkBuilder,
  architecture: FasterRcnnArchitecture,
  { fitted, settings }: { readonly fitted: FittedInput; readonly settings: ExportSettings },
): FoundInGraph {
  const { graph } = network;
  const features = buildFeatureLayers(network, architecture, fitted.image);
  const regions = graph.within("proposals", () => propose(graph, features, { fitted, settings }));
  const cut = graph.within("regions", () => cutRegions(graph, architecture, { regions, levels: features.levels }));
  const seen = applyBoxHead(network, architecture.boxHead, cut);
  const head = {
    classLogits: network.linear(CLASS_PREDICTOR)(seen),
    boxDeltas: network.linear(BOX_PREDICTOR)(seen),
    regions,
    classes: architecture.classes,
  };
  return graph.within("detections", () => select(graph, head, { corner: fitted.corner, settings }));
}

interface Given {
  readonly fitted: FittedInput;
  readonly settings: ExportSettings;
}

interface Candidates {
  readonly boxes: Value;
  readonly scores: Value;
  readonly levels: Value;
}

/** float32 [R, 4] in pixels of the network's image. */
function propose(graph: GraphBuilder, { objectness, deltas }: FeatureLayers, { fitted, settings }: Given): Value {
  const { network } = settings;
  const levels = network.anchors.map((anchors, level) =>
    candidatesOf(
      graph,
      { objectness: objectness[level]!, deltas: deltas[level]!, anchors, level },
      { fitted, settings },
    ),
  );
  const join = (part: keyof Candidates): Value => graph.concat(levels.map((candidates) => candidates[part]), 0); // prettier-ignore
  const [boxes, scores] = [join("boxes"), join("scores")];
  const isRegion = areLarge(graph, boxes, SMALLEST_REGION_PX);
  const isLikely = graph.apply("GreaterOrEqual", [scores, graph.floats(network.proposalScoreFloor)])[0]!;
  const places = placesWhere(graph, graph.and(isRegion, isLikely));
  const regions = graph.gather(boxes, places);
  const kept = suppressNonMaxima(
    graph,
    { boxes: regions, scores: graph.gather(scores, places), groups: graph.gather(join("levels"), places) },
    { groupCount: levels.length, iouThreshold: network.proposalIouThreshold, limit: network.proposals },
  );
  return graph.gather(regions, kept);
}

interface LevelAnswer {
  /** [1, A, h, w] and [1, 4A, h, w]. */
  readonly objectness: Value;
  readonly deltas: Value;
  readonly anchors: LevelAnchors;
  readonly level: number;
}

function candidatesOf(graph: GraphBuilder, answer: LevelAnswer, { fitted, settings }: Given): Candidates {
  const { objectness, anchors, level } = answer;
  const logits = graph.reshape(graph.transpose(objectness, [0, 2, 3, 1]), [-1]);
  const deltas = graph.reshape(graph.transpose(answer.deltas, [0, 2, 3, 1]), [-1, 4]);
  const [best, places] = highest(graph, logits, settings.network.candidatesPerLevel);
  const references = anchorsAt(graph, places, { anchors, answer: objectness, image: fitted.image });
  const referred = { deltas: graph.gather(deltas, places), references, weights: UNIT_WEIGHTS };
  return {
    boxes: decodeClipped(graph, referred, fitted.corner),
    scores: probabilities(graph, best),
    levels: graph.add(graph.mul(places, graph.integers(0)), graph.integers(level)),
  };
}

interface HeadAnswer {
  /** [R, classes] and [R, 4 · classes]; class 0 is background. */
  readonly classLogits: Value;
  readonly boxDeltas: Value;
  readonly regions: Value;
  readonly classes: number;
}

function select(
  graph: GraphBuilder,
  { classLogits, boxDeltas, regions, classes }: HeadAnswer,
  { corner, settings }: { readonly corner: Value; readonly settings: ExportSettings },
): FoundInGraph {
  const named = graph.slice(graph.softmax(classLogits), { starts: [1], ends: [classes], axes: [1] });
  const all = graph.reshape(named, [-1]);
  const candidates = placesWhere(graph, graph.greater(all, graph.floats(settings.scoreFloor)));
  const [sources, kinds] = dividePlaces(graph, candidates, classes - 1);
  const labels = graph.add(kinds, graph.integers(1));
  const rows = graph.add(graph.mul(sources, graph.integers(classes)), labels);
  const boxes = decodeClipped(
    graph,
    {
      deltas: graph.gather(graph.reshape(boxDeltas, [-1, 4]), rows),
      references: graph.gather(regions, sources),
      weights: BOX_HEAD_WEIGHTS,
    },
    corner,
  );
  const large = placesWhere(graph, areLarge(graph, boxes, SMALLEST_DETECTION_PX));
  const found = {
    boxes: graph.gather(boxes, large),
    scores: graph.gather(graph.gather(all, candidates), large),
    labels: graph.gather(labels, large),
  };
  return selectDetections(graph, found, { classes, suppression: settings.suppression });
}
