/** @file What the evaluation page and the error browser ask of the back end, through a typed client. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { insertAnnotations } from "../../src-main/data/store/annotations";
import { insertDataset } from "../../src-main/data/store/datasets";
import { insertModel } from "../../src-main/data/store/models";
import { insertRun, insertRunImages, updateRun } from "../../src-main/data/store/runs";
import { insertInstances } from "../../src-main/data/store/studies";
import { createProject } from "../../src-main/services/projects/open-project";
import type { CaseFilter } from "../../src-shared/domain/case-filter";
import { type InstanceId, RunId } from "../../src-shared/domain/identifiers";
import { buildApplication } from "../builders/build-application";
import {
  buildAnnotation,
  buildDatasetRow,
  buildDetection,
  buildFolder,
  buildInstance,
  buildModel,
  RUN_ID,
} from "../builders/build-store";
import { buildTestApplication } from "../builders/build-test-application";

beforeAll(buildApplication);

const IMAGES = 12;
const FINDING = { x1: 100, y1: 100, x2: 300, y2: 300 };
const ELSEWHERE = { x1: 600, y1: 600, x2: 800, y2: 800 };
const OTHER_ID = RunId.parse("run-2");
const PAGE = { offset: 0, limit: 100 };

/** Even images have a finding; the first run finds it with the score 0.05 · (index + 1), and draws elsewhere on odd
 * images with the same; the second run finds every one. */
async function openWithRuns() {
  const folder = join(buildFolder(), "project");
  const project = await createProject(folder, "Chest");
  const { store } = project;
  await insertDataset(store, buildDatasetRow());
  const images = Array.from({ length: IMAGES }, (_, index) => buildInstance({ index }));
  await insertInstances(store, images);
  const ids = images.map(({ instance }) => instance.id);
  const positive = ids.filter((_, index) => index % 2 === 0);
  await insertAnnotations(
    store,
    positive.map((id, index) => buildAnnotation(id, index + 2, { box: FINDING })),
  );
  await insertModel(store, buildModel());
  const drawings = [
    { id: RUN_ID, name: "first", box: (index: number) => (index % 2 === 0 ? FINDING : ELSEWHERE) },
    { id: OTHER_ID, name: "second", box: () => FINDING },
  ];
  for (const { id, name, box } of drawings) {
    const fixed = { modelId: buildModel().id, createdAt: "2026-11-23T06:02:00.000Z", scoreFloor: 0.05 };
    await insertRun(store, { id, name, ...fixed, suggestedThreshold: 0.3, precision: "single" });
    const drawn = ids.map((instanceId, index) => {
      return { instanceId, seconds: 1, detections: [buildDetection(0.05 * (index + 1), box(index))] };
    });
    await insertRunImages(store, id, drawn);
    await updateRun(store, id, { state: "complete" });
  }
  await project.close();
  const built = buildTestApplication();
  await built.client.projects.open({ path: folder });
  return { ...built, ids };
}

type Client = Awaited<ReturnType<typeof openWithRuns>>["client"];

async function listCases(client: Client, filters: CaseFilter[], runId: RunId | undefined = RUN_ID) {
  const page = await client.studies.list({ ...PAGE, order: "imported", cases: { runId, filters } });
  return page.rows.map(({ instanceId }) => instanceId);
}

test("the worklist shows the cases behind a mark, and only those that answer every mark", async () => {
  const { client, ids } = await openWithRuns();
  const wrong: CaseFilter = {
    kind: "score",
    from: 0.22,
    to: 0.42,
    holds: "upper-edge",
    verdict: "wrong",
    iouThreshold: 0.5,
  };
  const male: CaseFilter = { kind: "column", column: "sex", value: "M", scoreThreshold: 0.3, iouThreshold: 0.5 };

  expect(await listCases(client, [wrong])).toEqual([ids[5], ids[7]]);
  expect(await listCases(client, [wrong, male])).toEqual([ids[5], ids[7]]);
  expect(await listCases(client, [{ ...male, value: "F" }, wrong])).toEqual([]);
  const narrowed = await client.studies.list({ ...PAGE, isPositive: true, cases: { runId: RUN_ID, filters: [male] } });
  expect(narrowed).toEqual({ total: 0, rows: [] });
});

test("cases of a data set need no run, cases of what was drawn are refused without one", async () => {
  const { client, ids } = await openWithRuns();
  const boxes: CaseFilter = { kind: "reference-count", from: 1, holds: "lower-edge" };
  const page = await client.studies.list({ ...PAGE, cases: { filters: [boxes] } });
  expect(page.total).toBe(IMAGES / 2);
  expect(await listCases(client, [{ kind: "images", title: "two", instanceIds: [ids[3]!, ids[1]!] }])).toEqual([
    ids[1],
    ids[3],
  ]);

  const ofScores: CaseFilter = { kind: "image-score", from: 0.5, holds: "lower-edge" };
  await expect(client.studies.list({ ...PAGE, cases: { filters: [ofScores] } })).rejects.toMatchObject({
    code: "invalid-input",
    message: expect.stringContaining("the run was expected beside it"),
  });
  const gone = client.studies.list({ ...PAGE, cases: { runId: RunId.parse("gone"), filters: [boxes] } });
  await expect(gone).rejects.toMatchObject({ code: "not-found" });
});

