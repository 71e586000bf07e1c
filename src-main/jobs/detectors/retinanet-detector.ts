/** @file RetinaNet exported with the bare answers of its heads, level by level or joined. */
import { selectRetinaNetDetections } from "../../detection/boxes/select-retinanet-detections";
import { RETINANET_ANCHORS } from "../../detection/networks/network-settings";
import { detectorSignature } from "../detector-signature";
import { anchorsBySize } from "./anchors-by-size";
import type { GraphFamily } from "./graph-detector";
import { imageTensor } from "./image-tensor";
import { readRetinaNetHeads } from "./retinanet-heads";
import { RETINANET_SUPPRESSION } from "./retinanet-network";

/** torchvision's topk_candidates. */
const CANDIDATES_PER_LEVEL = 1000;

export const retinaNetFamily: GraphFamily = {
  ask: ({ run, ...ends }, { card, name }) => {
    const signature = detectorSignature(ends, name, "retinanet");
    const { anchors = RETINANET_ANCHORS, candidatesPerLevel = CANDIDATES_PER_LEVEL } = card.network ?? {};
    const { suppression = RETINANET_SUPPRESSION, scoreFloor } = card;
    const anchorsOf = anchorsBySize(anchors);
    return async (input) => {
      const [, imageHeight, imageWidth] = input.shape;
      const answer = await run({ [signature.inputName]: imageTensor(input, signature) });
      const heads = readRetinaNetHeads(answer, signature.outputNames, { anchors, input });
      const placed = anchorsOf(heads.grids, { paddedHeight: imageHeight, paddedWidth: imageWidth });
      const found = selectRetinaNetDetections(
        { ...heads, anchors: placed, imageHeight, imageWidth },
        { scoreFloor, candidatesPerLevel, ...suppression },
      );
      return { ...found, boxFormat: "xyxy" };
    };
  },
};
