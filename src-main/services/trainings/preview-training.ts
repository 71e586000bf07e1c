/** @file Shows the very pictures that a step of a training would see. */
import type { z } from "zod";
import type { ExamplePreview, PreviewRequest } from "../../../src-shared/contract/training";
import { cardAtSize } from "../../detection/networks/card-at-size";
import { previewBatch } from "../../jobs/trainers/batches/preview-batch";
import type { OpenProject } from "../projects/open-project";
import { planTraining } from "./plan-training";

/** A person looks at a few; the first of the batch are shown. */
const SHOWN_MAX = 16;

/** @throws {Failure} as `planTraining`; in one sentence about the file of an image */
export async function previewTraining(
  project: OpenProject,
  { config, epoch, step }: z.infer<typeof PreviewRequest>,
): Promise<z.infer<typeof ExamplePreview>[]> {
  const { model, set } = await planTraining(project, config);
  const { input } = cardAtSize(model.card, config.inputSizePx);
  const settings = { ...config, batchSize: Math.min(config.batchSize, SHOWN_MAX), input };
  const examples = await previewBatch(set, { epoch, step }, settings);
  return examples.map(({ picture, boxes, changes, ...example }) => ({
    ...example,
    widthPx: picture.columns,
    heightPx: picture.rows,
    greys: Buffer.from(picture.values).toString("base64"),
    boxes: boxes.map(({ box, label }) => ({ box, label: model.card.labels[String(label)] ?? String(label) })),
    changes: [...changes],
  }));
}
