/** @file Several trainings one after another that differ in a few settings alone: which they are, and how they ended. */
import { z } from "zod";
import { Interval } from "./evaluation";
import { ModelId, SweepId, TrainingId } from "./identifiers";
import { HIGHEST_SEED } from "./split";
import { Augmentation, TRAINING_STATES, TrainingConfig, TrainingOrigin } from "./training";

const Positive = z.number().positive();
const Share = z.number().min(0).max(1);
const Count = z.int().nonnegative();

/** More than anybody waits for on one machine. */
export const SWEEP_MEMBERS_MAX = 64;

/** Named, so that a table can say which one it was. */
export const AugmentationChoice = z.object({ name: z.string().trim().min(1).max(40), settings: Augmentation });
export type AugmentationChoice = z.infer<typeof AugmentationChoice>;

const NONE: Augmentation = {
  horizontalFlip: 0,
  shiftScaleRotate: { probability: 0, shift: 0.05, scale: 0.1, rotateDegrees: 10 },
  brightnessContrast: { probability: 0, brightness: 0.2, contrast: 0.2 },
  mosaic: 0,
  minAreaPx: 1,
  minVisibility: 0.1,
};

/** From nothing to more than the notebook's. Heads alone take the first two. */
export const AUGMENTATION_PRESETS = {
  none: NONE,
  flips: { ...NONE, horizontalFlip: 0.5 },
  notebook: Augmentation.parse({}),
  strong: {
    ...NONE,
    horizontalFlip: 0.5,
    shiftScaleRotate: { probability: 0.8, shift: 0.1, scale: 0.2, rotateDegrees: 15 },
    brightnessContrast: { probability: 0.8, brightness: 0.3, contrast: 0.3 },
    mosaic: 0.25,
  },
} as const satisfies Record<string, Augmentation>;
export type AugmentationPreset = keyof typeof AUGMENTATION_PRESETS;

const isDistinct = (values: readonly (number | string)[]): boolean => new Set(values).size === values.length;
const DISTINCT = "distinct values";

/** An empty list: as the base has it. */
const Lists = {
  augmentations: z
    .array(AugmentationChoice)
    .refine((choices) => isDistinct(choices.map(({ name }) => name)), DISTINCT)
    .default([]),
  inputSizesPx: z.array(TrainingConfig.shape.inputSizePx.unwrap()).refine(isDistinct, DISTINCT).default([]),
};

const isAscending = (range: { readonly low: number; readonly high: number }): boolean => range.low < range.high;

export const SweepSearch = z.discriminatedUnion("kind", [
  /** Every value with every other. */
  z.object({
    kind: z.literal("grid"),
    learningRates: z.array(Positive).refine(isDistinct, DISTINCT).default([]),
    ...Lists,
  }),
  /** So many draws: the learning rate evenly by its logarithm, the others evenly from their lists.
   * @see Bergstra and Bengio, Random search for hyper-parameter optimization, JMLR 13, 2012 */
  z.object({
    kind: z.literal("random"),
    members: z.int().min(1).max(SWEEP_MEMBERS_MAX),
    learningRate: z.object({ low: Positive, high: Positive }).refine(isAscending, "low below high").optional(),
    ...Lists,
    seed: z.int().min(0).max(HIGHEST_SEED).default(0),
  }),
]);
export type SweepSearch = z.infer<typeof SweepSearch>;

export const SweepConfig = z.object({
  /** Its trainings carry it with their number: "rates 3". */
  name: z.string().trim().min(1).max(100),
  /** What all of them share. */
  base: TrainingConfig.omit({ name: true }),
  search: SweepSearch,
});
export type SweepConfig = z.infer<typeof SweepConfig>;

/** Where a training stands in the search. */
export const SweepPoint = z.object({
  learningRate: Positive,
  /** Name of its choice; absent where the search leaves augmentation alone. */
  augmentation: z.string().optional(),
  /** Absent: the card's own. */
  inputSizePx: z.int().positive().optional(),
});
export type SweepPoint = z.infer<typeof SweepPoint>;

/** `waiting` for its turn; `left-out`, since the sweep was stopped before; `removed` by a person, afterwards. A training
 * that could not begin has `failed` and has no training. */
export const SWEEP_MEMBER_STATES = ["waiting", "left-out", "removed", ...TRAINING_STATES] as const;
export const SweepMemberState = z.enum(SWEEP_MEMBER_STATES);
export type SweepMemberState = z.infer<typeof SweepMemberState>;

/** 95 %, over resampled patients. */
const Intervals = z.object({ AP: Interval.optional(), AP50: Interval.optional() });

/** The weights that a training begins with, judged at its size of the input on the validation split. */
export const SweepStart = z.object({
  AP: Share.optional(),
  AP50: Share.optional(),
  /** Absent until the training has ended. */
  intervals: Intervals.optional(),
});
export type SweepStart = z.infer<typeof SweepStart>;

export const SweepMember = z.object({
  /** From 1, in the order in which they are trained. */
  number: z.int().positive(),
  /** Of its training and of the model that it makes. */
  name: z.string(),
  point: SweepPoint,
  state: SweepMemberState,
  /** Absent until it has begun, and when it was removed. */
  trainingId: TrainingId.optional(),
  stepsDone: Count,
  stepsTotal: Count,
  epochsDone: Count,
  /** Of all its steps together. */
  seconds: z.number().nonnegative(),
  /** The figures of the best epoch on the validation split; absent until one has been judged. */
  bestEpoch: z.int().positive().optional(),
  AP: Share.optional(),
  AP50: Share.optional(),
  /** Absent until it has ended. */
  intervals: Intervals.optional(),
  /** Absent until it has been judged, and where weights are drawn anew. */
  start: SweepStart.optional(),
  /** Of the best epoch's figures less the start's, the same patients for both; absent until it has ended. */
  differences: Intervals.optional(),
  madeModelId: ModelId.optional(),
  /** Why it failed, stopped or ended early, in one sentence. */
  reason: z.string().optional(),
});
export type SweepMember = z.infer<typeof SweepMember>;

/** `paused` can go on; `stopped` was ended by a person; `complete`: each member has had its turn, whatever became of it. */
export const SweepState = z.enum(["running", "paused", "complete", "stopped"]);
export type SweepState = z.infer<typeof SweepState>;

/** All members have the data of its origin: one that finds other images or boxes fails. */
export const Sweep = TrainingOrigin.extend({
  id: SweepId,
  name: z.string().min(1),
  state: SweepState,
  config: SweepConfig,
  createdAt: z.iso.datetime(),
  members: z.array(SweepMember).min(1),
  /** Why it is paused, where nobody asked for it, in one sentence. */
  reason: z.string().optional(),
});
export type Sweep = z.infer<typeof Sweep>;
