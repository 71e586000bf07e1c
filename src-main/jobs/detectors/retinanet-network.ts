/** @file RetinaNet as one graph, with torchvision's choice among its answers behind it. */
import { selectRetinaNetDetections } from "../../detection/boxes/select-retinanet-detections";
import type { RetinaNetArchitecture } from "../../detection/networks/architecture";
import { buildRetinaNet } from "../../detection/networks/retinanet";
import { boxesInInput, fitToNetwork } from "../../detection/preprocessing/fit-to-network";
import { anchorsBySize } from "./anchors-by-size";
import { floatsOf, gridOf, openGraph, type NetworkPlace, type OpenNetwork, type WeightedNetwork } from "./open-network";

/** torchvision's nms_thresh and detections_per_img. */
export const RETINANET_SUPPRESSION = { iouThreshold: 0.5, detectionsPerImage: 300 };

/** Errors are the library's own. */
export async function openRetinaNet(
  network: WeightedNetwork<RetinaNetArchitecture>,
  place: NetworkPlace,
): Promise<OpenNetwork> {
  const { architecture, parameters, precision, settings, card } = network;
  const options = { precision, batchNormEpsilon: settings.batchNormEpsilon };
  const { run, takePlacement, release } = await openGraph(
    () => buildRetinaNet(architecture, parameters, options),
    place,
  );
  const anchorsOf = anchorsBySize(settings.anchors);
  const levels = [...settings.anchors.keys()];
  const { scoreFloor, suppression = RETINANET_SUPPRESSION } = card;
  const detect: OpenNetwork["detect"] = async (input) => {
    const fitted = fitToNetwork(input, settings);
    const shape = [1, 3, fitted.paddedHeight, fitted.paddedWidth];
    const seen = await run({ image: { type: "float32", shape, data: fitted.data } });
    const grids = levels.map((level) => gridOf(seen, `classLogits${level}`));
    const answer = {
      classLogits: levels.map((level) => floatsOf(seen, `classLogits${level}`)),
      boxDeltas: levels.map((level) => floatsOf(seen, `boxDeltas${level}`)),
      grids,
      anchors: anchorsOf(grids, fitted),
      classes: architecture.classes,
      imageHeight: fitted.height,
      imageWidth: fitted.width,
    };
    const { candidatesPerLevel } = settings;
    const found = selectRetinaNetDetections(answer, { scoreFloor, candidatesPerLevel, ...suppression });
    return { ...found, boxes: boxesInInput(found.boxes, fitted, input.shape), boxFormat: "xyxy" };
  };
  return { detect, takePlacement, release };
}
