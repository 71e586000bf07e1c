/** @file Model cards to start from, for files that bring none: one for each convention, and those of known recipes. */
import type { ModelCard, ModelConvention } from "../../../src-shared/domain/model";

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

/** torchvision's min_size and max_size. */
const NETWORK_SIZES = { minSizePx: 800, maxSizePx: 1333 } satisfies ModelCard["network"];

/** The image as it is, from 0 to 1: the network resizes and normalises it, as `model(image)` does in torchvision. */
const CHECKPOINT_CARD: ModelCard = {
  ...TORCHVISION_CARD,
  convention: "checkpoint",
  input: { channels: 3, resize: "none" },
  network: NETWORK_SIZES,
};

/** Ultralytics' own figures: letterbox to 640, confidence 0.25 for looking, suppression as `predict` does it. */
const YOLO_CARD: ModelCard = {
  ...TORCHVISION_CARD,
  convention: "yolo-v8",
  input: { widthPx: 640, heightPx: 640, channels: 3, resize: "letterbox" },
  suggestedThreshold: 0.25,
  suppression: { iouThreshold: 0.7, detectionsPerImage: 300 },
};

/** RT-DETR stretches to a square and takes 0 to 1. */
const RT_DETR_CARD: ModelCard = {
  ...TORCHVISION_CARD,
  convention: "rt-detr",
  input: { widthPx: 640, heightPx: 640, channels: 3, resize: "opencv-bilinear" },
};

/** The input is what the convention's authors feed; a graph of a fixed size keeps its own. */
export const CONVENTION_CARDS: Readonly<Record<ModelConvention, ModelCard>> = {
  torchvision: TORCHVISION_CARD,
  checkpoint: CHECKPOINT_CARD,
  "yolo-v5": {
    ...YOLO_CARD,
    convention: "yolo-v5",
    suppression: { iouThreshold: 0.45, detectionsPerImage: 1000 },
  },
  "yolo-v8": YOLO_CARD,
  "yolo-end-to-end": withoutSuppression({ ...YOLO_CARD, convention: "yolo-end-to-end" }),
  detr: {
    ...TORCHVISION_CARD,
    convention: "detr",
    input: {
      widthPx: 800,
      heightPx: 800,
      channels: 3,
      resize: "opencv-bilinear",
      normalisation: IMAGENET_NORMALISATION,
    },
  },
  "rt-detr": RT_DETR_CARD,
  "rt-detr-end-to-end": { ...RT_DETR_CARD, convention: "rt-detr-end-to-end" },
  "rt-detr-ultralytics": { ...RT_DETR_CARD, convention: "rt-detr-ultralytics", suggestedThreshold: 0.25 },
  retinanet: {
    ...TORCHVISION_CARD,
    convention: "retinanet",
    input: {
      widthPx: 800,
      heightPx: 800,
      channels: 3,
      resize: "opencv-bilinear",
      normalisation: IMAGENET_NORMALISATION,
    },
    suppression: { iouThreshold: 0.5, detectionsPerImage: 300 },
  },
};

/** The notebook resizes and normalises before it calls the model, which then does both once more. */
export const NOTEBOOK_CHECKPOINT_CARD: ModelCard = {
  ...CHECKPOINT_CARD,
  name: "Pneumonia detector",
  input: {
    widthPx: 256,
    heightPx: 256,
    channels: 3,
    resize: "opencv-bilinear",
    normalisation: IMAGENET_NORMALISATION,
  },
  network: { ...NETWORK_SIZES, normalisation: IMAGENET_NORMALISATION },
  labels: { "1": "Pneumonia" },
};

export const CARD_PRESETS: readonly CardPreset[] = [
  { title: "torchvision checkpoint: 0…1 input, any size", card: CHECKPOINT_CARD },
  {
    title: "BILD 2025 notebook: 256 px, ImageNet normalisation, then the network's own",
    card: NOTEBOOK_CHECKPOINT_CARD,
  },
  { title: "torchvision export: 0…1 input, any size", card: TORCHVISION_CARD },
  {
    title: "BILD 2025 notebook, exported: 256 px, ImageNet normalisation",
    card: { ...withoutNetwork(NOTEBOOK_CHECKPOINT_CARD), convention: "torchvision" },
  },
  { title: "YOLOv5: letterbox to 640 px", card: CONVENTION_CARDS["yolo-v5"] },
  { title: "YOLOv8 to v11: letterbox to 640 px", card: CONVENTION_CARDS["yolo-v8"] },
  { title: "YOLO, end to end: letterbox to 640 px", card: CONVENTION_CARDS["yolo-end-to-end"] },
  { title: "DETR: 800 px, ImageNet normalisation", card: CONVENTION_CARDS.detr },
  { title: "RT-DETR: 640 px", card: CONVENTION_CARDS["rt-detr"] },
  { title: "RetinaNet without post-processing: 800 px, ImageNet normalisation", card: CONVENTION_CARDS.retinanet },
];

function withoutSuppression({ suppression: _suppression, ...card }: ModelCard): ModelCard {
  return card;
}

function withoutNetwork({ network: _network, ...card }: ModelCard): ModelCard {
  return card;
}
