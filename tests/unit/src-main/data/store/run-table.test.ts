/** @file What a table of boxes says of its images, with a run and without one. */
import { expect, test } from "vitest";
import { insertAnnotations } from "../../../../../src-main/data/store/annotations";
import { readContentMark } from "../../../../../src-main/data/store/content-mark";
import { insertRunImages, readNumberedTable } from "../../../../../src-main/data/store/runs";
import { insertSplit } from "../../../../../src-main/data/store/splits";
import { insertInstances } from "../../../../../src-main/data/store/studies";
import type { WritableStore } from "../../../../../src-main/data/store/store";
import { SplitId } from "../../../../../src-shared/domain/identifiers";
import {
  buildAnnotation,
  buildDetection,
  buildFilledStore,
  buildInstance,
  buildRun,
  DATASET_ID,
} from "../../../../builders/build-store";

test("an image tells its scanner and its splits, each name once and in order, and leaves out what it does not say", async () => {
  const { store, ids } = await buildFilledStore(1);
  const { patient, series, ...rest } = buildInstance({ index: 1, className: "Normal" });
  await insertInstances(store, [
    { ...rest, patient: { id: patient.id }, series: { id: series.id, studyId: series.studyId, scanner: "Acme DX" } },
  ]);
  for (const [id, name] of [
    ["a", "val"],
    ["b", "seen"],
    ["c", "val"],
  ] as const) {
    await insertSplit(store, { id: SplitId.parse(id), datasetId: DATASET_ID, name }, ids);
  }

  const { table } = await readNumberedTable(store, undefined);

  const [first, second] = table.head.images;
  expect(first).toMatchObject({ sex: "F", ageYears: 40, viewPosition: "PA", splitNames: ["seen", "val"] });
  expect(first).not.toHaveProperty("scanner");
  expect(second).toMatchObject({ className: "Normal", scanner: "Acme DX" });
  for (const absent of ["sex", "viewPosition", "splitNames"]) expect(second).not.toHaveProperty(absent);
});

test("without a run the table holds every image with its reference boxes and no detection", async () => {
  const { store, ids } = await buildFilledStore(3);
  await insertAnnotations(store, [
    buildAnnotation(ids[2]!, 2),
    buildAnnotation(ids[0]!, 3),
    buildAnnotation(ids[2]!, 4),
  ]);

  const { table, instanceNumbers } = await readNumberedTable(store, undefined);

  expect(table.head.images.map(({ instanceId, references }) => [instanceId, references])).toEqual([
    [ids[0], 1],
    [ids[1], 0],
    [ids[2], 2],
  ]);
  expect(instanceNumbers).toEqual([1, 2, 3]);
  expect(table.references).toHaveLength(12);
  expect(table.detections).toHaveLength(0);
});

test("a table's mark changes with images, boxes, splits and what the run drew, and with nothing else", async () => {
  const { store, ids } = await buildFilledStore(2);
  const runId = await buildRun(store);
  const changes: readonly ((writer: WritableStore) => Promise<unknown>)[] = [
    (writer) => insertInstances(writer, [buildInstance({ index: 2 })]),
    (writer) => insertAnnotations(writer, [buildAnnotation(ids[0]!)]),
    (writer) => insertSplit(writer, { id: SplitId.parse("val"), datasetId: DATASET_ID, name: "val" }, ids),
    (writer) =>
      insertRunImages(writer, runId, [{ instanceId: ids[0]!, seconds: 1, detections: [buildDetection(0.5)] }]),
  ];
  const marks = [await readContentMark(store, runId)];
  for (const change of changes) {
    await change(store);
    marks.push(await readContentMark(store, runId));
  }

  expect(new Set(marks).size).toBe(marks.length);
  expect(await readContentMark(store, runId)).toBe(marks.at(-1));
});
