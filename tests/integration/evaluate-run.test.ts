/** @file Checks that a run in a real project database is evaluated to the reference figures. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { evaluate } from "../../src-main/jobs/evaluate";
import { runJobInline } from "../../src-main/jobs/pool/run-job-inline";
import { insertAnnotations } from "../../src-main/data/store/annotations";
import { insertDataset } from "../../src-main/data/store/datasets";
import { readLatestEvaluation, readLatestFigures } from "../../src-main/data/store/evaluations";
import { insertRunImages, readRunTable } from "../../src-main/data/store/runs";
import { insertInstances } from "../../src-main/data/store/studies";
import type { DetectionsFile } from "../../src-shared/contract/detections-file";
import type { Box } from "../../src-shared/domain/box";
import { AnnotationId, EvaluationId, InstanceId, RunId } from "../../src-shared/domain/identifiers";
import { matchRun } from "../../src-shared/matching/match-run";
import { buildAnnotation, buildDatasetRow, buildInstance, buildRun, buildStore } from "../builders/build-store";
import { differences } from "../builders/differences";

const file = readFixture("detections-7.json") as DetectionsFile;
const evaluationId = EvaluationId.parse("evaluation-1");

test("a run on images of 1,024 pixels has the figures of its model's frame of 256", async () => {
  const { store, folder, runId } = await buildEvaluatedRun();
  await runJobInline(
    evaluate,
    { runId, evaluationId, iouThreshold: 0.5, resamples: 0, seed: 0 },
    { store, projectFolder: folder },
  );
  const expected = readFixture("expected-7.json") as Record<string, unknown>;
  // Sums are rounded in another order than numpy's.
  const figures = (await readLatestFigures(store, runId)) as Record<string, unknown>;
  const asked = Object.fromEntries(Object.keys(expected).map((key) => [key, figures[key]]));
  expect(differences(asked, expected, 1e-9)).toEqual([]);
});

test("an evaluation is kept with the frame and the counts that panels show", async () => {
  const { store, folder, runId } = await buildEvaluatedRun();
  const evaluation = await runJobInline(
    evaluate,
    { runId, evaluationId, iouThreshold: 0.5, resamples: 0, seed: 0 },
    { store, projectFolder: folder },
  );
  expect(await readLatestEvaluation(store, runId)).toEqual(evaluation);
  const { counts } = matchRun(await readRunTable(store, runId), { scoreThreshold: 0.5, iouThreshold: 0.5 });
  expect(evaluation).toMatchObject({
    id: evaluationId,
    runId,
    frame: { widthPx: 256, heightPx: 256 },
    images: 20,
    references: 22,
    detections: 66,
    operatingPoint: counts,
  });
  expect(evaluation.coco).not.toHaveProperty("APsmall");
  expect(evaluation.coco.AP50).toBeCloseTo(0.2871553810359998, 9);
});

test("a run whose labels are foreign to the references is evaluated with a warning", async () => {
  const { store, folder, runId } = await buildEvaluatedRun("opacity");
  const warnings: unknown[] = [];
  const log = { info: () => {}, warn: (_: string, details?: object) => warnings.push(details), error: () => {} };
  const evaluation = await runJobInline(
    evaluate,
    { runId, evaluationId, iouThreshold: 0.5, resamples: 0, seed: 0 },
    { store, projectFolder: folder, log },
  );
  expect(evaluation.operatingPoint.truePositives).toBe(0);
  expect(warnings).toEqual([{ drawn: ["opacity"], expected: ["Pneumonia"] }]);
});

test("a cancelled evaluation writes nothing", async () => {
  const { store, folder, runId } = await buildEvaluatedRun();
  const signal = AbortSignal.abort();
  const work = runJobInline(
    evaluate,
    { runId, evaluationId, iouThreshold: 0.5, resamples: 0, seed: 0 },
    { store, projectFolder: folder, signal },
  );
  await expect(work).rejects.toThrow("aborted");
  expect(await readLatestEvaluation(store, runId)).toBeUndefined();
});

test("an evaluation stops while it resamples, and writes nothing", async () => {
  const { store, folder, runId } = await buildEvaluatedRun();
  const stop = new AbortController();
  const work = runJobInline(
    evaluate,
    { runId, evaluationId, iouThreshold: 0.5, resamples: 10_000, seed: 0 },
    {
      store,
      projectFolder: folder,
      signal: stop.signal,
      onProgress: ({ note }) => note === "Resampling patients" && stop.abort(),
    },
  );
  await expect(work).rejects.toThrow("aborted");
  expect(await readLatestEvaluation(store, runId)).toBeUndefined();
});

test("a run that is not there is named", async () => {
  const { store, folder } = await buildStore();
  const work = runJobInline(
    evaluate,
    { runId: RunId.parse("gone"), evaluationId, iouThreshold: 0.5, resamples: 0, seed: 0 },
    { store, projectFolder: folder },
  );
  await expect(work).rejects.toMatchObject({
    code: "not-found",
    message: "No run of this project has the identifier gone.",
  });
});

/** The fixture's boxes, four times as large, as a run of a model whose frame is the fixture's. */
async function buildEvaluatedRun(label = "Pneumonia") {
  const built = await buildStore();
  const { store } = built;
  await insertDataset(store, buildDatasetRow());
  await insertInstances(
    store,
    file.images.map(({ id }, index) => buildInstance({ index, patientId: id })),
  );
  await insertAnnotations(
    store,
    file.groundTruth.map(({ image, box }, index) =>
      buildAnnotation(instanceOf(image), index + 1, {
        id: AnnotationId.parse(`reference-${index}`),
        box: enlarge(box),
      }),
    ),
  );
  const runId = await buildRun(store);
  await insertRunImages(
    store,
    runId,
    file.images.map(({ id }) => ({
      instanceId: instanceOf(id),
      seconds: 0.1,
      detections: file.predictions
        .filter(({ image }) => image === id)
        .map(({ box, score }) => ({ box: enlarge(box), score, label })),
    })),
  );
  return { ...built, runId };
}

function instanceOf(image: string): InstanceId {
  return buildInstance({ index: file.images.findIndex(({ id }) => id === image) }).instance.id;
}

function enlarge([x1, y1, x2, y2]: readonly [number, number, number, number]): Box {
  return { x1: 4 * x1, y1: 4 * y1, x2: 4 * x2, y2: 4 * y2 };
}

function readFixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../fixtures/evaluation/${name}`, import.meta.url), "utf8"));
}
