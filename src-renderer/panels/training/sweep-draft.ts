/** @file A sweep before it is begun: what it searches, as typed, and the trainings that would come of it. */
import { AUGMENTATION_PRESETS, type AugmentationPreset, SweepConfig } from "../../../src-shared/domain/sweep";
import type { TrainingConfig } from "../../../src-shared/domain/training";

export interface SweepDraft {
  /** `off`: one training, with the settings as they stand. */
  readonly kind: "off" | "grid" | "random";
  /** Numbers with commas or spaces between them; empty: as the settings stand. */
  readonly learningRates: string;
  readonly inputSizes: string;
  readonly augmentations: readonly AugmentationPreset[];
  /** Of a random search. */
  readonly members: number;
  readonly low: number;
  readonly high: number;
  readonly seed: number;
}

/** Around a learning rate: a third and thrice of it for a grid, a tenth to ten times for draws. */
export function firstSweep(learningRate: number): SweepDraft {
  const times = (factor: number): number => Number((factor * learningRate).toPrecision(2));
  return {
    kind: "off",
    learningRates: [times(1 / 3), times(1), times(3)].map(plainly).join(", "),
    inputSizes: "",
    augmentations: [],
    members: 8,
    low: times(0.1),
    high: times(10),
    seed: 0,
  };
}

/** Undefined where something is no number above 0. */
export function readNumbers(typed: string): readonly number[] | undefined {
  const numbers = typed
    .split(/[\s,;]+/u)
    .filter((part) => part !== "")
    .map(Number);
  return numbers.every((number) => Number.isFinite(number) && number > 0) ? numbers : undefined;
}

/** Why it cannot be searched, in one sentence; undefined where it can, or where nothing is searched. */
export function problemOf(draft: SweepDraft): string | undefined {
  if (draft.kind === "off") return undefined;
  if (draft.kind === "grid" && !isList(draft.learningRates)) return NO_RATES;
  if (draft.kind === "random" && !(draft.low < draft.high)) return "The lowest rate has to lie below the highest.";
  const sizes = readNumbers(draft.inputSizes);
  if (!isList(draft.inputSizes) || !sizes?.every((size) => Number.isInteger(size) && size >= 32 && size <= 4096)) {
    return "Input sizes are whole numbers from 32 to 4096, each once, with commas between them.";
  }
  return undefined;
}

const NO_RATES = "Learning rates are numbers above 0, each once, with commas between them.";

/** Undefined until it is complete. */
export function sweepConfigOf(config: TrainingConfig | undefined, draft: SweepDraft): SweepConfig | undefined {
  if (!config || draft.kind === "off" || problemOf(draft)) return undefined;
  const { name, ...base } = config;
  const lists = {
    augmentations: draft.augmentations.map((one) => ({ name: one, settings: AUGMENTATION_PRESETS[one] })),
    inputSizesPx: readNumbers(draft.inputSizes),
  };
  const { kind, members, low, high, seed } = draft;
  const search =
    kind === "grid"
      ? { kind, learningRates: readNumbers(draft.learningRates), ...lists }
      : { kind, members, learningRate: { low, high }, ...lists, seed };
  const read = SweepConfig.safeParse({ name, base, search });
  return read.success ? read.data : undefined;
}

/** For whoever does not open it: "3 learning rates × 2 augmentations". */
export function describeSweep(draft: SweepDraft): string {
  if (draft.kind === "off") return "off";
  const sizes = readNumbers(draft.inputSizes)?.length ?? 0;
  if (draft.kind === "random") {
    const also = [draft.augmentations.length > 0 && "augmentation", sizes > 0 && "input size"].filter(Boolean);
    return `${draft.members} draws of ${["learning rate", ...also].join(", ")}`;
  }
  const axes = [
    amountOf(readNumbers(draft.learningRates)?.length ?? 0, "learning rate"),
    amountOf(draft.augmentations.length, "augmentation"),
    amountOf(sizes, "input size"),
  ];
  return axes.filter(Boolean).join(" × ") || "nothing to search yet";
}

function amountOf(count: number, noun: string): string | undefined {
  return count === 0 ? undefined : `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function isList(typed: string): boolean {
  const numbers = readNumbers(typed);
  return numbers !== undefined && new Set(numbers).size === numbers.length;
}

/** Without an exponent, as people type it. */
function plainly(value: number): string {
  return value < 1e-6 ? value.toFixed(10).replace(/0+$/u, "") : String(value);
}
