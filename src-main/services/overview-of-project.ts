/** @file What a project's images, boxes and splits hold, and what looks wrong in them. */
import type { DatasetId } from "../../src-shared/domain/identifiers";
import type { Overview } from "../../src-shared/domain/overview";
import { listNearDuplicates, listFingerprinted } from "../data/store/fingerprints";
import { readOverviewImages } from "../data/store/overview-images";
import { listDrawnPatients } from "../data/store/split-patients";
import type { ReadableStore } from "../data/store/store";
import { boxProblems } from "../detection/dataset/box-problems";
import { classProblems } from "../detection/dataset/class-problems";
import { nearDuplicateProblems } from "../detection/dataset/near-duplicate-problems";
import { overviewOf } from "../detection/dataset/overview-of";
import { splitProblems } from "../detection/dataset/split-problems";

/** Of one data set, or of all; images of others show only as near-duplicates of its own. */
export async function overviewOfProject(store: ReadableStore, datasetId?: DatasetId): Promise<Overview> {
  const all = await readOverviewImages(store);
  const images = datasetId === undefined ? all : all.filter((image) => image.datasetId === datasetId);
  const ids = new Set(images.map(({ id }) => id));
  const fingerprinted = await listFingerprinted(store);
  const alike = nearDuplicateProblems(await listNearDuplicates(store), all);
  const problems = [
    ...splitProblems(await listDrawnPatients(store, datasetId), images),
    ...alike.filter((problem) => problem.images.some((id) => ids.has(id))),
    ...classProblems(images),
    ...boxProblems(images),
  ];
  const imagesFingerprinted = images.filter(({ id }) => fingerprinted.has(id)).length;
  return { ...overviewOf(images), problems, imagesFingerprinted };
}
