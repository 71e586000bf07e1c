/** @file Refuses to train what cannot be trained, before anything is made for it. */
import { Failure } from "../../../src-shared/domain/failure";
import type { ModelCard } from "../../../src-shared/domain/model";
import type { TrainingConfig } from "../../../src-shared/domain/training";
import { openCheckpoint } from "../../data/models/open-checkpoint";
import type { DetectorArchitecture } from "../../detection/networks/architecture";
import { cardAtSize } from "../../detection/networks/card-at-size";
import { networkSettings } from "../../detection/networks/network-settings";
import { readArchitecture } from "../../detection/networks/read-architecture";
import { halfOnCpu, requireCheckpoint } from "../trainers/untrainable";

/** Of a ResNet's backbone. */
const ALL_LAYERS = 5;

export interface ModelToTrain {
  /** Absolute. */
  readonly file: string;
  readonly card: ModelCard;
}

/** Answers what the weights are of; names and shapes alone are read.
 * @throws {Failure} `unsupported` for another model than a known network's weights, `not-found` when its file is gone,
 * `invalid-input` for a card that does not fit them, and for settings that exclude each other. */
export async function requireTrainable(
  { file, card }: ModelToTrain,
  config: Pick<
    TrainingConfig,
    | "inputSizePx"
    | "isFromScratch"
    | "trainableBackboneLayers"
    | "batchNorm"
    | "scope"
    | "augmentation"
    | "precision"
    | "device"
  >,
): Promise<DetectorArchitecture> {
  requireCheckpoint(card, card.name);
  if (config.precision === "half" && config.device === "cpu") throw halfOnCpu();
  const { network } = cardAtSize(card, config.inputSizePx);
  const architecture = await requireKnownNetwork(file, card.name);
  networkSettings(architecture, network);
  if (config.isFromScratch) requireAllTrained(config);
  if (config.scope === "heads") requireFlipsAlone(config.augmentation);
  return architecture;
}

/** Numbers drawn by chance that stay would be no use to the layers behind them. */
function requireAllTrained({
  trainableBackboneLayers,
  batchNorm,
  scope,
}: Pick<TrainingConfig, "trainableBackboneLayers" | "batchNorm" | "scope">): void {
  if (scope === "full" && batchNorm === "training" && trainableBackboneLayers === ALL_LAYERS) return;
  const sentence = `Weights that are drawn anew all have to learn; scope full, batchNorm training and trainableBackboneLayers ${ALL_LAYERS} were expected.`;
  throw new Failure("invalid-input", sentence);
}

/** The heads learn from features that are kept: a picture that is new each time has none. */
function requireFlipsAlone({ shiftScaleRotate, brightnessContrast, mosaic }: TrainingConfig["augmentation"]): void {
  if (shiftScaleRotate.probability === 0 && brightnessContrast.probability === 0 && mosaic === 0) return;
  const sentence =
    "Heads alone learn from features that are kept, which only mirroring leaves possible; shiftScaleRotate.probability, brightnessContrast.probability and mosaic of 0 were expected.";
  throw new Failure("invalid-input", sentence);
}

async function requireKnownNetwork(file: string, name: string): Promise<DetectorArchitecture> {
  const checkpoint = await openCheckpoint(file);
  try {
    return readArchitecture(new Map(Array.from(checkpoint.tensors, ([key, { shape }]) => [key, shape])), name);
  } finally {
    await checkpoint.close();
  }
}
