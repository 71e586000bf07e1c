/** @file Looks into a checkpoint: which network its weights are of, and how it is most likely fed. */
import path from "node:path";
import type { ModelCard } from "../../src-shared/domain/model";
import { CONVENTION_CARDS, NOTEBOOK_CHECKPOINT_CARD } from "../data/models/card-presets";
import { openCheckpoint } from "../data/models/open-checkpoint";
import { suggestCard } from "../data/models/suggest-card";
import type { DetectorArchitecture } from "../detection/networks/architecture";
import { countParameters } from "../detection/networks/count-parameters";
import { describeArchitecture } from "../detection/networks/describe-architecture";
import { readArchitecture } from "../detection/networks/read-architecture";
import type { ModelContent } from "./model-content";

/** @throws {Failure} `unsupported` when it is no whole checkpoint of a detector. */
export async function lookIntoCheckpoint(file: string): Promise<ModelContent> {
  const checkpoint = await openCheckpoint(file);
  try {
    const { format, tensors, wrappers } = checkpoint;
    const shapes = new Map([...tensors.values()].map(({ name, shape }) => [name, shape]));
    const architecture = readArchitecture(shapes, path.basename(file));
    const { classes } = architecture;
    const unwrapped = wrappers.length === 0 ? "" : ` behind ${wrappers.join(" and ")}`;
    return {
      facts: {
        format,
        architecture: describeArchitecture(architecture),
        parameters: countParameters(architecture),
      },
      readings: [
        {
          convention: "checkpoint",
          reason: `It holds ${shapes.size} weights under torchvision's names${unwrapped}.`,
          classes,
          card: suggestCard(presetFor(architecture), { file, classes }),
        },
      ],
      dataFiles: [],
      input: { channels: 3 },
    };
  } finally {
    await checkpoint.close();
  }
}

/** A Faster R-CNN of background and one class is most likely the notebook's; others are fed as torchvision's own. */
function presetFor({ kind, classes }: DetectorArchitecture): ModelCard {
  return kind === "faster-rcnn" && classes === 2 ? NOTEBOOK_CHECKPOINT_CARD : CONVENTION_CARDS.checkpoint;
}
