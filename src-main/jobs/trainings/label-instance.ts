/** @file Puts an image's boxes into the numbers that a network learns from. */
import path from "node:path";
import type { Box } from "../../../src-shared/domain/box";
import { Failure } from "../../../src-shared/domain/failure";
import { describeLocation } from "../../../src-shared/domain/instance";
import type { ModelCard } from "../../../src-shared/domain/model";
import type { LabelledImage } from "../../data/store/training-images";
import type { LabelledInstance } from "./training-set";

/** @throws {Failure} `invalid-input` for a box that reaches beyond its image or has no area, and for a label that the
 * card does not name. */
export function labelInstance(image: LabelledImage, names: ModelCard["labels"]): LabelledInstance {
  const { instance, patientId, boxes } = image;
  const name = path.basename(describeLocation(instance.location));
  for (const { box } of boxes) requireInside(box, image, name);
  return {
    instance,
    name,
    patientId,
    boxes: Float32Array.from(boxes.flatMap(({ box: { x1, y1, x2, y2 } }) => [x1, y1, x2, y2])),
    labels: Int32Array.from(boxes, ({ label }) => numberOf(label, names, name)),
  };
}

function requireInside(box: Box, { instance }: LabelledImage, name: string): void {
  const { rows, columns } = instance.pixels;
  const { x1, y1, x2, y2 } = box;
  if (x1 >= 0 && y1 >= 0 && x2 <= columns && y2 <= rows && x1 < x2 && y1 < y2) return;
  const found = `The box ${[x1, y1, x2, y2].join(", ")} of ${name}`;
  throw new Failure("invalid-input", `${found} does not lie within its ${columns} × ${rows} pixels.`);
}

/** Detections are compared with reference boxes by these very names. */
function numberOf(label: string, names: ModelCard["labels"], image: string): number {
  const found = Object.entries(names).find(([number, name]) => name === label && Number(number) > 0);
  if (found) return Number(found[0]);
  const known = Object.values(names).join(", ") || "no labels";
  throw new Failure("invalid-input", `${image} has a box labelled ${label}; the model's card names ${known}.`);
}
