/** @file A training before it is begun: the usual settings, and what is proposed to learn from. */
import type { ModelId } from "../../../src-shared/domain/identifiers";
import type { Model } from "../../../src-shared/domain/model";
import type { Split, SplitSide } from "../../../src-shared/domain/split";
import { TrainingConfig } from "../../../src-shared/domain/training";

/** Everything but the name may be changed one at a time; what is not chosen yet is undefined. */
export type TrainingDraft = Omit<TrainingConfig, "modelId" | "trainSplitId" | "validationSplitId"> & {
  readonly modelId: TrainingConfig["modelId"] | undefined;
  readonly trainSplitId: TrainingConfig["trainSplitId"] | undefined;
  readonly validationSplitId: TrainingConfig["validationSplitId"] | undefined;
};

/** Where each optimiser usually begins; AdamW at SGD's rate would forget all that the checkpoint knows. */
export const USUAL_LEARNING_RATES = { sgd: 0.005, adamw: 0.0001 } as const;

/** Models whose weights can be trained: other files hold graphs without a way back to them. */
export function trainableModels(models: readonly Model[]): readonly Model[] {
  return models.filter(({ card }) => card.convention === "checkpoint");
}

export interface DraftSources {
  readonly models: readonly Model[];
  readonly splits: readonly Split[];
  /** Names that are taken. */
  readonly names: readonly string[];
  /** The model that was chosen, after which the training is named; absent: the newest. */
  readonly modelId?: ModelId | undefined;
}

export function firstDraft({ models, splits, names, modelId }: DraftSources): TrainingDraft {
  const trainable = trainableModels(models);
  // The newest: a person's own stands behind the one that every project begins with.
  const model = trainable.find(({ id }) => id === modelId) ?? trainable.at(-1);
  const train = splits.find((split) => isSide(split, "train"));
  const validation = splits.find(
    (split) => isSide(split, "validation") && (!train || split.datasetId === train.datasetId),
  );
  const { modelId: _model, trainSplitId: _train, validationSplitId: _validation, ...defaults } = usualSettings();
  return {
    ...defaults,
    name: freeName(model ? `${model.name}, trained` : "Training", names),
    modelId: model?.id,
    trainSplitId: train?.id,
    validationSplitId: validation?.id,
  };
}

/** Undefined until it is complete. */
export function configOf(draft: TrainingDraft): TrainingConfig | undefined {
  const read = TrainingConfig.safeParse(settleDraft(draft));
  return read.success ? read.data : undefined;
}

/** As it will be trained: some choices leave others no freedom, whose own values stay for when they have it again. */
export function settleDraft(draft: TrainingDraft): TrainingDraft {
  const { augmentation } = draft;
  // Numbers drawn by chance that stayed would be no use to the layers behind them.
  if (draft.isFromScratch) return { ...draft, scope: "full", batchNorm: "training", trainableBackboneLayers: 5 };
  if (draft.scope === "full") return draft;
  // Features that are kept between epochs know an image and its mirror image only.
  return {
    ...draft,
    augmentation: {
      ...augmentation,
      shiftScaleRotate: { ...augmentation.shiftScaleRotate, probability: 0 },
      brightnessContrast: { ...augmentation.brightnessContrast, probability: 0 },
      mosaic: 0,
    },
  };
}

/** The schema's defaults, which are the notebook's. */
function usualSettings(): TrainingConfig {
  return TrainingConfig.parse({ name: "-", modelId: "-", trainSplitId: "-", validationSplitId: "-" });
}

const COMMON_NAMES = {
  train: ["train", "training"],
  validation: ["val", "valid", "validation"],
  test: ["test"],
} as const satisfies Record<SplitSide, readonly string[]>;

/** As it was drawn here, or as people name the sides of a data set. */
function isSide({ name, recipe }: Split, side: SplitSide): boolean {
  return recipe ? recipe.names[side] === name : (COMMON_NAMES[side] as readonly string[]).includes(name.toLowerCase());
}

function freeName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  const number = [...taken.keys()].map((index) => index + 2).find((one) => !taken.includes(`${name} ${one}`))!;
  return `${name} ${number}`;
}
