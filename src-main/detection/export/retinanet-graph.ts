/** @file RetinaNet as one graph with everything inside: an image in, its detections out. */
import type { LevelAnchors } from "../../../src-shared/domain/model";
import type { GraphBuilder, Value } from "../../numerics/onnx/builder";
import { UNIT_WEIGHTS } from "../boxes/box-coder";
import type { RetinaNetArchitecture } from "../networks/architecture";
import { buildBackbone } from "../networks/build-backbone";
import { buildPyramid } from "../networks/build-pyramid";
import type { NetworkBuilder } from "../networks/network-builder";
import { applyHeads, type HeadAnswers } from "../networks/retinanet";
import { dividePlaces, highest, placesWhere } from "./chosen-places";
import { decodeClipped } from "./decode-boxes";
import type { ExportSettings, FoundInGraph } from "./export-settings";
import type { FittedInput } from "./fit-image";
import { anchorsAt } from "./place-anchors";
import { probabilities } from "./probabilities";
import { selectDetections } from "./select-detections";

interface Given {
  readonly fitted: FittedInput;
  readonly settings: ExportSettings;
}

/** Detections of a fitted image in its own pixels: the steps of `selectRetinaNetDetections`.
 * @see torchvision 0.14, RetinaNet.postprocess_detections */
export function retinaNetInGraph(
  network: NetworkBuilder,
  architecture: RetinaNetArchitecture,
  given: Given,
): FoundInGraph {
  const { graph } = network;
  const stages = buildBackbone(network, architecture.backbone, given.fitted.image);
  const levels = buildPyramid(network, architecture.pyramid, stages);
  const answers = applyHeads(network, architecture, levels);
  const { classes } = architecture;
  return graph.within("detections", () => {
    const { anchors } = given.settings.network;
    const parts = answers.map((answer, level) =>
      candidatesOf(graph, { ...answer, anchors: anchors[level]!, classes }, given),
    );
    const join = (part: keyof FoundInGraph): Value => graph.concat(parts.map((each) => each[part]), 0); // prettier-ignore
    const found = { boxes: join("boxes"), scores: join("scores"), labels: join("labels") };
    return selectDetections(graph, found, { classes, suppression: given.settings.suppression });
  });
}

interface LevelAnswer extends HeadAnswers {
  readonly anchors: LevelAnchors;
  readonly classes: number;
}

/** [1, A · classes, h, w] in the order of cells, anchors and classes: a label is a place's remainder. */
function candidatesOf(graph: GraphBuilder, answer: LevelAnswer, { fitted, settings }: Given): FoundInGraph {
  const { classLogits, boxDeltas, anchors, classes } = answer;
  const all = probabilities(graph, graph.reshape(graph.transpose(classLogits, [0, 2, 3, 1]), [-1]));
  const deltas = graph.reshape(graph.transpose(boxDeltas, [0, 2, 3, 1]), [-1, 4]);
  const above = placesWhere(graph, graph.greater(all, graph.floats(settings.scoreFloor)));
  const [scores, ranks] = highest(graph, graph.gather(all, above), settings.network.candidatesPerLevel);
  const [sources, labels] = dividePlaces(graph, graph.gather(above, ranks), classes);
  const references = anchorsAt(graph, sources, { anchors, answer: classLogits, image: fitted.image });
  const referred = { deltas: graph.gather(deltas, sources), references, weights: UNIT_WEIGHTS };
  return { boxes: decodeClipped(graph, referred, fitted.corner), scores, labels };
}
