/** @file The settings of a training: what each is called, its unit, what it does, and how its value reads. */
import { EXECUTION_PROVIDER_NAMES } from "../../../src-shared/domain/device";
import { REGIONS_PER_IMAGE, type TrainingConfig } from "../../../src-shared/domain/training";
import { PRECISION_NAMES } from "../../components/precision-names";

export interface FieldWords {
  readonly label: string;
  readonly unit?: string;
  /** One or two sentences. */
  readonly help: string;
  /** Undefined where the setting has no meaning beside the others. */
  readonly read: (config: TrainingConfig) => string | undefined;
}

export const OPTIMIZER_NAMES = { sgd: "SGD", adamw: "AdamW" } as const;
export const SCHEDULE_NAMES = { constant: "Constant", step: "StepLR", cosine: "Cosine" } as const;
export const BATCH_NORM_NAMES = { training: "Of each batch", frozen: "Frozen" } as const;
export const SCOPE_NAMES = { full: "Whole network", heads: "Heads only" } as const;

export const FIELD_WORDS = {
  annotationLayer: {
    label: "Annotation layer",
    help: "Whose boxes are learnt from: “reference” are those that came with the data.",
    read: ({ annotationLayer }) => annotationLayer,
  },
  isFromScratch: {
    label: "From scratch",
    help: "Keeps the network of the model alone and draws its weights anew. Only for small networks and much data.",
    read: ({ isFromScratch }) => (isFromScratch ? "yes" : "no"),
  },
  inputSizePx: {
    label: "Input side",
    unit: "px",
    help: "The shorter side of the image in the network, and of the model that comes of it. Large ones show small boxes and take longer, by their square. Empty: as the model’s card says.",
    read: ({ inputSizePx }) => inputSizePx?.toString(),
  },
  negativesPerPositive: {
    label: "Negatives",
    unit: "per positive",
    help: "Images without boxes for each with boxes, drawn anew each epoch. 0 learns from images with boxes only, as the notebook does; images without teach it what normal looks like.",
    read: ({ negativesPerPositive }) => String(negativesPerPositive),
  },
  epochs: {
    label: "Epochs",
    help: "How often every image is seen. After each the model is judged on the validation split.",
    read: ({ epochs }) => String(epochs),
  },
  batchSize: {
    label: "Batch",
    unit: "images",
    help: "Images for one step. More need more memory.",
    read: ({ batchSize }) => String(batchSize),
  },
  accumulate: {
    label: "Accumulate",
    unit: "batches",
    help: "Gradients of so many batches are added up before the weights change: a larger batch in the same memory.",
    read: ({ accumulate }) => String(accumulate),
  },
  patience: {
    label: "Stop early",
    unit: "epochs",
    help: "Stops after so many epochs without a better validation AP. Empty: never.",
    read: ({ patience }) => (patience === undefined ? "never" : String(patience)),
  },
  seed: {
    label: "Seed",
    help: "Of order, augmentation and sampling. The same seed gives the same losses on the same device.",
    read: ({ seed }) => String(seed),
  },
  optimizer: {
    label: "Optimiser",
    help: "SGD with momentum, as the notebook, or AdamW, which wants a far smaller learning rate.",
    read: ({ optimizer }) => OPTIMIZER_NAMES[optimizer.kind],
  },
  learningRate: {
    label: "Learning rate",
    help: "How far one step moves the weights. Too high and the loss grows; too low and nothing is learnt.",
    read: ({ learningRate }) => String(learningRate),
  },
  momentum: {
    label: "Momentum",
    unit: "0 to 1",
    help: "The share of the last step that the next one keeps.",
    read: ({ optimizer }) => (optimizer.kind === "sgd" ? String(optimizer.momentum) : undefined),
  },
  weightDecay: {
    label: "Weight decay",
    help: "Pulls weights towards 0, against learning by heart.",
    read: ({ optimizer }) => String(optimizer.weightDecay),
  },
  beta1: {
    label: "β₁",
    unit: "0 to 1",
    help: "How slowly AdamW’s mean of the gradients forgets.",
    read: ({ optimizer }) => (optimizer.kind === "adamw" ? String(optimizer.beta1) : undefined),
  },
  beta2: {
    label: "β₂",
    unit: "0 to 1",
    help: "How slowly AdamW’s mean of their squares forgets.",
    read: ({ optimizer }) => (optimizer.kind === "adamw" ? String(optimizer.beta2) : undefined),
  },
  epsilon: {
    label: "ε",
    help: "Added to the root of AdamW’s mean of squares: keeps the step finite where gradients are almost 0.",
    read: ({ optimizer }) => (optimizer.kind === "adamw" ? String(optimizer.epsilon) : undefined),
  },
  schedule: {
    label: "Schedule",
    help: "How the learning rate falls: by a factor every few epochs (StepLR), along a cosine to the end, or not at all.",
    read: ({ schedule }) => SCHEDULE_NAMES[schedule.kind],
  },
  everyEpochs: {
    label: "Falls every",
    unit: "epochs",
    help: "StepLR multiplies the learning rate by its factor after so many epochs.",
    read: ({ schedule }) => (schedule.kind === "step" ? String(schedule.everyEpochs) : undefined),
  },
  factor: {
    label: "Factor",
    help: "What StepLR multiplies the learning rate by.",
    read: ({ schedule }) => (schedule.kind === "step" ? String(schedule.factor) : undefined),
  },
  least: {
    label: "Least rate",
    help: "Where the cosine ends.",
    read: ({ schedule }) => (schedule.kind === "cosine" ? String(schedule.least) : undefined),
  },
  isWarmedUp: {
    label: "Warm-up",
    help: "The learning rate rises from a thousandth over the first epoch, at most 1,000 steps, as torchvision’s reference loop does.",
    read: ({ isWarmedUp }) => (isWarmedUp ? "yes" : "no"),
  },
  clipNorm: {
    label: "Clip gradients at",
    unit: "norm",
    help: "All gradients together are made no longer than this. Empty: not clipped.",
    read: ({ clipNorm }) => (clipNorm === undefined ? "no" : String(clipNorm)),
  },
  scope: {
    label: "What is trained",
    help: "Heads only keeps backbone and pyramid as they are and their features between epochs: many times as fast without a GPU, with flips as the only augmentation.",
    read: ({ scope }) => SCOPE_NAMES[scope],
  },
  regionsPerImage: {
    label: "Regions",
    unit: "per image",
    help: "From how many regions of an image the box head of a Faster R-CNN learns at each step; a RetinaNet learns from all its anchors. Fewer are quicker. Empty: torchvision’s 512 for the whole network, 128 for heads only.",
    read: ({ regionsPerImage, scope }) => String(regionsPerImage ?? REGIONS_PER_IMAGE[scope]),
  },
  trainableBackboneLayers: {
    label: "Backbone layers",
    unit: "0 to 5",
    help: "How many stages of the backbone learn, from its end, as torchvision counts them; the others stay.",
    read: ({ trainableBackboneLayers }) => String(trainableBackboneLayers),
  },
  batchNorm: {
    label: "Batch norm",
    help: "By the statistics of each batch, which the running ones follow, or frozen at the checkpoint’s.",
    read: ({ batchNorm }) => BATCH_NORM_NAMES[batchNorm].toLowerCase(),
  },
  precision: {
    label: "Precision",
    help: "Half computes with float16 on graphics devices alone, and scales the loss; weights stay in single precision.",
    read: ({ precision }) => PRECISION_NAMES[precision].toLowerCase(),
  },
  device: {
    label: "Device",
    help: "Where the steps are computed. Automatic takes the first that works here.",
    read: ({ device }) => (device === "auto" ? "automatic" : EXECUTION_PROVIDER_NAMES[device]),
  },
  horizontalFlip: {
    label: "Mirror",
    unit: "chance",
    help: "Left and right change places.",
    read: ({ augmentation }) => String(augmentation.horizontalFlip),
  },
  shiftScaleRotate: {
    label: "Shift and turn",
    unit: "chance",
    help: "Shifts, scales and rotates the image within the three ranges; its edges are mirrored.",
    read: ({ augmentation }) => String(augmentation.shiftScaleRotate.probability),
  },
  shift: {
    label: "Shift up to",
    unit: "of the side",
    help: "In either direction.",
    read: ({ augmentation }) => String(augmentation.shiftScaleRotate.shift),
  },
  scale: {
    label: "Scale up to",
    unit: "±",
    help: "0.1 makes the image 0.9 to 1.1 times as large.",
    read: ({ augmentation }) => String(augmentation.shiftScaleRotate.scale),
  },
  rotateDegrees: {
    label: "Rotate up to",
    unit: "°",
    help: "In either direction. Boxes become the smallest upright ones around their turned corners.",
    read: ({ augmentation }) => String(augmentation.shiftScaleRotate.rotateDegrees),
  },
  brightnessContrast: {
    label: "Greys",
    unit: "chance",
    help: "Changes brightness and contrast within the two ranges.",
    read: ({ augmentation }) => String(augmentation.brightnessContrast.probability),
  },
  brightness: {
    label: "Brightness up to",
    unit: "±",
    help: "As a share of the whole range of greys.",
    read: ({ augmentation }) => String(augmentation.brightnessContrast.brightness),
  },
  contrast: {
    label: "Contrast up to",
    unit: "±",
    help: "0.2 multiplies greys by 0.8 to 1.2.",
    read: ({ augmentation }) => String(augmentation.brightnessContrast.contrast),
  },
  mosaic: {
    label: "Mosaic",
    unit: "chance",
    help: "Four images in one. Off in the notebook.",
    read: ({ augmentation }) => String(augmentation.mosaic),
  },
  minAreaPx: {
    label: "Least box",
    unit: "px²",
    help: "Boxes that become smaller are left out.",
    read: ({ augmentation }) => String(augmentation.minAreaPx),
  },
  minVisibility: {
    label: "Least visible",
    unit: "0 to 1",
    help: "Boxes of which less stays inside the image are left out.",
    read: ({ augmentation }) => String(augmentation.minVisibility),
  },
} as const satisfies Record<string, FieldWords>;
export type FieldName = keyof typeof FIELD_WORDS;

