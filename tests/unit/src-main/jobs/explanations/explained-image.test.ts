/** @file What is read of an image before a run's answer on it is explained. */
import { expect, test } from "vitest";
import { insertRunImages } from "../../../../../src-main/data/store/runs";
import { insertInstances } from "../../../../../src-main/data/store/studies";
import { readExplainedImage } from "../../../../../src-main/jobs/explanations/explained-image";
import { buildDetection, buildFilledStore, buildInstance, buildRun } from "../../../../builders/build-store";

test("an image comes with what the run drew on it", async () => {
  const { store, ids } = await buildFilledStore(1);
  const runId = await buildRun(store);
  const detections = [buildDetection(0.4), buildDetection(0.9)];
  await insertRunImages(store, runId, [{ instanceId: ids[0]!, seconds: 0.1, detections }]);

  const explained = await readExplainedImage(store, { runId, instanceId: ids[0]! });

  expect(explained.instance.id).toBe(ids[0]);
  expect(explained.detections.map(({ score }) => score)).toEqual([0.9, 0.4]);
});

test("an image that the run never looks at is refused: its map would stand for boxes that were not drawn", async () => {
  const { store } = await buildFilledStore(2);
  const runId = await buildRun(store);
  const later = buildInstance({ index: 7 });
  await insertInstances(store, [later]);

  await expect(readExplainedImage(store, { runId, instanceId: later.instance.id })).rejects.toMatchObject({
    code: "not-found",
    message: expect.stringMatching(/^The run does not cover .*, so there is nothing of it to explain there\.$/),
  });
});
