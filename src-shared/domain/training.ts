/** @file How a detector is trained, and what is kept of it: everything that one needs to do it again. */
import { z } from "zod";
import { ChangedCase, ComparedFigure } from "./comparison";
import { DeviceChoice, ExecutionProvider, Precision } from "./device";
import { CocoFigures, Interval } from "./evaluation";
import { ModelId, SplitId, SweepId, TrainingId } from "./identifiers";
import { HIGHEST_SEED } from "./split";

const Share = z.number().min(0).max(1);
const Positive = z.number().positive();
const Count = z.int().nonnegative();

/** The notebook's augmentation by default; each with its probability. Distances as albumentations states them. */
export const Augmentation = z.object({
  horizontalFlip: Share.default(0.5),
  shiftScaleRotate: z
    .object({
      probability: Share.default(0.5),
      shift: Share.default(0.05),
      scale: Share.default(0.1),
      rotateDegrees: z.number().min(0).max(180).default(10),
    })
    .prefault({}),
  brightnessContrast: z
    .object({ probability: Share.default(0.5), brightness: Share.default(0.2), contrast: Share.default(0.2) })
    .prefault({}),
  /** Four images in one; off unless asked for. */
  mosaic: Share.default(0),
  /** Boxes that become smaller than this many pixels, or keep less of their area, are left out. */
  minAreaPx: z.number().nonnegative().default(1),
  minVisibility: Share.default(0.1),
});
export type Augmentation = z.infer<typeof Augmentation>;

export const Optimizer = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("sgd"),
    momentum: Share.default(0.9),
    weightDecay: z.number().nonnegative().default(5e-4),
  }),
  z.object({
    kind: z.literal("adamw"),
    beta1: z.number().min(0).lt(1).default(0.9),
    beta2: z.number().min(0).lt(1).default(0.999),
    epsilon: Positive.default(1e-8),
    weightDecay: z.number().nonnegative().default(0.01),
  }),
]);
export type Optimizer = z.infer<typeof Optimizer>;

export const Schedule = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("constant") }),
  /** torch's StepLR, by epochs. */
  z.object({
    kind: z.literal("step"),
    everyEpochs: z.int().positive().default(3),
    factor: Positive.default(0.1),
  }),
  /** torch's CosineAnnealingLR over all epochs, down to `least`. */
  z.object({ kind: z.literal("cosine"), least: z.number().nonnegative().default(0) }),
]);
export type Schedule = z.infer<typeof Schedule>;

/** How many regions of an image a box head learns from at each step where nothing else is said, by what learns:
 * torchvision's, and the authors' own, which cost a quarter of them.
 * @see Girshick, arXiv:1504.08083, section 2.3, and py-faster-rcnn's TRAIN.BATCH_SIZE: 128 regions at each step */
export const REGIONS_PER_IMAGE = { full: 512, heads: 128 } as const satisfies Record<string, number>;

export const TrainingConfig = z.object({
  /** Of the training, and of the model that it makes. */
  name: z.string().trim().min(1).max(120),
  /** Weights to begin with; `isFromScratch` keeps the network alone and draws them anew. */
  modelId: ModelId,
  isFromScratch: z.boolean().default(false),
  trainSplitId: SplitId,
  validationSplitId: SplitId,
  /** Name of the annotation layer that is learnt from. */
  annotationLayer: z.string().min(1).default("reference"),
  /** Shorter side of the image in the network, whose ratio of sides stays; absent: as the model's card says. */
  inputSizePx: z.int().min(32).max(4096).optional(),
  /** Images without boxes for each image with one; 0: positives only, as the notebook. */
  negativesPerPositive: z.number().nonnegative().default(0),
  augmentation: Augmentation.prefault({}),
  epochs: z.int().positive().max(10_000).default(5),
  batchSize: z.int().positive().max(1024).default(2),
  /** Batches whose gradients are added up before one update. */
  accumulate: z.int().positive().max(1024).default(1),
  learningRate: Positive.default(0.005),
  optimizer: Optimizer.default({ kind: "sgd", momentum: 0.9, weightDecay: 5e-4 }),
  schedule: Schedule.default({ kind: "step", everyEpochs: 3, factor: 0.1 }),
  /** Linear from a thousandth, over the first epoch but at most 1,000 steps, as torchvision's reference loop. */
  isWarmedUp: z.boolean().default(true),
  /** Greatest norm of all gradients together; absent: not clipped. */
  clipNorm: Positive.optional(),
  /** torchvision's trainable_backbone_layers. */
  trainableBackboneLayers: z.int().min(0).max(5).default(3),
  /** `training`: statistics of the batch, running ones updated; `frozen`: the checkpoint's. */
  batchNorm: z.enum(["training", "frozen"]).default("training"),
  /** `heads`: the backbone and pyramid stay, their features are kept between epochs; no augmentation but flips. */
  scope: z.enum(["full", "heads"]).default("full"),
  /** Regions of an image that a Faster R-CNN's box head learns from at each step, a quarter of them with a finding at
   * most; absent: `REGIONS_PER_IMAGE` of the scope. A RetinaNet learns from all its anchors whatever this says. */
  regionsPerImage: z.int().positive().max(2000).optional(),
  precision: Precision.default("single"),
  /** Epochs without a better validation AP before it stops; absent: never. */
  patience: z.int().positive().optional(),
  seed: z.int().min(0).max(HIGHEST_SEED).default(0),
  device: DeviceChoice.default("auto"),
});
export type TrainingConfig = z.infer<typeof TrainingConfig>;