const WORDS: Readonly<Record<FieldName, FieldWords>> = FIELD_WORDS;

/** A setting in which trainings differ; undefined where it has no meaning for one. */
export interface DifferingField {
  readonly label: string;
  readonly values: readonly (string | undefined)[];
}

export function differingFields(configs: readonly TrainingConfig[]): readonly DifferingField[] {
  return Object.values(WORDS)
    .map(({ label, unit, read }) => ({ label: unit ? `${label}, ${unit}` : label, values: configs.map(read) }))
    .filter(({ values }) => new Set(values).size > 1);
}

/** One line for a list: "5 epochs, batch 2, SGD 0.005, StepLR". */
export function describeConfig(config: TrainingConfig): string {
  const parts = [
    `${config.epochs} ${config.epochs === 1 ? "epoch" : "epochs"}`,
    `batch ${config.batchSize}${config.accumulate > 1 ? ` × ${config.accumulate}` : ""}`,
    `${OPTIMIZER_NAMES[config.optimizer.kind]} ${config.learningRate}`,
    SCHEDULE_NAMES[config.schedule.kind],
    config.scope === "heads" && "heads only",
    config.isFromScratch && "from scratch",
    config.inputSizePx !== undefined && `input ${config.inputSizePx} px`,
    `seed ${config.seed}`,
  ];
  return parts.filter(Boolean).join(", ");
}
