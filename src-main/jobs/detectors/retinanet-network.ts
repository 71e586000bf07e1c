/** @file RetinaNet as one graph, with torchvision's choice among its answers behind it. */
import type { FoundBoxes } from "../../detection/boxes/found-boxes";
import { selectRetinaNetDetections, type RetinaNetAnswer } from "../../detection/boxes/select-retinanet-detections";
import type { RetinaNetArchitecture } from "../../detection/networks/architecture";
import { buildRetinaNet } from "../../detection/networks/retinanet";
import { fitToNetwork, type FittedImage } from "../../detection/preprocessing/fit-to-network";
import type { PreparedInput } from "../../detection/preprocessing/prepare-input";
import type { Session } from "../runtime/session";
import { anchorsBySize, type AnchorsOf } from "./anchors-by-size";
import type { Answer } from "./answer-tensors";
import {
  answerInInput,
  floatsOf,
  gridOf,
  openGraph,
  type NetworkPlace,
  type OpenNetwork,
  type WeightedNetwork,
} from "./open-network";

/** torchvision's nms_thresh and detections_per_img. */
export const RETINANET_SUPPRESSION = { iouThreshold: 0.5, detectionsPerImage: 300 };

/** Errors are the library's own. */
export async function openRetinaNet(network: RetinaNetNetwork, place: NetworkPlace): Promise<OpenNetwork> {
  const { architecture, parameters, precision, settings } = network;
  const options = { precision, batchNormEpsilon: settings.batchNormEpsilon };
  const { run, takePlacement, release } = await openGraph(
    () => buildRetinaNet(architecture, parameters, options),
    place,
  );
  const anchorsOf = anchorsBySize(settings.anchors);
  const detect: OpenNetwork["detect"] = async (input) => {
    const answer = await answerHeads(input, network, { run, anchorsOf });
    return answerInInput(selectPlaces(answer, network), answer.fitted, input);
  };
  return { detect, takePlacement, release };
}

export type RetinaNetNetwork = WeightedNetwork<RetinaNetArchitecture>;

/** What the graph answered for one image, before anything is chosen from it. */
export interface HeadsAnswer {
  readonly fitted: FittedImage;
  readonly seen: Answer;
  readonly heads: RetinaNetAnswer;
}

export async function answerHeads(
  input: PreparedInput,
  { settings, architecture }: RetinaNetNetwork,
  { run, anchorsOf }: Pick<Session, "run"> & { readonly anchorsOf: AnchorsOf },
): Promise<HeadsAnswer> {
  const levels = [...settings.anchors.keys()];
  const fitted = fitToNetwork(input, settings);
  const shape = [1, 3, fitted.paddedHeight, fitted.paddedWidth];
  const seen = await run({ image: { type: "float32", shape, data: fitted.data } });
  const grids = levels.map((level) => gridOf(seen, `classLogits${level}`));
  const heads = {
    classLogits: levels.map((level) => floatsOf(seen, `classLogits${level}`)),
    boxDeltas: levels.map((level) => floatsOf(seen, `boxDeltas${level}`)),
    grids,
    anchors: anchorsOf(grids, fitted),
    classes: architecture.classes,
    imageHeight: fitted.height,
    imageWidth: fitted.width,
  };
  return { fitted, seen, heads };
}

/** The network's detections among what it said at its anchors. */
export function selectPlaces({ heads }: HeadsAnswer, { card, settings }: RetinaNetNetwork): FoundBoxes {
  const { scoreFloor, suppression = RETINANET_SUPPRESSION } = card;
  const { candidatesPerLevel } = settings;
  return selectRetinaNetDetections(heads, { scoreFloor, candidatesPerLevel, ...suppression });
}
