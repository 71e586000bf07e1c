/** @file Names the images of a run as people know them, for files and figures that leave Overread. */
import type { RunTableHead } from "./run-table";

/** The patient's identifier, as RSNA's tables name an image, where every patient has one image; else the instance's. */
export function nameImages(images: RunTableHead["images"]): readonly string[] {
  const areUnique = new Set(images.map(({ patientId }) => patientId)).size === images.length;
  return images.map(({ patientId, instanceId }) => (areUnique ? patientId : instanceId));
}
