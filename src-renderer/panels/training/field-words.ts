/** @file The settings of a training: what each is called by a person and by the field, what it does, and how its value
 * reads. */
import { EXECUTION_PROVIDER_NAMES } from "../../../src-shared/domain/device";
import { REGIONS_PER_IMAGE, type TrainingConfig } from "../../../src-shared/domain/training";
import { PRECISION_NAMES } from "../../components/precision-names";
import { type LabelWords, readableLabel } from "./label-words";

export interface FieldWords extends LabelWords {
  /** Undefined where the setting has no meaning beside the others. */
  readonly read: (config: TrainingConfig) => string | undefined;
}

export const OPTIMIZER_NAMES = { sgd: "SGD", adamw: "AdamW" } as const;
export const SCHEDULE_NAMES = { constant: "Constant", step: "StepLR", cosine: "Cosine" } as const;
export const BATCH_NORM_NAMES = { training: "Each step", frozen: "The model (frozen)" } as const;
export const SCOPE_NAMES = { full: "Whole network", heads: "Last layers only" } as const;

export const FIELD_WORDS = {
  annotationLayer: {
    label: "Whose boxes",
    term: "annotation layer",
    help: "Boxes that are learnt from: “reference” are those that came with the data, others those of a reader.",
    read: ({ annotationLayer }) => annotationLayer,
  },
  isFromScratch: {
    label: "Forget what it knows",
    term: "train from scratch",
    help: "Keeps the layout of the model alone and begins with random weights. Only for small networks and very many images.",
    read: ({ isFromScratch }) => (isFromScratch ? "yes" : "no"),
  },
  inputSizePx: {
    label: "Image size",
    term: "input, shorter side",
    unit: "px",
    help: "How large the model sees an image; small boxes need a large one, which takes longer by its square. Empty: as the model has it now.",
    read: ({ inputSizePx }) => inputSizePx?.toString(),
  },
  negativesPerPositive: {
    label: "Images without boxes",
    term: "negatives",
    unit: "per positive",
    help: "They teach the model what normal looks like, and are drawn anew each epoch. 0, as is usual here: it sees images with boxes only.",
    read: ({ negativesPerPositive }) => String(negativesPerPositive),
  },
  epochs: {
    label: "Rounds",
    term: "epochs",
    help: "How often every image is seen. After each round the model is measured on the images that it is judged on.",
    read: ({ epochs }) => String(epochs),
  },
  batchSize: {
    label: "Images per step",
    term: "batch size",
    help: "The model is corrected a little after each step. More images at once make steadier steps and need more memory.",
    read: ({ batchSize }) => String(batchSize),
  },
  accumulate: {
    label: "Steps per correction",
    term: "gradient accumulation",
    help: "So many steps are added up before the model is corrected once: as steady as more images at once, in the same memory.",
    read: ({ accumulate }) => String(accumulate),
  },
  patience: {
    label: "Stop if no better for",
    term: "patience",
    unit: "epochs",
    help: "Ends by itself after so many epochs without a better average precision on the judged images. Empty: never.",
    read: ({ patience }) => (patience === undefined ? "never" : String(patience)),
  },
  seed: {
    label: "Random numbers",
    term: "seed",
    help: "Order, changes of the images and samples are drawn with it. The same seed gives the same losses on the same device.",
    read: ({ seed }) => String(seed),
  },
  optimizer: {
    label: "Way of learning",
    term: "optimiser",
    help: "SGD with momentum is usual here; AdamW adapts each step to its weight and wants a far smaller learning rate.",
    read: ({ optimizer }) => OPTIMIZER_NAMES[optimizer.kind],
  },
  learningRate: {
    label: "Learning rate",
    help: "How far one step moves the model. Too high, and what it knows is lost; too low, and nothing is learnt.",
    read: ({ learningRate }) => String(learningRate),
  },
  momentum: {
    label: "Kept of the last step",
    term: "momentum",
    unit: "0 to 1",
    help: "The share of the last step’s direction that the next one goes on with.",
    read: ({ optimizer }) => (optimizer.kind === "sgd" ? String(optimizer.momentum) : undefined),
  },
  weightDecay: {
    label: "Pull towards zero",
    term: "weight decay",
    help: "Shrinks all weights a little at each step, against learning the images by heart.",
    read: ({ optimizer }) => String(optimizer.weightDecay),
  },
  beta1: {
    label: "Memory of directions",
    term: "β₁",
    unit: "0 to 1",
    help: "How slowly AdamW forgets the direction of earlier steps, the mean of their gradients.",
    read: ({ optimizer }) => (optimizer.kind === "adamw" ? String(optimizer.beta1) : undefined),
  },
  beta2: {
    label: "Memory of lengths",
    term: "β₂",
    unit: "0 to 1",
    help: "How slowly AdamW forgets the length of earlier steps, the mean of their gradients’ squares.",
    read: ({ optimizer }) => (optimizer.kind === "adamw" ? String(optimizer.beta2) : undefined),
  },
  epsilon: {
    label: "Guard against zero",
    term: "ε",
    help: "Added where AdamW divides by the length of earlier steps: keeps a step finite where they were almost 0.",
    read: ({ optimizer }) => (optimizer.kind === "adamw" ? String(optimizer.epsilon) : undefined),
  },
  schedule: {
    label: "How the rate falls",
    term: "schedule",
    help: "The learning rate falls by a factor every few epochs (StepLR), along a cosine to the end, or not at all.",
    read: ({ schedule }) => SCHEDULE_NAMES[schedule.kind],
  },
  everyEpochs: {
    label: "Falls every",
    term: "StepLR step",
    unit: "epochs",
    help: "After so many epochs the learning rate is multiplied by the factor beside.",
    read: ({ schedule }) => (schedule.kind === "step" ? String(schedule.everyEpochs) : undefined),
  },
  factor: {
    label: "Falls by the factor",
    term: "StepLR gamma",
    help: "What the learning rate is multiplied by each time: 0.1 leaves a tenth.",
    read: ({ schedule }) => (schedule.kind === "step" ? String(schedule.factor) : undefined),
  },
  least: {
    label: "Rate at the end",
    term: "cosine minimum",
    help: "The learning rate that the cosine ends at.",
    read: ({ schedule }) => (schedule.kind === "cosine" ? String(schedule.least) : undefined),
  },
  isWarmedUp: {
    label: "Begin gently",
    term: "warm-up",
    help: "The learning rate rises from a thousandth over the first epoch, at most 1,000 steps, as torchvision’s own training does.",
    read: ({ isWarmedUp }) => (isWarmedUp ? "yes" : "no"),
  },
  clipNorm: {
    label: "Cap on a correction",
    term: "gradient clipping",
    unit: "norm",
    help: "A step whose gradients are longer than this is shortened to it: one odd image cannot throw the model off. Empty: no cap.",
    read: ({ clipNorm }) => (clipNorm === undefined ? "no" : String(clipNorm)),
  },
  scope: {
    label: "What learns",
    term: "layers",
    help: "Last layers only (the heads) keeps the rest and what it computed of each image: many times as fast without a GPU, but images are mirrored at most.",
    read: ({ scope }) => SCOPE_NAMES[scope],
  },
  regionsPerImage: {
    label: "Regions per image",
    term: "RoI samples",
    help: "How many places of an image the last layers of a Faster R-CNN learn from at a step; fewer are quicker. Empty: 512, or 128 where the last layers learn alone.",
    read: ({ regionsPerImage, scope }) => String(regionsPerImage ?? REGIONS_PER_IMAGE[scope]),
  },
  trainableBackboneLayers: {
    label: "Stages that learn",
    term: "backbone layers",
    unit: "0 to 5",
    help: "The backbone turns pixels into features in five stages; so many learn, counted from its end, as torchvision counts them. The others stay.",
    read: ({ trainableBackboneLayers }) => String(trainableBackboneLayers),
  },
  batchNorm: {
    label: "Mean and spread from",
    term: "batch norm",
    help: "What numbers inside the network are scaled by: the images of each step, or, frozen, what the model was made with, which suits few images per step.",
    read: ({ batchNorm }) => BATCH_NORM_NAMES[batchNorm].toLowerCase(),
  },
  precision: {
    label: "Number format",
    term: "precision",
    help: "Half computes in 16 bits, on graphics devices alone; the model’s weights stay in 32 bits.",
    read: ({ precision }) => PRECISION_NAMES[precision].toLowerCase(),
  },
  device: {
    label: "Computed on",
    term: "device",
    help: "Automatic takes the first device that works here and is quicker than the processor.",
    read: ({ device }) => (device === "auto" ? "automatic" : EXECUTION_PROVIDER_NAMES[device]),
  },
  horizontalFlip: {
    label: "Mirror",
    term: "horizontal flip",
    unit: "chance",
    help: "How often left and right change places.",
    read: ({ augmentation }) => String(augmentation.horizontalFlip),
  },
  shiftScaleRotate: {
    label: "Shift, zoom and turn",
    term: "affine",
    unit: "chance",
    help: "How often an image is shifted, zoomed and turned at random, within the three limits that follow; its edges are mirrored outwards.",
    read: ({ augmentation }) => String(augmentation.shiftScaleRotate.probability),
  },
  shift: {
    label: "Shift up to",
    term: "share of the side",
    help: "In any direction: 0.05 is a twentieth of the width and of the height.",
    read: ({ augmentation }) => String(augmentation.shiftScaleRotate.shift),
  },
  scale: {
    label: "Zoom up to",
    term: "scale",
    unit: "±",
    help: "0.1 makes the image 0.9 to 1.1 times as large.",
    read: ({ augmentation }) => String(augmentation.shiftScaleRotate.scale),
  },
  rotateDegrees: {
    label: "Turn up to",
    term: "rotation",
    unit: "°",
    help: "In either direction. Boxes become the smallest upright ones around their turned corners.",
    read: ({ augmentation }) => String(augmentation.shiftScaleRotate.rotateDegrees),
  },
  brightnessContrast: {
    label: "Change the greys",
    term: "tone",
    unit: "chance",
    help: "How often brightness and contrast are changed at random, within the two limits that follow.",
    read: ({ augmentation }) => String(augmentation.brightnessContrast.probability),
  },
  brightness: {
    label: "Brightness up to",
    term: "± share of white",
    help: "0.2 makes an image up to a fifth of the way to white brighter or darker.",
    read: ({ augmentation }) => String(augmentation.brightnessContrast.brightness),
  },
  contrast: {
    label: "Contrast up to",
    term: "± share",
    help: "0.2 multiplies the greys by 0.8 to 1.2.",
    read: ({ augmentation }) => String(augmentation.brightnessContrast.contrast),
  },
  mosaic: {
    label: "Four images in one",
    term: "mosaic",
    unit: "chance",
    help: "How often an image shares its place with three others, each in a corner. Usually off.",
    read: ({ augmentation }) => String(augmentation.mosaic),
  },
  minAreaPx: {
    label: "Smallest box kept",
    term: "area",
    unit: "px²",
    help: "Boxes that such a change makes smaller are left out.",
    read: ({ augmentation }) => String(augmentation.minAreaPx),
  },
  minVisibility: {
    label: "Least of a box kept",
    term: "visibility",
    unit: "0 to 1",
    help: "Boxes of which a smaller share stays inside the changed image are left out.",
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
    .map(({ read, ...words }) => ({ label: readableLabel(words), values: configs.map(read) }))
    .filter(({ values }) => new Set(values).size > 1);
}

/** One line for a list: "5 epochs, batch 2, SGD 0.005, StepLR". */
export function describeConfig(config: TrainingConfig): string {
  const parts = [
    `${config.epochs} ${config.epochs === 1 ? "epoch" : "epochs"}`,
    `batch ${config.batchSize}${config.accumulate > 1 ? ` × ${config.accumulate}` : ""}`,
    `${OPTIMIZER_NAMES[config.optimizer.kind]} ${config.learningRate}`,
    SCHEDULE_NAMES[config.schedule.kind],
    config.scope === "heads" && "last layers only",
    config.isFromScratch && "from scratch",
    config.inputSizePx !== undefined && `input ${config.inputSizePx} px`,
    `seed ${config.seed}`,
  ];
  return parts.filter(Boolean).join(", ");
}
