/** @file The settings of a sweep, and the choices of its search, in words. */
import type { AugmentationPreset } from "../../../src-shared/domain/sweep";
import type { LabelWords } from "./label-words";

export const SEARCH_NAMES = { off: "Off", grid: "Grid", random: "Random" } as const;

export const AUGMENTATION_NAMES: Readonly<Record<AugmentationPreset, string>> = {
  none: "None",
  flips: "Flips",
  notebook: "Usual",
  strong: "Strong",
};

export const SWEEP_WORDS = {
  sweepKind: {
    label: "Try several",
    term: "search",
    help: "Several trainings one after another, the best first in a table. Grid: every value with every other. Random: so many draws, which finds good values sooner where few settings matter.",
  },
  sweepLearningRates: {
    label: "Learning rates",
    help: "Numbers with commas between them. Empty: the rate that is set above.",
  },
  sweepAugmentations: {
    label: "Changes of the images",
    term: "augmentations",
    help: "Each is tried in place of the settings above. Empty: those settings.",
  },
  sweepInputSizes: {
    label: "Image sizes",
    term: "input, shorter side",
    unit: "px",
    help: "Numbers with commas between them: small sizes are quick, large ones show small boxes. Empty: the size that is set above.",
  },
  sweepMembers: { label: "Trainings", term: "draws", help: "How many are drawn and trained." },
  sweepLow: {
    label: "Lowest rate",
    term: "learning rate",
    help: "Rates are drawn evenly by their logarithm: as many from 0.001 to 0.01 as from 0.01 to 0.1.",
  },
  sweepHigh: {
    label: "Highest rate",
    term: "learning rate",
    help: "Rates are drawn evenly by their logarithm: as many from 0.001 to 0.01 as from 0.01 to 0.1.",
  },
  sweepSeed: { label: "Random numbers", term: "seed of the draws", help: "The same seed draws the same trainings." },
} as const satisfies Record<string, LabelWords>;
