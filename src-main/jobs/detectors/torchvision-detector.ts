/** @file torchvision's detectors as its exporter writes them: boxes, labels and scores, ready to draw. */
import { askDetector } from "../ask-detector";
import { detectorSignature } from "../detector-signature";
import { openerOf } from "./graph-detector";

export const openTorchvisionDetector = openerOf({
  isTorchOrdered: true,
  ask: (session, { card, name }) => {
    const signature = detectorSignature(session, name);
    return async (input) => ({ ...(await askDetector(session, signature, input)), boxFormat: card.boxFormat });
  },
});
