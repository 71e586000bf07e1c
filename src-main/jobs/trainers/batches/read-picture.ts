/** @file Reads an image with its boxes as augmentation takes it. */
import { decodeFrame } from "../../../data/dicom/frame";
import { toGreyImage } from "../../../data/dicom/grey-image";
import { readInstanceFile } from "../../../data/dicom/read-instance-file";
import type { LabelledBox, LabelledPicture } from "../../../detection/preprocessing/augment/labelled-picture";
import { boxAt } from "../../../detection/training/box-at";
import type { LabelledInstance } from "../../trainings/training-set";

/** @throws {Failure} in one sentence about the file: gone, changed since its import, or unreadable. */
export async function readPicture(labelled: LabelledInstance): Promise<LabelledPicture> {
  const bytes = await readInstanceFile(labelled.instance);
  const { rows, columns, values } = toGreyImage(await decodeFrame(bytes, labelled.name));
  return { rows, columns, values, boxes: boxesOf(labelled) };
}

function boxesOf({ boxes, labels }: LabelledInstance): readonly LabelledBox[] {
  return Array.from(labels, (label, row) => ({ box: boxAt(boxes, row), label }));
}
