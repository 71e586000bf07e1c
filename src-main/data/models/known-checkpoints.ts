/** @file Cards of checkpoints that are known by their checksum, since weights alone do not tell how they are fed. */
import type { ModelCard } from "../../../src-shared/domain/model";
import { IMAGENET_NORMALISATION, NOTEBOOK_CHECKPOINT_CARD } from "./card-presets";

/** By SHA-256, hexadecimal. */
export const KNOWN_CHECKPOINTS: Readonly<Record<string, ModelCard>> = {
  "76cba8bc3e62f254188d312019f6e71ed98f50ca7e9b789764fb8e15e9e75061": {
    ...NOTEBOOK_CHECKPOINT_CARD,
    name: "compact-frcnn-checkpoint",
    description:
      "A compact Faster R-CNN (ResNet bottlenecks, feature pyramid, 8.2 million parameters) trained from scratch with torchvision on 355 chest radiographs that the NIH published and the RSNA annotated: its own checkpoint. On 114 validation radiographs it reaches a COCO AP50 of 0.17 and, with all detections counted, a recall of 0.92 at IoU 0.5. Scores stay below about 0.7.",
    // The network normalises once more, as it did in training, and keeps the 256 pixels.
    network: { minSizePx: 256, maxSizePx: 256, normalisation: IMAGENET_NORMALISATION },
    suggestedThreshold: 0.3,
    intendedUse: "Demonstration and tests. Not for clinical use.",
  },
};
