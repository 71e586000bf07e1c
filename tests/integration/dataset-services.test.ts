/** @file The data set's procedures through a typed client, with a real database and a real worker process. */
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { ApplicationEvent } from "../../src-shared/contract/application";
import { DatasetId, SplitId } from "../../src-shared/domain/identifiers";
import { NOTEBOOK_RECIPE } from "../../src-shared/domain/split";
import { buildApplication } from "../builders/build-application";
import { buildDatasetFolder } from "../builders/build-dataset";
import { buildFolder } from "../builders/build-store";
import { buildTestApplication } from "../builders/build-test-application";

beforeAll(buildApplication);

async function openWithImages() {
  const built = buildTestApplication();
  await built.client.projects.create({ path: join(buildFolder(), "project") });
  const ids = ["a", "b", "c", "d", "e", "f", "g", "h"];
  const source = buildDatasetFolder({
    images: Object.fromEntries(ids.map((id) => [id, {}])),
    labels: ids.map((id) => `${id},1,2,30,40,1`),
  });
  const started = await built.client.datasets.import({ source });
  await built.ended(started);
  return { ...built, datasetId: started.datasetId };
}

test("splits are drawn, told to whoever watches, used by name and removed", async () => {
  const { client, datasetId } = await openWithImages();
  const events = await client.application.events(undefined);
  const kinds: ApplicationEvent["kind"][] = [];
  const listening = (async () => {
    for await (const { kind } of events) kinds.push(kind);
  })();

  const splits = await client.datasets.makeSplits({ ...NOTEBOOK_RECIPE, datasetId });

  expect(splits.map(({ name, images }) => [name, images])).toEqual([
    ["test", 2],
    ["train", 5],
    ["val", 1],
  ]);
  expect(await client.datasets.splits()).toEqual(splits);
  expect(await client.datasets.annotationLayers()).toEqual([{ name: "reference", images: 8, boxes: 8 }]);
  await expect(client.datasets.makeSplits({ ...NOTEBOOK_RECIPE, datasetId })).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await client.datasets.removeSplit({ splitId: splits[0]!.id })).toBeNull();
  await events.return?.(undefined);
  await listening;
  expect(kinds).toContain("datasets-changed");
  expect(kinds).toContain("instances-changed");
  const unknown = { datasetId: DatasetId.parse("none") };
  await expect(client.datasets.overview(unknown)).rejects.toMatchObject({ code: "not-found" });
  await expect(client.datasets.makeSplits({ ...NOTEBOOK_RECIPE, ...unknown })).rejects.toMatchObject({
    code: "not-found",
  });
  const noSplit = client.datasets.removeSplit({ splitId: SplitId.parse("none") });
  await expect(noSplit).rejects.toMatchObject({ code: "not-found" });
});

test("a search in a worker puts near-duplicates among the overview's problems", { timeout: 60_000 }, async () => {
  const { client, datasetId, ended, log } = await openWithImages();
  expect(await client.datasets.overview({ datasetId })).toMatchObject({ images: 8, imagesFingerprinted: 0 });

  const job = await ended(await client.datasets.findNearDuplicates({}));

  // All eight show the same ramp.
  expect(job.current).toEqual({ state: "done", summary: "8 images, 7 nearly the same as another" });
  const { problems, imagesFingerprinted } = await client.datasets.overview({ datasetId });
  expect(imagesFingerprinted).toBe(8);
  expect(problems.filter(({ kind }) => kind === "near-duplicate-image")).toMatchObject([
    {
      images: { length: 8 },
      reason: "8 images look nearly the same (correlation 1.000): they are of 8 patients, a, b, c, d and 4 more.",
    },
  ]);
  expect(log.lines.filter((line) => line.startsWith("error"))).toEqual([]);
});

test("without images there is nothing to search", async () => {
  const { client } = buildTestApplication();
  await client.projects.create({ path: join(buildFolder(), "project") });
  await expect(client.datasets.findNearDuplicates({})).rejects.toMatchObject({
    code: "conflict",
    message: "There are no images to compare; import some first.",
  });
});
