/** @file Faster R-CNN as two graphs with torchvision's steps between and behind them.
 *
 * The first graph makes features and objectness of an image, the second classes of the regions that are proposed from
 * these. What stands between them is decisions, not sums: ONNX Runtime would take them in another order among equals,
 * and none of its graphics providers could. */
import type { PreparedInput } from "../../detection/preprocessing/prepare-input";
import { proposeRegions } from "../../detection/boxes/propose-regions";
import { assignPyramidLevels, splitByLevel } from "../../detection/boxes/pyramid-levels";
import { selectDetections } from "../../detection/boxes/select-detections";
import { featureStrides, roiLevels, type FasterRcnnArchitecture } from "../../detection/networks/architecture";
import { buildBoxGraph, buildFeatureGraph } from "../../detection/networks/faster-rcnn";
import { boxesInInput, fitToNetwork, type FittedImage } from "../../detection/preprocessing/fit-to-network";
import { sumOfPlacements } from "../runtime/node-placement";
import type { Session, TensorValue } from "../runtime/session";
import { anchorsBySize, type AnchorsOf } from "./anchors-by-size";
import type { Answer } from "./answer-tensors";
import type { DetectorAnswer } from "./detector";
import { floatsOf, gridOf, openGraph } from "./open-network";
import type { NetworkPlace, OpenNetwork, WeightedNetwork } from "./open-network";

/** torchvision's box_nms_thresh and box_detections_per_img. */
const SUPPRESSION = { iouThreshold: 0.5, detectionsPerImage: 100 };

type Network = WeightedNetwork<FasterRcnnArchitecture>;

interface Parts {
  readonly features: Session;
  readonly boxes: Session;
  readonly anchorsOf: AnchorsOf;
}

/** One session is made before the graph of the next is built. Errors are the library's own. */
export async function openFasterRcnn(network: Network, place: NetworkPlace): Promise<OpenNetwork> {
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

async function detect(input: PreparedInput, network: Network, parts: Parts): Promise<DetectorAnswer> {
  const fitted = fitToNetwork(input, network.settings);
  const image = { type: "float32", shape: [1, 3, fitted.paddedHeight, fitted.paddedWidth], data: fitted.data } as const;
  const seen = await parts.features.run({ image });
  const proposals = propose(seen, { fitted, network, anchorsOf: parts.anchorsOf });
  const found = await classify(proposals, { fitted, network, seen, boxes: parts.boxes });
  return { ...found, boxes: boxesInInput(found.boxes, fitted, input.shape), boxFormat: "xyxy" };
}

interface Seen {
  readonly fitted: FittedImage;
  readonly network: Network;
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

async function classify(
  proposals: Float32Array,
  { fitted, network, seen, boxes }: Seen & { readonly seen: Answer; readonly boxes: Session },
) {
  const { architecture, card } = network;
  const { scoreFloor, suppression = SUPPRESSION } = card;
  const answer = proposals.length === 0 ? undefined : await boxes.run(regionInputs(proposals, seen, architecture));
  return selectDetections(
    {
      classLogits: answer ? floatsOf(answer, "classLogits") : new Float32Array(0),
      boxDeltas: answer ? floatsOf(answer, "boxDeltas") : new Float32Array(0),
      proposals,
      classes: architecture.classes,
      imageHeight: fitted.height,
      imageWidth: fitted.width,
    },
    { scoreFloor, ...suppression },
  );
}

function regionInputs(
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
