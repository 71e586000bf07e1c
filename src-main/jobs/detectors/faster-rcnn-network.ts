/** @file Faster R-CNN as two graphs with torchvision's steps between and behind them.
 *
 * The first graph makes features and objectness of an image, the second classes of the regions that are proposed from
 * these. What stands between them is decisions, not sums: ONNX Runtime would take them in another order among equals,
 * and none of its graphics providers could. */
import type { PreparedInput } from "../../detection/preprocessing/prepare-input";
import { proposeRegions } from "../../detection/boxes/propose-regions";
import { assignPyramidLevels, splitByLevel } from "../../detection/boxes/pyramid-levels";
import { selectDetections, type BoxHeadAnswer, type SelectedDetections } from "../../detection/boxes/select-detections";
import { featureStrides, roiLevels, type FasterRcnnArchitecture } from "../../detection/networks/architecture";
import { buildBoxGraph, buildFeatureGraph } from "../../detection/networks/faster-rcnn";
import { fitToNetwork, type FittedImage } from "../../detection/preprocessing/fit-to-network";
import { sumOfPlacements } from "../runtime/node-placement";
import type { Session, TensorValue } from "../runtime/session";
import { anchorsBySize, type AnchorsOf } from "./anchors-by-size";
import type { Answer } from "./answer-tensors";
import type { DetectorAnswer } from "./detector";
import { answerInInput, floatsOf, gridOf, openGraph } from "./open-network";
import type { NetworkPlace, OpenNetwork, WeightedNetwork } from "./open-network";

/** torchvision's box_nms_thresh and box_detections_per_img. */
export const BOX_SUPPRESSION = { iouThreshold: 0.5, detectionsPerImage: 100 };

export type FasterRcnnNetwork = WeightedNetwork<FasterRcnnArchitecture>;

export interface FasterRcnnSessions {
  readonly features: Session;
  readonly boxes: Session;
  readonly anchorsOf: AnchorsOf;
}

/** What the two graphs answered for one image, before anything is chosen from it. */
export interface RegionAnswer {
  readonly fitted: FittedImage;
  /** Of the first graph. */
  readonly seen: Answer;
  /** Of the second, with the proposals that it was asked for. */
  readonly head: BoxHeadAnswer;
}

/** One session is made before the graph of the next is built. Errors are the library's own. */
export async function openFasterRcnn(network: FasterRcnnNetwork, place: NetworkPlace): Promise<OpenNetwork> {
  const { architecture, parameters, precision, settings } = network;
  const options = { precision, batchNormEpsilon: settings.batchNormEpsilon };
  const turns = { ...place, takesTurns: true };
  const features = await openGraph(() => buildFeatureGraph(architecture, parameters, options), turns);
  try {
    const boxes = await openGraph(() => buildBoxGraph(architecture, parameters, options), turns);
    const parts = { features, boxes, anchorsOf: anchorsBySize(settings.anchors) };
    return {
      detect: async (input) => detect(input, network, parts),
      takePlacement: async () => sumOfPlacements([await features.takePlacement(), await boxes.takePlacement()]),
      release: async () => {
        await features.release();
        await boxes.release();
      },
    };
  } catch (thrown) {
    await features.release();
    throw thrown;
  }
}

async function detect(
  input: PreparedInput,
  network: FasterRcnnNetwork,
  sessions: FasterRcnnSessions,
): Promise<DetectorAnswer> {
  const answer = await answerRegions(input, network, sessions);
  return answerInInput(selectRegions(answer, network), answer.fitted, input);
}

/** Runs both graphs on an image; `proposals`, [R, 4] in pixels of the network's image, stand in for those that the
 * network would make. */
export async function answerRegions(
  input: PreparedInput,
  network: FasterRcnnNetwork,
  { features, boxes, anchorsOf }: FasterRcnnSessions,
  proposals?: Float32Array,
): Promise<RegionAnswer> {
  const fitted = fitToNetwork(input, network.settings);
  const image = { type: "float32", shape: [1, 3, fitted.paddedHeight, fitted.paddedWidth], data: fitted.data } as const;
  const seen = await features.run({ image });
  const regions = proposals ?? propose(seen, { fitted, network, anchorsOf });
  const asked = regions.length === 0 ? undefined : await boxes.run(regionInputs(regions, seen, network.architecture));
  const head = {
    classLogits: asked ? floatsOf(asked, "classLogits") : new Float32Array(0),
    boxDeltas: asked ? floatsOf(asked, "boxDeltas") : new Float32Array(0),
    proposals: regions,
    classes: network.architecture.classes,
    imageHeight: fitted.height,
    imageWidth: fitted.width,
  };
  return { fitted, seen, head };
}

/** The network's detections among what it said of its regions. */
export function selectRegions({ head }: RegionAnswer, { card }: FasterRcnnNetwork): SelectedDetections {
  const { scoreFloor, suppression = BOX_SUPPRESSION } = card;
  return selectDetections(head, { scoreFloor, ...suppression });
}

interface Seen {
  readonly fitted: FittedImage;
  readonly network: FasterRcnnNetwork;
}

/** [R, 4] in pixels of the network's image. */
function propose(seen: Answer, { fitted, network, anchorsOf }: Seen & { readonly anchorsOf: AnchorsOf }): Float32Array {
  const { settings } = network;
  const levels = [...settings.anchors.keys()];
  const grids = levels.map((level) => gridOf(seen, `objectness${level}`));
  const answer = {
    objectness: levels.map((level) => floatsOf(seen, `objectness${level}`)),
    deltas: levels.map((level) => floatsOf(seen, `deltas${level}`)),
    grids,
    anchors: anchorsOf(grids, fitted),
    imageHeight: fitted.height,
    imageWidth: fitted.width,
  };
  const {
    candidatesPerLevel,
    proposals,
    proposalIouThreshold: iouThreshold,
    proposalScoreFloor: scoreFloor,
  } = settings;
  return proposeRegions(answer, { candidatesPerLevel, proposals, iouThreshold, scoreFloor }).boxes;
}

/** Inputs of the second graph for regions [R, 4] in pixels of the network's image. */
export function regionInputs(
  proposals: Float32Array,
  seen: Answer,
  architecture: FasterRcnnArchitecture,
): Record<string, TensorValue> {
  const count = roiLevels(architecture);
  const strides = featureStrides(architecture).slice(0, count);
  const range = { minLevel: Math.log2(strides[0]!), maxLevel: Math.log2(strides.at(-1)!) };
  const { regions, order } = splitByLevel(proposals, assignPyramidLevels(proposals, range), count);
  const inputs: Record<string, TensorValue> = { order: { type: "int64", shape: [order.length], data: order } };
  for (const [level, data] of regions.entries()) {
    inputs[`features${level}`] = seen[`features${level}`]!;
    inputs[`rois${level}`] = { type: "float32", shape: [data.length / 4, 4], data };
  }
  return inputs;
}
