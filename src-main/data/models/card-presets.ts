/** @file Model cards to start from, for files that bring none. */
import type { ModelCard } from "../../../src-shared/domain/model";

export interface CardPreset {
  readonly title: string;
  readonly card: ModelCard;
}

/** Channel means and deviations of ImageNet, as torchvision's weights document them. */
export const IMAGENET_NORMALISATION = {
  mean: [0.485, 0.456, 0.406],
  deviation: [0.229, 0.224, 0.225],
} satisfies ModelCard["input"]["normalisation"];

/** torchvision's detectors resize and normalise inside the graph and keep detections from 0.05 up. */
export const TORCHVISION_CARD: ModelCard = {
  name: "Detector",
  description: "",
  convention: "torchvision",
  input: { channels: 3, resize: "opencv-bilinear" },
  boxFormat: "xyxy",
  labels: {},
  scoreFloor: 0.05,
  suggestedThreshold: 0.5,
  intendedUse: "",
};

export const CARD_PRESETS: readonly CardPreset[] = [
  { title: "torchvision export, 0…1 input, any size", card: TORCHVISION_CARD },
  {
    title: "BILD 2025 notebook: 256 px, ImageNet normalisation",
    card: {
      ...TORCHVISION_CARD,
      name: "Pneumonia detector",
      input: {
        widthPx: 256,
        heightPx: 256,
        channels: 3,
        resize: "opencv-bilinear",
        normalisation: IMAGENET_NORMALISATION,
      },
      labels: { "1": "Pneumonia" },
    },
  },
];