/** What a training learns from and is judged by, fixed when it is made. */
export const TrainingData = z.object({
  trainImages: Count,
  trainPositives: Count,
  trainBoxes: Count,
  validationImages: Count,
  validationBoxes: Count,
  /** Images of the train split that were left out, since their patients stand in a test split. */
  testImagesLeftOut: Count,
  /** SHA-256, hexadecimal, over the images' own checksums and their boxes: the same data give the same one. */
  sha256: z.string(),
});
export type TrainingData = z.infer<typeof TrainingData>;

/** One batch. Losses stand under torchvision's names; their sum is what is made smaller. */
export const TrainingStep = z.object({
  /** Counted from 1 over the whole training, and the epoch that it belongs to, from 1. */
  step: z.int().positive(),
  epoch: z.int().positive(),
  losses: z.record(z.string(), z.number()),
  learningRate: z.number().nonnegative(),
  /** Of all gradients together, before clipping; absent where this batch updated nothing. */
  gradientNorm: z.number().nonnegative().optional(),
  images: z.int().positive(),
  seconds: z.number().nonnegative(),
  /** What the worker held when the step was done. */
  memoryBytes: Count,
});
export type TrainingStep = z.infer<typeof TrainingStep>;

/** The end of an epoch, judged on the validation split. Epoch 0 is the model to begin with. */
export const TrainingEpoch = z.object({
  epoch: Count,
  /** The last one of the epoch. */
  step: Count,
  validation: CocoFigures,
  /** Of the judging alone. */
  seconds: z.number().nonnegative(),
  /** Better by AP than all before; the start does not count. */
  isBest: z.boolean(),
});
export type TrainingEpoch = z.infer<typeof TrainingEpoch>;

/** The best model against the one to begin with, on the validation images. */
export const TrainingOutcome = z.object({
  scoreThreshold: Share,
  iouThreshold: Share,
  /** AP and AP50. In the words of a comparison the start is left and the best model right; absent of a training that an
   * earlier version ended. */
  figures: z.array(ComparedFigure).optional(),
  /** The greatest change first. */
  changed: z.array(ChangedCase),
});
export type TrainingOutcome = z.infer<typeof TrainingOutcome>;

/** `paused` and `failed` can go on; `stopped` was ended by a person, its best model kept. */
export const TRAINING_STATES = ["running", "paused", "complete", "stopped", "failed"] as const;
export const TrainingState = z.enum(TRAINING_STATES);
export type TrainingState = z.infer<typeof TrainingState>;

/** What a training, or a sweep of several, was begun with. */
export const TrainingOrigin = z.object({
  /** Of the program that began it. */
  codeVersion: z.string(),
  /** Name of the model to begin with, which may have been removed since. */
  modelName: z.string(),
  trainSplitName: z.string(),
  validationSplitName: z.string(),
  data: TrainingData,
});

export const Training = TrainingOrigin.extend({
  id: TrainingId,
  name: z.string().min(1),
  state: TrainingState,
  config: TrainingConfig,
  createdAt: z.iso.datetime(),
  /** Absent where it was begun by itself. */
  sweep: z.object({ id: SweepId, number: z.int().positive() }).optional(),
  stepsPerEpoch: z.int().positive(),
  stepsDone: Count,
  epochsDone: Count,
  /** Seconds of all steps together. */
  seconds: z.number().nonnegative(),
  /** Absent until the first step. */
  provider: ExecutionProvider.optional(),
  /** Absent until an epoch has been judged. */
  bestEpoch: z.int().positive().optional(),
  bestAp: Share.optional(),
  /** 95 %, of the best epoch's figures over resampled patients; absent until it has ended. */
  bestIntervals: z.object({ AP: Interval.optional(), AP50: Interval.optional() }).optional(),
  /** The registered model that it made; absent until it has ended. */
  madeModelId: ModelId.optional(),
  /** Why it ended or stopped, in one sentence, where it did not simply reach its last epoch. */
  reason: z.string().optional(),
  /** Absent until it has ended, and where it began from scratch. */
  outcome: TrainingOutcome.optional(),
});
export type Training = z.infer<typeof Training>;
