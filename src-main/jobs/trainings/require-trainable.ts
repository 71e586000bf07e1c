/** @file Refuses to train what cannot be trained, before anything is made for it. */
import { Failure } from "../../../src-shared/domain/failure";
import type { ModelCard } from "../../../src-shared/domain/model";
import type { TrainingConfig } from "../../../src-shared/domain/training";
import { openCheckpoint } from "../../data/models/open-checkpoint";
import { readArchitecture } from "../../detection/networks/read-architecture";

export interface ModelToTrain {
  /** Absolute. */
  readonly file: string;
  readonly card: ModelCard;
}

/** Reads names and shapes alone.
 * @throws {Failure} `unsupported` for another model than a Faster R-CNN's weights, `not-found` when its file is gone. */
export async function requireTrainable(
  { file, card }: ModelToTrain,
  { isFromScratch, scope, augmentation }: Pick<TrainingConfig, "isFromScratch" | "scope" | "augmentation">,
): Promise<void> {
  if (card.convention !== "checkpoint") {
    throw new Failure(
      "unsupported",
      `${card.name} is an ONNX graph, which cannot be trained; a checkpoint's weights can.`,
    );
  }
  const { kind } = await architectureOf(file, card.name);
  if (kind !== "faster-rcnn") {
    throw new Failure("unsupported", `${card.name} is a RetinaNet, which cannot be trained yet; a Faster R-CNN can.`);
  }
  if (isFromScratch) {
    throw new Failure("unsupported", "Training from scratch is not possible yet; weights to begin with were expected.");
  }
  if (scope === "heads") requireFlipsAlone(augmentation);
}

/** The heads learn from features that are kept: a picture that is new each time has none. */
function requireFlipsAlone({ shiftScaleRotate, brightnessContrast, mosaic }: TrainingConfig["augmentation"]): void {
  if (shiftScaleRotate.probability === 0 && brightnessContrast.probability === 0 && mosaic === 0) return;
  const sentence =
    "Heads alone learn from features that are kept, which only mirroring leaves possible; shiftScaleRotate.probability, brightnessContrast.probability and mosaic of 0 were expected.";
  throw new Failure("invalid-input", sentence);
}

async function architectureOf(file: string, name: string) {
  const checkpoint = await openCheckpoint(file);
  try {
    return readArchitecture(new Map(Array.from(checkpoint.tensors, ([key, { shape }]) => [key, shape])), name);
  } finally {
    await checkpoint.close();
  }
}
