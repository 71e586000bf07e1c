/** @file The sentences of the import report about images; those about table rows stand with their readers. */
import type { ImportProblem, ImportProblemKind } from "../../../src-shared/domain/dataset";
import { failureFrom } from "../../../src-shared/domain/failure";

/** `boxes` counts the reference boxes that go with an image that was not stored. */
export interface LostImage {
  readonly path: string;
  readonly boxes: number;
}

export function unreadableFile({ path, boxes }: LostImage, cause: unknown): ImportProblem {
  return lost("unreadable-file", { path, boxes }, failureFrom(cause).message);
}

export function unsupportedImage({ path, boxes }: LostImage, cause: unknown): ImportProblem {
  return lost("unsupported-image", { path, boxes }, failureFrom(cause).message);
}

export function duplicateImage({ path, boxes }: LostImage, reason: string): ImportProblem {
  return lost("duplicate-image", { path, boxes }, reason);
}

export function imageWithoutLabel(path: string, labelsFile: string): ImportProblem {
  return {
    kind: "image-without-label",
    file: path,
    reason: `${labelsFile} has no row for this image.`,
    action: "The image was kept without reference boxes; whether it is negative is not known.",
  };
}

export function missingIdentifier(path: string, note: string): ImportProblem {
  return {
    kind: "missing-identifier",
    file: path,
    reason: note,
    action: "The image was kept under what stands for it.",
  };
}

export function unlabelledImages(folder: string, images: number): ImportProblem {
  return {
    kind: "image-without-label",
    file: folder,
    reason: `${images} images of the challenge's test part lie here; no labels were published for them.`,
    action: "They were left out.",
  };
}

export function labelWithoutImage(place: { file: string; row: number }, patientId: string): ImportProblem {
  return {
    kind: "label-without-image",
    ...place,
    reason: `There is no image of ${patientId}.`,
    action: "The row was left out.",
  };
}

export function unreadableTable(file: string, cause: unknown): ImportProblem {
  const action = "The import went on without this table.";
  return { kind: "unreadable-file", file, reason: failureFrom(cause).message, action };
}

function lost(kind: ImportProblemKind, { path, boxes }: LostImage, reason: string): ImportProblem {
  const labels = boxes === 0 ? "" : ` Its ${boxes === 1 ? "reference box" : `${boxes} reference boxes`} went with it.`;
  return { kind, file: path, reason, action: `The image was left out.${labels}` };
}
