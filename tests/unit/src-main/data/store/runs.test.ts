/** @file Runs, what they found and what remains of them. */
import { expect, test } from "vitest";
import { insertAnnotations } from "../../../../../src-main/data/store/annotations";
import { insertEvaluation } from "../../../../../src-main/data/store/evaluations";
import { appendReview } from "../../../../../src-main/data/store/reviews";
import {
  coversImage,
  findRunByName,
  insertRun,
  insertRunImages,
  listRemainingInstances,
  listRunFailures,
  listRuns,
  type NewRunImage,
  readRun,
  readRunDetections,
  readRunTable,
  removeRun,
  updateRun,
} from "../../../../../src-main/data/store/runs";
import { insertSplit } from "../../../../../src-main/data/store/splits";
import { insertInstances } from "../../../../../src-main/data/store/studies";
import { decodeRunTable, encodeRunTable } from "../../../../../src-shared/contract/run-table";
import { EvaluationId, type InstanceId, RunId, SplitId } from "../../../../../src-shared/domain/identifiers";
import {
  buildAnnotation,
  buildDetection,
  buildFilledStore,
  buildInstance,
  buildModel,
  buildRun,
  DATASET_ID,
  RUN_ID,
} from "../../../../builders/build-store";

const VAL = { id: SplitId.parse("val"), datasetId: DATASET_ID, name: "val" };

function buildRunImage(instanceId: InstanceId, ...scores: readonly number[]): NewRunImage {
  return { instanceId, seconds: 0.25, detections: scores.map((score) => buildDetection(score)) };
}

test("a new run covers the images of its split, in its order, and has done none", async () => {
  const { store, ids } = await buildFilledStore(5);
  await insertSplit(store, VAL, [ids[4]!, ids[1]!]);
  const runId = await buildRun(store, { splitId: VAL.id });

  expect(await readRun(store, runId)).toStrictEqual({
    id: RUN_ID,
    name: "first",
    modelId: buildModel().id,
    modelName: "Compact",
    splitId: VAL.id,
    splitName: "val",
    state: "running",
    createdAt: "2026-11-23T06:01:00.000Z",
    images: 2,
    imagesDone: 0,
    imagesFailed: 0,
    detections: 0,
    seconds: 0,
    scoreFloor: 0.05,
    suggestedThreshold: 0.5,
    precision: "single",
    isEvaluated: false,
  });
  expect((await listRemainingInstances(store, runId)).map(({ id }) => id)).toEqual([ids[4], ids[1]]);
});

test("images that are imported later do not join a run that was made before", async () => {
  const { store, ids } = await buildFilledStore(2);
  const runId = await buildRun(store);
  await insertInstances(store, [buildInstance({ index: 7 })]);

  expect((await listRemainingInstances(store, runId)).map(({ id }) => id)).toEqual(ids);
  expect((await readRun(store, runId))?.images).toBe(2);
  const covered = [...ids, buildInstance({ index: 7 }).instance.id].map((id) => coversImage(store, runId, id));
  expect(await Promise.all(covered)).toEqual([true, true, false]);
});

test("what a run found is counted, and what remains is where it goes on", async () => {
  const { store, ids } = await buildFilledStore(4);
  const runId = await buildRun(store);
  const failed = { instanceId: ids[2]!, seconds: 0.5, failure: "The file is gone.", detections: [] };

  await insertRunImages(store, runId, [buildRunImage(ids[0]!, 0.2, 0.9), failed]);
  await insertRunImages(store, runId, [buildRunImage(ids[1]!)]);
  await updateRun(store, runId, { provider: "cpu", state: "cancelled" });

  expect((await listRemainingInstances(store, runId)).map(({ id }) => id)).toEqual([ids[3]]);
  expect(await readRun(store, runId)).toMatchObject({
    state: "cancelled",
    provider: "cpu",
    images: 4,
    imagesDone: 3,
    imagesFailed: 1,
    detections: 2,
    seconds: 1,
  });
  expect(await listRunFailures(store, runId)).toEqual([{ instanceId: ids[2], reason: "The file is gone." }]);
});

test("detections of an image come in falling score with identifiers of their own", async () => {
  const { store, ids } = await buildFilledStore(2);
  const runId = await buildRun(store);
  await insertRunImages(store, runId, [buildRunImage(ids[0]!, 0.2, 0.9, 0.9, 0.4), buildRunImage(ids[1]!, 0.3)]);

  const detections = await readRunDetections(store, runId, ids[0]!);

  expect(detections.map(({ score }) => score)).toEqual([0.9, 0.9, 0.4, 0.2]);
  expect(detections[0]).toMatchObject({ ...buildDetection(0.9), runId, instanceId: ids[0] });
  const other = await readRunDetections(store, runId, ids[1]!);
  expect(new Set([...detections, ...other].map(({ id }) => id)).size).toBe(5);
});

test("an image is written once, and only where the run covers it; a refused batch leaves nothing", async () => {
  const { store, ids } = await buildFilledStore(3);
  await insertSplit(store, VAL, ids.slice(0, 2));
  const runId = await buildRun(store, { splitId: VAL.id });
  await insertRunImages(store, runId, [buildRunImage(ids[0]!, 0.5)]);

  const again = insertRunImages(store, runId, [buildRunImage(ids[1]!, 0.5), buildRunImage(ids[0]!, 0.6)]);
  await expect(again).rejects.toMatchObject({ code: "conflict" });
  const foreign = insertRunImages(store, runId, [buildRunImage(ids[2]!, 0.5)]);
  await expect(foreign).rejects.toMatchObject({ code: "not-found" });

  expect(await readRun(store, runId)).toMatchObject({ imagesDone: 1, detections: 1 });
});

