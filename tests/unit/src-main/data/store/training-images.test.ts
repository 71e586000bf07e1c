/** @file The images that a training reads: those of a split, in its order, with the boxes of one layer. */
import { expect, test } from "vitest";
import { insertAnnotations } from "../../../../../src-main/data/store/annotations";
import { insertSplit } from "../../../../../src-main/data/store/splits";
import {
  listAnnotationLayers,
  listLabelledImages,
  listPatientsOfSplits,
} from "../../../../../src-main/data/store/training-images";
import { SplitId } from "../../../../../src-shared/domain/identifiers";
import { AnnotationId } from "../../../../../src-shared/domain/identifiers";
import { buildAnnotation, buildFilledStore, DATASET_ID } from "../../../../builders/build-store";

const SPLIT_ID = SplitId.parse("split-1");

test("images come in the split's order with the boxes of the layer, and without any where they have none", async () => {
  const { store, ids, images } = await buildFilledStore(3);
  await insertSplit(store, { id: SPLIT_ID, datasetId: DATASET_ID, name: "train" }, [ids[2]!, ids[0]!]);
  const box = { x1: 1, y1: 2, x2: 3, y2: 4 };
  await insertAnnotations(store, [
    buildAnnotation(ids[0]!, 3),
    buildAnnotation(ids[0]!, 2, { box }),
    buildAnnotation(ids[1]!, 4),
    buildAnnotation(ids[0]!, 5, { id: AnnotationId.parse("corrected"), layer: "corrected", label: "Effusion" }),
  ]);

  expect(await listLabelledImages(store, SPLIT_ID, "reference")).toStrictEqual([
    { instance: images[2]!.instance, patientId: "patient-2", boxes: [] },
    {
      instance: images[0]!.instance,
      patientId: "patient-0",
      boxes: [
        { box, label: "Pneumonia" },
        { box: buildAnnotation(ids[0]!).box, label: "Pneumonia" },
      ],
    },
  ]);
  expect((await listLabelledImages(store, SPLIT_ID, "corrected"))[1]!.boxes).toMatchObject([{ label: "Effusion" }]);
  expect(await listAnnotationLayers(store)).toEqual([
    { name: "corrected", images: 1, boxes: 1 },
    { name: "reference", images: 2, boxes: 3 },
  ]);
});

test("patients of several splits are told once each, and of no split none", async () => {
  const { store, ids } = await buildFilledStore(3, (index) => ({ patientId: index === 2 ? "patient-0" : undefined! }));
  const other = SplitId.parse("split-2");
  await insertSplit(store, { id: SPLIT_ID, datasetId: DATASET_ID, name: "train" }, [ids[0]!]);
  await insertSplit(store, { id: other, datasetId: DATASET_ID, name: "val" }, [ids[1]!, ids[2]!]);
  expect(await listPatientsOfSplits(store, [SPLIT_ID, other])).toEqual(new Set(["patient-0", "patient-1"]));
  expect(await listPatientsOfSplits(store, [])).toEqual(new Set());
});
