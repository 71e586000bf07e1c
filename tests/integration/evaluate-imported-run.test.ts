/** @file Checks the whole way from imported radiographs and torchvision's own detections to the reference figures. */
import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readLatestFigures } from "../../src-main/data/store/evaluations";
import { insertRunImages, listRemainingInstances } from "../../src-main/data/store/runs";
import { listSplits } from "../../src-main/data/store/splits";
import type { EvaluationFigures } from "../../src-main/detection/evaluation/figures";
import { evaluate } from "../../src-main/jobs/evaluate";
import { importDataset } from "../../src-main/jobs/import-dataset";
import { runJobInline } from "../../src-main/jobs/pool/run-job-inline";
import { EvaluationId, type RunId } from "../../src-shared/domain/identifiers";
import type { WritableStore } from "../../src-main/data/store/store";
import { describeLocation } from "../../src-shared/domain/instance";
import { buildRun, buildStore, DATASET_ID } from "../builders/build-store";
import { differences } from "../builders/differences";

const shared = new URL("../../../shared/", import.meta.url);
const evaluationId = EvaluationId.parse("evaluation-1");
/** Edge of an image over the edge of the frame that torchvision's boxes are in. */
const IMAGE_PX_PER_FRAME_PX = 4;

test.skipIf(!existsSync(shared))(
  "torchvision's detections on the imported validation split have its figures",
  async () => {
    const { store, folder } = await buildStore();
    const source = fileURLToPath(new URL("data/rsna-mini", shared));
    await runJobInline(importDataset, { datasetId: DATASET_ID, source }, { store, projectFolder: folder });
    const split = (await listSplits(store)).find(({ name }) => name === "val");
    const runId = await buildRun(store, { splitId: split!.id });
    await insertTorchDetections(store, runId);

    await runJobInline(
      evaluate,
      { runId, evaluationId, iouThreshold: 0.5, resamples: 0, seed: 0 },
      { store, projectFolder: folder },
    );

    const expected = readShared("models/compact-frcnn/expected-evaluation-val.json") as EvaluationFigures;
    const figures = (await readLatestFigures(store, runId)) as EvaluationFigures & Record<string, unknown>;
    const found = Object.fromEntries(Object.keys(expected).map((key) => [key, figures[key]]));
    // The project keeps images in the order of their files; the reference has that of split.csv.
    expect(differences(inImageOrder(found as unknown as EvaluationFigures), inImageOrder(expected), 1e-6)).toEqual([]);
  },
);

async function insertTorchDetections(store: WritableStore, runId: RunId): Promise<void> {
  const { detections } = readShared("models/compact-frcnn/expected-detections-val.json") as {
    detections: Record<string, { boxes: [number, number, number, number][]; scores: number[] }>;
  };
  const rows = (await listRemainingInstances(store, runId)).map(({ id, location }) => {
    const { boxes, scores } = detections[basename(describeLocation(location), ".dcm")]!;
    const drawn = boxes.map(([x1, y1, x2, y2], index) => ({
      box: {
        x1: x1 * IMAGE_PX_PER_FRAME_PX,
        y1: y1 * IMAGE_PX_PER_FRAME_PX,
        x2: x2 * IMAGE_PX_PER_FRAME_PX,
        y2: y2 * IMAGE_PX_PER_FRAME_PX,
      },
      score: scores[index]!,
      label: "Pneumonia",
    }));
    return { instanceId: id, seconds: 0.1, detections: drawn };
  });
  await insertRunImages(store, runId, rows);
}

function inImageOrder(figures: EvaluationFigures): EvaluationFigures {
  const falseNegatives = figures.falseNegatives.toSorted((a, b) => a.image.localeCompare(b.image));
  return { ...figures, falseNegatives };
}

function readShared(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, shared), "utf8"));
}
