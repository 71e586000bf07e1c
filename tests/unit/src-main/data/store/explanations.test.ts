/** @file One map is kept of each run, image, target, method and layer, for as long as the run is. */
import { expect, test } from "vitest";
import {
  explanationIdOf,
  listExplanationsOfImage,
  listExplanationsOfRun,
  readExplanation,
  removeExplanations,
  upsertExplanation,
} from "../../../../../src-main/data/store/explanations";
import { removeRun } from "../../../../../src-main/data/store/runs";
import { InstanceId } from "../../../../../src-shared/domain/identifiers";
import { buildExplanation } from "../../../../builders/build-explanation";
import { buildFilledStore, buildRun, RUN_ID } from "../../../../builders/build-store";

async function buildRunOnTwoImages() {
  const { store, ids } = await buildFilledStore(2);
  await buildRun(store);
  return { store, ids };
}

test("a map takes the place of an earlier one of the same target, method and layer", async () => {
  const { store } = await buildRunOnTwoImages();
  const first = buildExplanation();
  const again = buildExplanation({ createdAt: "2026-11-23T07:00:00.000Z", measures: { energyInBox: 0.5 } });

  await upsertExplanation(store, first);
  await upsertExplanation(store, again);

  expect(await listExplanationsOfRun(store, RUN_ID)).toStrictEqual([again]);
  expect(await readExplanation(store, first.id)).toStrictEqual(again);
});

test("maps of another layer, method, target or image stand beside each other, an image's newest first", async () => {
  const { store, ids } = await buildRunOnTwoImages();
  const maps = [
    buildExplanation(),
    buildExplanation({ layer: "layer4", createdAt: "2026-11-23T06:00:01.000Z" }),
    buildExplanation({ method: "eigen-cam", createdAt: "2026-11-23T06:00:02.000Z" }),
    buildExplanation({ target: { kind: "label", label: "Pneumonia" }, createdAt: "2026-11-23T06:00:03.000Z" }),
  ];
  const elsewhere = buildExplanation({ instanceId: InstanceId.parse(ids[1]) });

  for (const map of [elsewhere, ...maps]) await upsertExplanation(store, map);

  expect(await listExplanationsOfImage(store, RUN_ID, ids[0]!)).toStrictEqual(maps.toReversed());
  expect(await listExplanationsOfRun(store, RUN_ID)).toStrictEqual([...maps, elsewhere]);
});

test("the identifier does not depend on the order in which a target's fields were written", () => {
  const map = buildExplanation({ target: { kind: "label", label: "Pneumonia" } });

  expect(explanationIdOf({ ...map, target: { label: "Pneumonia", kind: "label" } })).toBe(map.id);
});

test("maps go with their run, and are not kept for one that went while they were made", async () => {
  const { store } = await buildRunOnTwoImages();
  await upsertExplanation(store, buildExplanation());

  await removeRun(store, RUN_ID);
  await upsertExplanation(store, buildExplanation());

  expect(await listExplanationsOfRun(store, RUN_ID)).toEqual([]);
});

test("removing a run's maps says how many there were and leaves the run", async () => {
  const { store } = await buildRunOnTwoImages();
  await upsertExplanation(store, buildExplanation());
  await upsertExplanation(store, buildExplanation({ layer: "layer4" }));

  expect(await removeExplanations(store, RUN_ID)).toBe(2);
  expect(await removeExplanations(store, RUN_ID)).toBe(0);
});

test("a map of an image that the project does not have is refused", async () => {
  const { store } = await buildRunOnTwoImages();

  const stray = upsertExplanation(store, buildExplanation({ instanceId: InstanceId.parse("2.25.99") }));

  await expect(stray).rejects.toMatchObject({ code: "not-found" });
});
