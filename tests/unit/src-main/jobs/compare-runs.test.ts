/** @file Two runs are compared over the images that both cover, each figure as its own evaluation tells it. */
import { expect, test } from "vitest";
import { insertAnnotations } from "../../../../src-main/data/store/annotations";
import { readComparison } from "../../../../src-main/data/store/comparisons";
import { insertRun, insertRunImages } from "../../../../src-main/data/store/runs";
import { insertSplit } from "../../../../src-main/data/store/splits";
import type { WritableStore } from "../../../../src-main/data/store/store";
import { compareRuns } from "../../../../src-main/jobs/compare-runs";
import { evaluate } from "../../../../src-main/jobs/evaluate";
import { runJobInline } from "../../../../src-main/jobs/pool/run-job-inline";
import type { Box } from "../../../../src-shared/domain/box";
import { EvaluationId, type InstanceId, RunId, SplitId } from "../../../../src-shared/domain/identifiers";
import {
  buildAnnotation,
  buildDetection,
  buildFilledStore,
  buildModel,
  buildRun,
  DATASET_ID,
  RUN_ID,
} from "../../../builders/build-store";

const RIGHT_ID = RunId.parse("run-right");
const FINDING: Box = { x1: 100, y1: 100, x2: 300, y2: 300 };
const ELSEWHERE: Box = { x1: 600, y1: 600, x2: 800, y2: 800 };
const THRESHOLDS = { scoreThreshold: 0.5, iouThreshold: 0.5, resamples: 0, seed: 0 };

type Drawing = Readonly<Record<number, readonly (readonly [score: number, box: Box])[]>>;

async function draw(store: WritableStore, runId: RunId, { ids, drawing }: { ids: InstanceId[]; drawing: Drawing }) {
  const images = ids.map((instanceId, index) => ({
    instanceId,
    seconds: 1,
    detections: (drawing[index] ?? []).map(([score, box]) => buildDetection(score, box)),
  }));
  await insertRunImages(store, runId, images);
}

/** Four images with a finding on each but the last; the right run covers all but the first. */
async function buildTwoRuns(left: Drawing, right: Drawing) {
  const { store, folder, ids } = await buildFilledStore(4);
  await insertAnnotations(
    store,
    ids.slice(0, 3).map((id, index) => buildAnnotation(id, index + 2, { box: FINDING })),
  );
  await buildRun(store);
  const split = { id: SplitId.parse("most"), datasetId: DATASET_ID, name: "most" };
  await insertSplit(store, split, [ids[3]!, ids[2]!, ids[1]!]);
  const { scoreFloor, suggestedThreshold } = buildModel().card;
  await insertRun(store, {
    id: RIGHT_ID,
    name: "right",
    modelId: buildModel().id,
    splitId: split.id,
    createdAt: "2026-11-23T06:02:00.000Z",
    scoreFloor,
    suggestedThreshold,
    precision: "single",
  });
  await draw(store, RUN_ID, { ids, drawing: left });
  await draw(store, RIGHT_ID, { ids: ids.slice(1), drawing: { 0: right[1]!, 1: right[2]!, 2: right[3]! } });
  return { store, folder, ids };
}

test("changed cases tell what was gained and lost; images of one run alone are left out", async () => {
  const { store, folder, ids } = await buildTwoRuns(
    { 0: [[0.9, FINDING]], 1: [[0.9, FINDING]], 2: [[0.6, ELSEWHERE]], 3: [] },
    { 1: [[0.4, FINDING]], 2: [[0.9, FINDING]], 3: [[0.8, ELSEWHERE]] },
  );
  const input = { leftRunId: RUN_ID, rightRunId: RIGHT_ID, ...THRESHOLDS };
  const comparison = await runJobInline(compareRuns, input, { store, projectFolder: folder });

  expect(comparison).toMatchObject({ images: 3, leftOut: 1, scoreThreshold: 0.5, iouThreshold: 0.5 });
  const one = { gained: 0, lost: 0, falsePositivesLeft: 0, falsePositivesRight: 0 };
  expect(comparison.changed).toEqual([
    { ...one, instanceId: ids[2], patientId: "patient-2", gained: 1, falsePositivesLeft: 1 },
    { ...one, instanceId: ids[1], patientId: "patient-1", lost: 1 },
    { ...one, instanceId: ids[3], patientId: "patient-3", falsePositivesRight: 1 },
  ]);
  expect(await readComparison(store, RUN_ID, RIGHT_ID)).toEqual(comparison);
});

test("over the same images each side's figures are those of its evaluation, and the difference is right minus left", async () => {
  const drawing: Drawing = {
    1: [
      [0.9, FINDING],
      [0.7, ELSEWHERE],
    ],
    2: [[0.6, FINDING]],
    3: [[0.3, ELSEWHERE]],
  };
  const { store, folder } = await buildTwoRuns(drawing, drawing);
  const options = { store, projectFolder: folder };
  const input = { leftRunId: RIGHT_ID, rightRunId: RIGHT_ID, ...THRESHOLDS };
  const comparison = await runJobInline(compareRuns, input, options);
  const evaluationId = EvaluationId.parse("evaluation-1");
  const evaluation = await runJobInline(evaluate, { runId: RIGHT_ID, evaluationId, ...THRESHOLDS }, options);

  const figureOf = (name: string) => comparison.figures.find(({ figure }) => figure === name);
  const { coco, rsna, cpm, auc, operatingPoint } = evaluation;
  const expected = { ...coco, rsna, cpm, auc, precision: operatingPoint.precision, recall: operatingPoint.recall };
  for (const figure of ["AP", "AP50", "AP75", "rsna", "cpm", "auc", "precision", "recall"] as const) {
    expect(figureOf(figure)).toMatchObject({ left: expected[figure], right: expected[figure], difference: 0 });
  }
});

test("runs without an image in common are refused in a sentence", async () => {
  const { store, folder, ids } = await buildFilledStore(2);
  const splits = ids.map((_, index) => ({ id: SplitId.parse(`s${index}`), datasetId: DATASET_ID, name: `s${index}` }));
  for (const [index, split] of splits.entries()) await insertSplit(store, split, [ids[index]!]);
  await buildRun(store, { splitId: splits[0]!.id });
  const { scoreFloor, suggestedThreshold } = buildModel().card;
  await insertRun(store, {
    id: RIGHT_ID,
    name: "right",
    modelId: buildModel().id,
    splitId: splits[1]!.id,
    createdAt: "2026-11-23T06:02:00.000Z",
    scoreFloor,
    suggestedThreshold,
    precision: "single",
  });
  await insertRunImages(store, RUN_ID, [{ instanceId: ids[0]!, seconds: 1, detections: [] }]);
  await insertRunImages(store, RIGHT_ID, [{ instanceId: ids[1]!, seconds: 1, detections: [] }]);

  const input = { leftRunId: RUN_ID, rightRunId: RIGHT_ID, ...THRESHOLDS };
  const work = runJobInline(compareRuns, input, { store, projectFolder: folder });
  await expect(work).rejects.toMatchObject({ message: "The two runs have no image in common." });
});
