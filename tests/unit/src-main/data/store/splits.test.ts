/** @file Splits in the store. */
import { expect, test } from "vitest";
import { insertDataset } from "../../../../../src-main/data/store/datasets";
import { insertSplit, listSplits, readSplit, readSplitInstances } from "../../../../../src-main/data/store/splits";
import { DatasetId, InstanceId, SplitId } from "../../../../../src-shared/domain/identifiers";
import { buildDatasetRow, buildFilledStore, DATASET_ID } from "../../../../builders/build-store";

const VAL = { id: SplitId.parse("dataset-1:val"), datasetId: DATASET_ID, name: "val" };

test("a split counts its images and patients and lists them in the order that it was given", async () => {
  const { store, ids } = await buildFilledStore(5, (index) => ({ patientId: index < 2 ? "same" : `p${index}` }));
  await insertSplit(store, VAL, [ids[3]!, ids[0]!, ids[1]!, ids[0]!]);

  const split = { ...VAL, images: 3, patients: 2 };
  expect(await listSplits(store)).toStrictEqual([split]);
  expect(await readSplit(store, VAL.id)).toStrictEqual(split);
  expect(await readSplitInstances(store, VAL.id)).toEqual([ids[3], ids[0], ids[1]]);
});

test("of splits that share a name, the newer data set's stands last", async () => {
  const { store, ids } = await buildFilledStore(2);
  const newer = DatasetId.parse("dataset-9");
  await insertDataset(store, buildDatasetRow({ id: newer, importedAt: "2026-11-24T00:00:00.000Z" }));
  const newerVal = { id: SplitId.parse("a"), datasetId: newer, name: "val" };
  await insertSplit(store, newerVal, [ids[1]!]);
  await insertSplit(store, VAL, [ids[0]!]);

  expect((await listSplits(store)).map(({ id }) => id)).toEqual([VAL.id, newerVal.id]);
});

test("a split with an image that is not stored is refused as a whole", async () => {
  const { store, ids } = await buildFilledStore(1);

  const insertion = insertSplit(store, VAL, [ids[0]!, InstanceId.parse("2.25.404")]);

  await expect(insertion).rejects.toMatchObject({ code: "not-found" });
  expect(await listSplits(store)).toEqual([]);
});
