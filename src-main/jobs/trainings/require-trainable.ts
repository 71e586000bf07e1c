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
  { isFromScratch, scope }: Pick<TrainingConfig, "isFromScratch" | "scope">,
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
  if (scope === "heads") {
    throw new Failure("unsupported", "Training the heads alone is not possible yet; the scope full was expected.");
  }
}

async function architectureOf(file: string, name: string) {
  const checkpoint = await openCheckpoint(file);
  try {
    return readArchitecture(new Map(Array.from(checkpoint.tensors, ([key, { shape }]) => [key, shape])), name);
  } finally {
    await checkpoint.close();
  }
}