test("a calibration is fitted, kept with the model, and read by the worklist's cases", async () => {
  const { client } = await openWithRuns();
  const calibration = await client.evaluations.calibrate({ runId: RUN_ID, method: "isotonic" });

  expect(calibration).toMatchObject({ runName: "first", detections: IMAGES, iouThreshold: 0.5 });
  expect(calibration.errorAfter).toBeLessThan(calibration.errorBefore);
  expect(await client.evaluations.calibrations({ modelId: calibration.modelId })).toEqual([calibration]);
  const high: CaseFilter = { kind: "image-score", from: 0.55, holds: "lower-edge" };
  const cases = (calibrationId?: typeof calibration.id) =>
    client.studies.list({ ...PAGE, cases: { runId: RUN_ID, calibrationId, filters: [high] } });
  expect((await cases()).total).toBe(2);
  expect((await cases(calibration.id)).total).toBe(0);

  await client.evaluations.removeCalibration({ calibrationId: calibration.id });
  expect(await client.evaluations.calibrations({ modelId: calibration.modelId })).toEqual([]);
  await expect(cases(calibration.id)).rejects.toMatchObject({ code: "not-found" });
});

test("a verdict is kept, told to every client, and taken back", async () => {
  const { client, ids } = await openWithRuns();
  const events = await client.application.events(undefined);
  const verdict = { runId: RUN_ID, instanceId: ids[0]!, subject: "1-0", verdict: "label-wrong" as const };
  await client.evaluations.judge({ ...verdict, tags: ["small", "apex"] });

  const kept = { ...verdict, tags: ["apex", "small"] };
  expect((await events.next()).value).toEqual({ kind: "verdicts-changed", runId: RUN_ID, instanceId: ids[0] });
  expect(await client.evaluations.verdicts({ runId: RUN_ID })).toEqual([kept]);
  expect(await client.evaluations.undoVerdict({ runId: RUN_ID })).toEqual(kept);
  expect(await client.evaluations.verdicts({ runId: RUN_ID })).toEqual([{ ...verdict, verdict: null, tags: [] }]);
  expect(await client.evaluations.undoVerdict({ runId: RUN_ID })).toBeNull();
  await events.return?.(undefined);

  const onNothing = { ...verdict, instanceId: "2.25.404" as InstanceId, tags: [] };
  await expect(client.evaluations.judge(onNothing)).rejects.toMatchObject({ code: "not-found" });
});

test("two runs are compared in a worker, and a run is not compared with itself", async () => {
  const { client, ended } = await openWithRuns();
  const request = { leftRunId: RUN_ID, rightRunId: OTHER_ID, scoreThreshold: 0.3, iouThreshold: 0.5, resamples: 20 };
  const job = await ended(await client.evaluations.compare(request));

  expect(job).toMatchObject({ kind: "compare-runs", title: "Compare first with second", current: { state: "done" } });
  const comparison = await client.evaluations.comparison({ leftRunId: RUN_ID, rightRunId: OTHER_ID });
  expect(comparison).toMatchObject({ images: IMAGES, leftOut: 0 });
  expect(comparison!.figures.find(({ figure }) => figure === "recall")).toMatchObject({ difference: 0 });
  expect(await client.evaluations.comparison({ leftRunId: OTHER_ID, rightRunId: RUN_ID })).toBeNull();
  await expect(client.evaluations.compare({ ...request, rightRunId: RUN_ID })).rejects.toMatchObject({
    code: "invalid-input",
    message: expect.stringContaining("first stands on both sides"),
  });
});

test("an evaluation tells its figures under the thresholds that were asked for", async () => {
  const { client, ended } = await openWithRuns();
  await ended(await client.evaluations.evaluate({ runId: RUN_ID, scoreThreshold: 0.4, resamples: 0 }));

  const evaluation = await client.evaluations.latest({ runId: RUN_ID });
  expect(evaluation).toMatchObject({ operatingPoint: { scoreThreshold: 0.4, truePositives: 2, falsePositives: 3 } });
  expect(evaluation).toHaveProperty("tide");
  expect(evaluation!.froc).toHaveLength(7);
  const figures = await client.evaluations.figures({ runId: RUN_ID });
  expect(figures).toMatchObject({ operatingPoint: evaluation!.operatingPoint, roc: { auc: evaluation!.auc } });
});

test("runs become a workbook for RJafroc, written where it was asked for and nowhere else", async () => {
  const { client } = await openWithRuns();
  const path = join(buildFolder(), "study.xlsx");
  const runIds = [RUN_ID, OTHER_ID];

  expect(await client.evaluations.exportRjafroc({ runIds, path })).toEqual({ path, cases: IMAGES, leftOut: 0 });
  // Every .xlsx file is a zip archive.
  expect(readFileSync(path).subarray(0, 2).toString()).toBe("PK");
  await expect(client.evaluations.exportRjafroc({ runIds, path: `${path}.txt` })).rejects.toMatchObject({
    code: "invalid-input",
    message: expect.stringContaining("does not end in .xlsx"),
  });
  await expect(client.evaluations.exportRjafroc({ runIds, path: "/nowhere/study.xlsx" })).rejects.toMatchObject({
    code: "not-found",
  });
});
