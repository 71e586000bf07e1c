/** @file Evaluations come back exactly, the newest first. */
import { expect, test } from "vitest";
import {
  insertEvaluation,
  readLatestEvaluation,
  readLatestFigures,
} from "../../../../../src-main/data/store/evaluations";
import { Evaluation } from "../../../../../src-shared/domain/evaluation";
import { RunId } from "../../../../../src-shared/domain/identifiers";
import { buildFilledStore, buildRun, RUN_ID } from "../../../../builders/build-store";

function buildEvaluation(id: string, misses: number): Evaluation {
  return Evaluation.parse({
    id,
    runId: RUN_ID,
    createdAt: "2026-11-23T07:00:00.000Z",
    images: 114,
    references: 31,
    detections: 900,
    frame: { widthPx: 256, heightPx: 256 },
    coco: { AP: 0.123_456_789, AP50: 0.4 },
    perImage: [{ iouThreshold: 0.5, scoreThreshold: 0.5, precision: 0.5 }],
    operatingPoint: { iouThreshold: 0.5, scoreThreshold: 0.5, truePositives: 3, falsePositives: 1, misses },
  });
}

test("the newest evaluation of a run is read with all its figures, exactly", async () => {
  const { store } = await buildFilledStore(1);
  const runId = await buildRun(store);
  await insertEvaluation(store, { ...buildEvaluation("b", 1), figures: { coco: { AP: 1 / 3 } } });
  await insertEvaluation(store, { ...buildEvaluation("a", 2), figures: { coco: { AP: 0.1 + 0.2 }, misses: [1, 2] } });

  expect(await readLatestEvaluation(store, runId)).toStrictEqual(buildEvaluation("a", 2));
  expect(await readLatestFigures(store, runId)).toStrictEqual({ coco: { AP: 0.1 + 0.2 }, misses: [1, 2] });
});

test("a run that was never evaluated has neither", async () => {
  const { store } = await buildFilledStore(1);
  await buildRun(store);

  expect(await readLatestEvaluation(store, RUN_ID)).toBeUndefined();
  expect(await readLatestFigures(store, RunId.parse("none"))).toBeUndefined();
});
