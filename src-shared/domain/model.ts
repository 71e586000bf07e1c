/** @file A registered detector and its card: everything needed to feed it an image and read its answer. */
import { z } from "zod";
import { ModelId } from "./identifiers";

/** `letterbox` keeps the sides' ratio and fills the rest with grey 114, as Ultralytics does. */
export const RESIZE_METHODS = ["opencv-bilinear", "letterbox", "none"] as const;

const Triple = z.tuple([z.number(), z.number(), z.number()]);

/** How an image becomes the model's input tensor. */
export const ModelInput = z.object({
  /** Input size in pixels; both absent where the model takes any size. */
  widthPx: z.int().positive().optional(),
  heightPx: z.int().positive().optional(),
  channels: z.union([z.literal(1), z.literal(3)]),
  resize: z.enum(RESIZE_METHODS),
  /** Grey values are brought to 0…1 first; then (value − mean) / deviation for each channel. Absent: left at 0…1. */
  normalisation: z
    .object({
      mean: Triple,
      deviation: Triple.refine((values) => values.every((value) => value > 0), "must be positive"),
    })
    .optional(),
});
export type ModelInput = z.infer<typeof ModelInput>;

export const BOX_FORMATS = ["xyxy", "xywh"] as const;

/** How a detector is fed and how its answer reads, by the family that it comes from. */
export const MODEL_CONVENTIONS = {
  torchvision: "torchvision export: boxes, labels, scores",
  checkpoint: "torchvision checkpoint: weights of a Faster R-CNN or RetinaNet",
  "yolo-v5": "YOLOv5: rows of centre, size, objectness and classes",
  "yolo-v8": "YOLOv8 to v11: columns of centre, size and classes",
  "yolo-end-to-end": "YOLO, end to end: rows of corners, score and class",
  detr: "DETR: class logits with a last “no object”, and boxes from 0 to 1",
  "rt-detr": "RT-DETR: class logits without “no object”, and boxes from 0 to 1",
  "rt-detr-end-to-end": "RT-DETR with its image size as second input: labels, boxes, scores",
  "rt-detr-ultralytics": "RT-DETR by Ultralytics: rows of centre, size and classes from 0 to 1",
  retinanet: "RetinaNet without post-processing: class logits and box deltas for each anchor",
} as const;
export type ModelConvention = keyof typeof MODEL_CONVENTIONS;
export const ModelConvention = z.enum(Object.keys(MODEL_CONVENTIONS) as [ModelConvention, ...ModelConvention[]]);

/** The family alone: "DETR". */
export function conventionName(convention: ModelConvention): string {
  return MODEL_CONVENTIONS[convention].replace(/:.*/, "");
}

/** Anchors of one pyramid level: every size with every ratio (height divided by width). */
const LevelAnchors = z.object({
  sizesPx: z.array(z.number().positive()).min(1),
  aspectRatios: z.array(z.number().positive()).min(1),
});
export type LevelAnchors = z.infer<typeof LevelAnchors>;

/** What a checkpoint's network does that its weights do not tell; absent fields are torchvision's defaults for the
 * architecture. Names in brackets are torchvision's own. */
export const NetworkSettings = z.object({
  /** The shorter side of the image in the network, unless the longer then passes `maxSizePx` (min_size, max_size). */
  minSizePx: z.int().positive().max(8192).optional(),
  maxSizePx: z.int().positive().max(8192).optional(),
  /** The network's own normalisation of what the card's input gives (image_mean, image_std). */
  normalisation: z.object({ mean: Triple, deviation: Triple }).optional(),
  /** One entry for each pyramid level, finest first. */
  anchors: z.array(LevelAnchors).min(1).optional(),
  /** Candidates of each level before suppression, and proposals after it (rpn_pre_nms_top_n_test, …_post_…). */
  candidatesPerLevel: z.int().positive().optional(),
  proposals: z.int().positive().optional(),
  proposalIouThreshold: z.number().min(0).max(1).optional(),
  proposalScoreFloor: z.number().min(0).max(1).optional(),
  /** Added to the variance (eps); 1e-5 unless the weights were made otherwise. */
  batchNormEpsilon: z.number().nonnegative().optional(),
});
export type NetworkSettings = z.infer<typeof NetworkSettings>;

