/** @file Data sets, their counts and their import reports in the store. */
import { expect, test } from "vitest";
import { insertAnnotations } from "../../../../../src-main/data/store/annotations";
import {
  countProblems,
  insertDataset,
  insertProblems,
  listDatasets,
  listProblemFiles,
  listProblems,
  readDataset,
  updateDataset,
} from "../../../../../src-main/data/store/datasets";
import { countContents } from "../../../../../src-main/data/store/count-contents";
import { insertInstances } from "../../../../../src-main/data/store/studies";
import type { ImportProblem } from "../../../../../src-shared/domain/dataset";
import { DatasetId } from "../../../../../src-shared/domain/identifiers";
import {
  buildAnnotation,
  buildDatasetRow,
  buildFilledStore,
  buildInstance,
  buildStore,
  DATASET_ID,
} from "../../../../builders/build-store";

const OTHER = DatasetId.parse("dataset-0");

function buildProblem(kind: ImportProblem["kind"], row?: number): ImportProblem {
  return { kind, file: "labels.csv", reason: "It was wrong.", action: "It was left out.", ...(row && { row }) };
}

test("data sets are listed oldest first and read as they were put in", async () => {
  const { store } = await buildStore();
  const newer = buildDatasetRow();
  const older = buildDatasetRow({ id: OTHER, kind: "rsna-zip", importedAt: "2026-11-22T06:00:00.000Z" });
  await insertDataset(store, newer);
  await insertDataset(store, older);

  expect(await listDatasets(store)).toStrictEqual([older, newer]);
  expect(await readDataset(store, OTHER)).toStrictEqual(older);
  expect(await readDataset(store, DatasetId.parse("none"))).toBeUndefined();
});

test("counts and completeness change one without the other", async () => {
  const { store } = await buildStore();
  await insertDataset(store, buildDatasetRow());
  const counts = { images: 5, patients: 4, positives: 3, boxes: 7, problems: 1 };

  await updateDataset(store, DATASET_ID, { counts });
  await updateDataset(store, DATASET_ID, { isComplete: true });
  await updateDataset(store, DATASET_ID, {});

  expect(await readDataset(store, DATASET_ID)).toStrictEqual(buildDatasetRow({ counts, isComplete: true }));
});

test("a data set's counts follow from its rows, and the project's from all data sets", async () => {
  const { store, ids } = await buildFilledStore(4, (index) => ({ patientId: index < 2 ? "same" : `p${index}` }));
  await insertDataset(store, buildDatasetRow({ id: OTHER }));
  await insertInstances(store, [buildInstance({ index: 9, datasetId: OTHER, patientId: "same" })]);
  await insertAnnotations(store, [
    buildAnnotation(ids[0]!, 2),
    buildAnnotation(ids[0]!, 3),
    buildAnnotation(ids[2]!, 4),
  ]);
  await insertProblems(store, DATASET_ID, [buildProblem("invalid-label", 8)]);

  expect(await countContents(store, DATASET_ID)).toEqual({
    images: 4,
    patients: 3,
    positives: 2,
    boxes: 3,
    problems: 1,
  });
  expect(await countContents(store, OTHER)).toEqual({ images: 1, patients: 1, positives: 0, boxes: 0, problems: 0 });
  expect(await countContents(store)).toEqual({ images: 5, patients: 3, positives: 2, boxes: 3, problems: 1 });
});

test("an empty project counts zeros", async () => {
  const { store } = await buildStore();

  expect(await countContents(store)).toEqual({ images: 0, patients: 0, positives: 0, boxes: 0, problems: 0 });
});

test("the import report keeps its order, is read by pages and filtered by kind", async () => {
  const { store } = await buildStore();
  await insertDataset(store, buildDatasetRow());
  const problems = Array.from({ length: 1200 }, (_, index) =>
    buildProblem(index % 3 === 0 ? "duplicate-label" : "invalid-label", index + 2),
  );
  await insertProblems(store, DATASET_ID, problems.slice(0, 1000));
  await insertProblems(store, DATASET_ID, [...problems.slice(1000), buildProblem("unreadable-file")]);

  expect(await listProblems(store, { datasetId: DATASET_ID, offset: 990, limit: 20 })).toEqual({
    total: 1201,
    rows: problems.slice(990, 1010),
  });
  expect(await listProblems(store, { datasetId: DATASET_ID, kind: "duplicate-label", offset: 399, limit: 5 })).toEqual({
    total: 400,
    rows: [problems[1197]],
  });
  expect(
    await listProblems(store, { datasetId: DATASET_ID, kind: "unreadable-file", offset: 0, limit: 5 }),
  ).toStrictEqual({ total: 1, rows: [buildProblem("unreadable-file")] });
  expect(await countProblems(store, DATASET_ID)).toEqual([
    { kind: "duplicate-label", count: 400 },
    { kind: "invalid-label", count: 800 },
    { kind: "unreadable-file", count: 1 },
  ]);
  expect(await listProblemFiles(store, DATASET_ID, ["unreadable-file", "unsupported-image"])).toEqual(["labels.csv"]);
  expect(await listProblemFiles(store, DATASET_ID, ["unsupported-image"])).toEqual([]);
});