test("the run table holds what was done, image by image, in its compact form", async () => {
  const { store, ids } = await buildFilledStore(4, (index) => (index === 1 ? { className: "Normal" } : {}));
  await insertAnnotations(store, [
    buildAnnotation(ids[1]!, 2, { box: { x1: 1, y1: 2, x2: 3, y2: 4 } }),
    buildAnnotation(ids[1]!, 3, { box: { x1: 5, y1: 6, x2: 7, y2: 8 } }),
    buildAnnotation(ids[3]!, 4),
  ]);
  const runId = await buildRun(store);
  const box = { x1: 10, y1: 20, x2: 30, y2: 40 };
  await insertRunImages(store, runId, [
    { instanceId: ids[1]!, seconds: 1, detections: [buildDetection(0.25, box), buildDetection(0.75, box, "Nodule")] },
    { instanceId: ids[0]!, seconds: 1, detections: [buildDetection(0.5)] },
    { instanceId: ids[2]!, seconds: 1, failure: "It was no image.", detections: [] },
  ]);

  const table = await readRunTable(store, runId);

  const size = { viewPosition: "PA", rows: 1024, columns: 1024, spacingMm: [0.143, 0.143] };
  const first = { instanceId: ids[0], patientId: "patient-0", sex: "F", ageYears: 40 };
  const second = { instanceId: ids[1], patientId: "patient-1", sex: "M", ageYears: 41, className: "Normal" };
  expect(table.head.images).toEqual([
    { ...first, ...size, detections: 1, references: 0 },
    { ...second, ...size, detections: 2, references: 2 },
  ]);
  expect([...table.detections]).toEqual([1, 2, 30, 40, 0.5, 10, 20, 30, 40, 0.75, 10, 20, 30, 40, 0.25]);
  expect([...table.references]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(table.head.detectionLabels.map((index) => table.head.labels[index])).toEqual([
    "Pneumonia",
    "Nodule",
    "Pneumonia",
  ]);
  expect(table.head.referenceLabels.map((index) => table.head.labels[index])).toEqual(["Pneumonia", "Pneumonia"]);
  const detections = await readRunDetections(store, runId, ids[1]!);
  expect(table.head.detectionIds.slice(1)).toEqual(detections.map(({ id }) => id));
  expect(decodeRunTable(encodeRunTable(table).buffer)).toEqual(table);
});

test("the run table of a run that has done nothing is empty", async () => {
  const { store } = await buildFilledStore(2);
  const runId = await buildRun(store);

  const table = await readRunTable(store, runId);

  expect(table.head.images).toEqual([]);
  expect(table.detections).toHaveLength(0);
});

test("a table is read within a transaction as well", async () => {
  const { store, ids } = await buildFilledStore(1);
  const runId = await buildRun(store);

  const images = await store.transaction(async (inner) => {
    await insertRunImages(inner, runId, [buildRunImage(ids[0]!, 0.5)]);
    return (await readRunTable(inner, runId)).head.images;
  });

  expect(images).toHaveLength(1);
});

test("runs are listed newest first and found by name, which is given once", async () => {
  const { store } = await buildFilledStore(1);
  await buildRun(store);
  const later = { id: RunId.parse("run-2"), name: "second", createdAt: "2026-11-24T06:00:00.000Z" };
  const { id: modelId } = buildModel();
  const run = { ...later, modelId, scoreFloor: 0.05, suggestedThreshold: 0.5, precision: "half" } as const;
  await insertRun(store, run);

  expect((await listRuns(store)).map(({ name }) => name)).toEqual(["second", "first"]);
  expect(await findRunByName(store, "second")).toMatchObject({ id: "run-2", precision: "half" });
  expect(await findRunByName(store, "third")).toBeUndefined();
  await expect(insertRun(store, { ...run, id: RunId.parse("run-3") })).rejects.toMatchObject({ code: "conflict" });
});

test("a removed run takes its detections, evaluations and reviews with it and nothing else", async () => {
  const { store, ids } = await buildFilledStore(2);
  const runId = await buildRun(store);
  await insertRunImages(store, runId, [buildRunImage(ids[0]!, 0.5)]);
  await appendReview(store, { runId, instanceId: ids[0]!, subject: "1-0", isReviewed: true, at: "now", who: "me" });
  await insertEvaluation(store, {
    id: EvaluationId.parse("evaluation-1"),
    runId,
    createdAt: "2026-11-23T07:00:00.000Z",
    images: 1,
    references: 0,
    detections: 1,
    coco: {},
    perImage: [],
    operatingPoint: { iouThreshold: 0.5, scoreThreshold: 0.5, truePositives: 0, falsePositives: 1, misses: 0 },
    figures: {},
  });
  expect((await readRun(store, runId))?.isEvaluated).toBe(true);

  await removeRun(store, runId);

  const tables = ["runs", "run_images", "detections", "evaluations", "review_events", "reviews"] as const;
  for (const table of tables) {
    expect(await store.database.selectFrom(table).selectAll().execute(), table).toEqual([]);
  }
  expect(await store.database.selectFrom("instances").select("number").execute()).toHaveLength(2);
});
