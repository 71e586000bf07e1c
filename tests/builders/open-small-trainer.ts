/** @file A small Faster R-CNN made ready to learn on any device, with few regions and a batch of two images. */
import path from "node:path";
import type { ExecutionProvider } from "../../src-shared/domain/device";
import type { ModelCard } from "../../src-shared/domain/model";
import { TORCHVISION_CARD } from "../../src-main/data/models/card-presets";
import { openCheckpoint } from "../../src-main/data/models/open-checkpoint";
import { ROI_TARGETS } from "../../src-main/detection/training/roi-targets";
import { readNetwork } from "../../src-main/jobs/detectors/read-network";
import { openFasterRcnnTrainer } from "../../src-main/jobs/trainers/faster-rcnn-trainer";
import type { OpenTrainer, TrainerSettings, TrainingImage } from "../../src-main/jobs/trainers/trainer";
import { writeSmallCheckpoint } from "./build-checkpoint";
import { buildFolder } from "./build-store";
import { scatteredNumbers } from "./check-gradient";
import { PLAIN_SETTINGS } from "./open-plain-trainer";

const SIDE_PX = 64;

export const SMALL_CARD: ModelCard = {
  ...TORCHVISION_CARD,
  name: "Small",
  convention: "checkpoint",
  input: { widthPx: SIDE_PX, heightPx: SIDE_PX, channels: 3, resize: "opencv-bilinear" },
  labels: { "1": "Pneumonia" },
  network: { minSizePx: SIDE_PX, maxSizePx: SIDE_PX },
};

export const SMALL_SETTINGS: TrainerSettings = { ...PLAIN_SETTINGS, seed: 3, trainableBackboneLayers: 3, batchSize: 2 };

const FEW_REGIONS: TrainerSettings["sampling"] = {
  regionTargets: { ...ROI_TARGETS, sampling: { ...ROI_TARGETS.sampling, perImage: 8 } },
  candidatesPerLevel: 32,
  proposals: 16,
};

/** Without choosing a device: what is refused on one opens nonetheless. */
export async function openSmallTrainer(
  change: Partial<TrainerSettings> = {},
  provider: ExecutionProvider = "cpu",
): Promise<OpenTrainer> {
  const file = path.join(buildFolder(), "small.pth");
  await writeSmallCheckpoint(file);
  const checkpoint = await openCheckpoint(file);
  try {
    const read = readNetwork(checkpoint, {
      file,
      card: SMALL_CARD,
      device: provider,
      precision: "single",
      name: "Small",
    });
    if (read.kind !== "faster-rcnn") throw new Error("The small checkpoint is no Faster R-CNN.");
    return await openFasterRcnnTrainer(
      read.network,
      { ...SMALL_SETTINGS, sampling: FEW_REGIONS, ...change },
      { provider },
    );
  } finally {
    await checkpoint.close();
  }
}

function image(seed: number): TrainingImage {
  const data = Float32Array.from(scatteredNumbers(3 * SIDE_PX ** 2, seed));
  const place = { scaleX: 1, scaleY: 1, offsetXPx: 0, offsetYPx: 0 };
  return {
    input: { data, shape: [3, SIDE_PX, SIDE_PX], ...place },
    boxes: Float32Array.of(8, 4 + seed, 40, 50),
    labels: Int32Array.of(1),
  };
}

export const SMALL_BATCH: readonly TrainingImage[] = [image(1), image(2)];
