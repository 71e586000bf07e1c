/** @file The settings of a sweep, and the choices of its search, in words. */
import type { AugmentationPreset } from "../../../src-shared/domain/sweep";

export const SEARCH_NAMES = { off: "Off", grid: "Grid", random: "Random" } as const;

export const AUGMENTATION_NAMES: Readonly<Record<AugmentationPreset, string>> = {
  none: "None",
  flips: "Flips",
  notebook: "The notebook’s",
  strong: "Strong",
};

export const SWEEP_WORDS = {
  sweepKind: {
    label: "Search",
    help: "Several trainings one after another, best by validation AP. Grid: every value with every other. Random: so many draws, which finds good values sooner where only some settings matter.",
  },
  sweepLearningRates: {
    label: "Learning rates",
    help: "Numbers with commas between them. Empty: the rate that is set above.",
  },
  sweepAugmentations: {
    label: "Augmentations",
    help: "Each is tried in place of the settings below. Empty: those settings.",
  },
  sweepInputSizes: {
    label: "Input sizes",
    unit: "px",
    help: "The shorter side of the image in the network; small ones are quick, large ones show small boxes. Empty: the size that is set above.",
  },
  sweepMembers: { label: "Trainings", help: "So many draws." },
  sweepLow: { label: "Lowest rate", help: "Rates are drawn evenly by their logarithm." },
  sweepHigh: { label: "Highest rate", help: "Rates are drawn evenly by their logarithm." },
  sweepSeed: { label: "Seed of the draws", help: "The same seed draws the same trainings." },
} as const satisfies Record<string, { readonly label: string; readonly unit?: string; readonly help: string }>;
