/** @file Of each two runs the newest comparison is kept, for as long as both are. */
import { expect, test } from "vitest";
import { insertComparison, readComparison } from "../../../../../src-main/data/store/comparisons";
import { insertRun, removeRun } from "../../../../../src-main/data/store/runs";
import type { Comparison } from "../../../../../src-shared/domain/comparison";
import { RunId } from "../../../../../src-shared/domain/identifiers";
import { buildModel, buildRun, buildStore, RUN_ID } from "../../../../builders/build-store";

const OTHER_ID = RunId.parse("run-2");

async function buildTwoRuns() {
  const { store } = await buildStore();
  await buildRun(store);
  const { scoreFloor, suggestedThreshold } = buildModel().card;
  const fixed = { modelId: buildModel().id, scoreFloor, suggestedThreshold, precision: "single" } as const;
  await insertRun(store, { id: OTHER_ID, name: "second", createdAt: "2026-11-23T06:02:00.000Z", ...fixed });
  return store;
}

function buildComparison(images: number): Comparison {
  return {
    leftRunId: RUN_ID,
    rightRunId: OTHER_ID,
    images,
    leftOut: 0,
    scoreThreshold: 0.3,
    iouThreshold: 0.5,
    resamples: 1000,
    seed: 0,
    createdAt: "2026-11-23T06:00:00.000Z",
    figures: [{ figure: "recall", left: 0.25, right: 0.5, difference: 0.25, interval: { low: 0.1, high: 0.4 } }],
    changed: [],
  };
}

test("a comparison takes the place of an earlier one of the same two runs in this order", async () => {
  const store = await buildTwoRuns();
  await insertComparison(store, buildComparison(3));
  await insertComparison(store, buildComparison(4));

  expect(await readComparison(store, RUN_ID, OTHER_ID)).toStrictEqual(buildComparison(4));
  expect(await readComparison(store, OTHER_ID, RUN_ID)).toBeUndefined();
});

test("a comparison goes with either run, and is not kept for one that went while it was made", async () => {
  const store = await buildTwoRuns();
  await insertComparison(store, buildComparison(3));

  await removeRun(store, OTHER_ID);
  expect(await readComparison(store, RUN_ID, OTHER_ID)).toBeUndefined();
  await insertComparison(store, buildComparison(4));
  expect(await readComparison(store, RUN_ID, OTHER_ID)).toBeUndefined();
});