/** Non-maximum suppression that the program does after the model. */
export const Suppression = z.object({
  iouThreshold: z.number().min(0).max(1),
  detectionsPerImage: z.int().positive(),
});
export type Suppression = z.infer<typeof Suppression>;

export const ModelCard = z.object({
  name: z.string().trim().min(1).max(120),
  description: z.string().max(4000).default(""),
  convention: ModelConvention,
  input: ModelInput,
  boxFormat: z.enum(BOX_FORMATS),
  /** For a checkpoint, and for raw RetinaNet heads. */
  network: NetworkSettings.optional(),
  /** For conventions whose answer still holds duplicates; absent: the convention's own. */
  suppression: Suppression.optional(),
  /** Name of each class number that the model may answer with; 0 is background where the convention has one. */
  labels: z.record(z.string().regex(/^\d+$/), z.string().min(1)),
  /** Detections below it are not kept. */
  scoreFloor: z.number().min(0).max(1),
  /** A sensible first threshold for reading. */
  suggestedThreshold: z.number().min(0).max(1),
  intendedUse: z.string().max(4000).default(""),
});
export type ModelCard = z.infer<typeof ModelCard>;

/** Whether names can be those of a network with so many classes: the last number is that of its last class. */
export function nameClasses(labels: ModelCard["labels"], classes: number | undefined): boolean {
  return classes === undefined || Math.max(...Object.keys(labels).map(Number)) + 1 === classes;
}

/** Zip with a pickle, bare pickles, safetensors: three ways in which weights alone are kept. */
export const MODEL_FORMATS = ["onnx", "pytorch-zip", "pytorch-legacy", "safetensors"] as const;
export const ModelFormat = z.enum(MODEL_FORMATS);
export type ModelFormat = z.infer<typeof ModelFormat>;

/** What was read in a model file. */
export const ModelFacts = z.object({
  format: ModelFormat,
  /** One line for a person, e.g. "Faster R-CNN, ResNet-50, feature pyramid of 256 with batch norm"; absent for ONNX. */
  architecture: z.string().optional(),
  /** Trained numbers: weights and biases, not running statistics; of an ONNX file, all of its initialisers. */
  parameters: z.int().nonnegative(),
  /** Classes of the network's predictor, background included where it has one. */
  classes: z.int().positive().optional(),
  /** Operator set and producer of an ONNX file. */
  opset: z.int().positive().optional(),
  producer: z.string().optional(),
  /** Conventions that names and shapes allow and that failed no trial, the likeliest first; absent for models that were
   * registered before they were kept. */
  conventions: z.array(ModelConvention).optional(),
  /** What a person should know before they trust the answers, each one sentence. */
  warnings: z.array(z.string()).optional(),
});
export type ModelFacts = z.infer<typeof ModelFacts>;

export const Model = z.object({
  id: ModelId,
  name: z.string(),
  /** SHA-256 of the file, hexadecimal. */
  sha256: z.string(),
  fileBytes: z.int().nonnegative(),
  addedAt: z.iso.datetime(),
  /** Absent for models that were registered before facts were kept. */
  facts: ModelFacts.optional(),
  card: ModelCard,
});
export type Model = z.infer<typeof Model>;

/** What a look into a model file found, before it is registered. */
export const ModelInspection = z.object({
  sha256: z.string(),
  fileBytes: z.int().nonnegative(),
  inputs: z.array(z.object({ name: z.string(), type: z.string(), shape: z.array(z.union([z.number(), z.string()])) })),
  outputs: z.array(z.object({ name: z.string(), type: z.string(), shape: z.array(z.union([z.number(), z.string()])) })),
  facts: ModelFacts,
  /** Conventions that names and shapes allow and that failed no trial, the likeliest first, each with its reason. */
  conventions: z.array(z.object({ convention: ModelConvention, reason: z.string() })).min(1),
  /** The card to start from: a known file's own, or a preset filled in from the shapes. */
  suggestedCard: ModelCard,
});
export type ModelInspection = z.infer<typeof ModelInspection>;
