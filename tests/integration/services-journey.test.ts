/** @file The services through a typed client, with a real database and real worker processes. */
import { existsSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { insertJob } from "../../src-main/data/store/jobs";
import { createProject } from "../../src-main/services/projects/open-project";
import type { ApplicationEvent } from "../../src-shared/contract/application";
import { decodeRunTable } from "../../src-shared/contract/run-table";
import { DatasetId, JobId, ModelId, RunId, type InstanceId } from "../../src-shared/domain/identifiers";
import { buildApplication } from "../builders/build-application";
import { buildDatasetFolder } from "../builders/build-dataset";
import { buildDetector, buildClassifier, DETECTOR_SIZE_PX } from "../builders/build-detectors";
import { buildFolder } from "../builders/build-store";
import { buildTestApplication, type TestApplication } from "../builders/build-test-application";

beforeAll(buildApplication);

const BRIGHT = Uint8Array.from({ length: 80 * 100 }, () => 200);
const CARD = {
  name: "Two boxes",
  description: "",
  convention: "torchvision",
  input: { widthPx: DETECTOR_SIZE_PX, heightPx: DETECTOR_SIZE_PX, channels: 3, resize: "opencv-bilinear" },
  boxFormat: "xyxy",
  labels: { "1": "Pneumonia" },
  scoreFloor: 0.05,
  suggestedThreshold: 0.5,
  intendedUse: "",
} as const;

function buildSource(images = 6): string {
  const names = Array.from({ length: images }, (_, index) => `p${index}`);
  return buildDatasetFolder({
    labels: names.map((name, index) => (index % 2 === 0 ? `${name},12,20,50,40,1` : `${name},,,,,0`)),
    images: Object.fromEntries(names.map((name) => [name, { values: BRIGHT }])),
    files: {
      "split.csv": [
        "patientId,split",
        ...names.map((name, index) => `${name},${index < 4 ? "train" : "val"}`),
        "",
      ].join("\n"),
    },
  });
}

async function openWithImages(
  images = 6,
): Promise<TestApplication & { readonly projectFolder: string; readonly source: string }> {
  const built = buildTestApplication();
  const projectFolder = join(buildFolder(), "project");
  const source = buildSource(images);
  await built.client.projects.create({ path: projectFolder, name: "Chest" });
  expect((await built.ended(await built.client.datasets.import({ source }))).current.state).toBe("done");
  return { ...built, projectFolder, source };
}

async function addDetector({ client, ended }: TestApplication): Promise<ModelId> {
  const file = join(buildFolder(), "two-boxes.onnx");
  writeFileSync(file, buildDetector());
  const job = await ended(await client.models.add({ file, card: CARD }));
  expect(job.current).toMatchObject({ state: "done" });
  return ModelId.parse((await client.models.list()).find(({ name }) => name === CARD.name)!.id);
}

test("a folder becomes images, splits and an import report, and is not imported twice", async () => {
  const { client, source } = await openWithImages();
  expect(await client.projects.current()).toMatchObject({
    name: "Chest",
    counts: { images: 6, positives: 3, boxes: 3 },
  });
  expect(await client.datasets.list()).toMatchObject([{ isComplete: true, kind: "rsna-folder" }]);
  expect((await client.datasets.splits()).map(({ name, images }) => [name, images])).toEqual([
    ["train", 4],
    ["val", 2],
  ]);
  const page = await client.studies.list({ offset: 0, limit: 2, isPositive: true });
  expect([page.total, page.rows.length]).toEqual([3, 2]);
  await expect(client.datasets.import({ source })).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("was imported already"),
  });
});

test("the same folder asked for twice in one breath is imported once", async () => {
  const { client, ended } = buildTestApplication();
  const source = buildSource();
  await client.projects.create({ path: join(buildFolder(), "project") });
  const [first, second] = await Promise.allSettled([
    client.datasets.import({ source }),
    client.datasets.import({ source }),
  ]);
  expect([first.status, second.status]).toEqual(["fulfilled", "rejected"]);
  if (first.status === "fulfilled") await ended(first.value);
  expect(await client.datasets.list()).toMatchObject([{ counts: { images: 6 } }]);
});

test("a folder without a data set is refused and leaves nothing behind", async () => {
  const { client } = buildTestApplication();
  await client.projects.create({ path: join(buildFolder(), "project") });
  await expect(client.datasets.import({ source: buildFolder() })).rejects.toThrow("labels.csv");
  expect(await client.datasets.list()).toEqual([]);
  expect(await client.jobs.list()).toEqual([]);
});

test("a complete run on images with reference boxes is evaluated without being asked", async () => {
  const built = await openWithImages();
  const { client } = built;
  const modelId = await addDetector(built);
  const val = (await client.datasets.splits()).find(({ name }) => name === "val")!;
  const started = await client.runs.detect({ modelId, splitId: val.id, name: "first" });
  expect((await built.ended(started)).current).toMatchObject({ state: "done", summary: "4 detections on 2 images" });
  const evaluate = (await client.jobs.list()).find(({ kind }) => kind === "evaluate")!;
  expect((await built.ended({ jobId: evaluate.id })).current.state).toBe("done");

  const run = (await client.runs.list())[0]!;
  expect(run).toMatchObject({ name: "first", state: "complete", imagesDone: 2, isEvaluated: true, provider: "cpu" });
  expect(await client.evaluations.latest({ runId: run.id })).toMatchObject({ images: 2, references: 1, detections: 4 });
  expect(await client.evaluations.figures({ runId: run.id })).toMatchObject({
    images: 2,
    groundTruth: 1,
    predictions: 4,
  });

  const table = decodeRunTable(await (await built.fetch(`/runs/${run.id}/table`)).arrayBuffer());
  const { instanceId } = table.head.images[0]!;
  // (4, 8, 20, 24) of 32 × 32 pixels on an image of 100 × 80.
  expect(await client.studies.detections({ runId: run.id, instanceId })).toMatchObject([
    { x1: 12.5, y1: 20, x2: 62.5, y2: 60, label: "Pneumonia" },
    { x1: 0, y1: 0, x2: 50, y2: 20 },
  ]);
  await checkReviews(built, run.id, instanceId);

  await expect(client.runs.resume({ runId: run.id })).rejects.toMatchObject({ code: "conflict" });
  await expect(client.models.remove({ modelId })).rejects.toMatchObject({ code: "conflict" });
  await client.runs.remove({ runId: run.id });
  expect(await client.runs.list()).toEqual([]);
  await client.models.remove({ modelId });
});

async function checkReviews({ client }: TestApplication, runId: RunId, instanceId: InstanceId): Promise<void> {
  const review = { runId, instanceId, subject: "detection-1", isReviewed: true };
  await client.evaluations.review(review);
  expect(await client.evaluations.reviews({ runId })).toEqual([review]);
  expect(await client.evaluations.undoReview({ runId })).toEqual(review);
  expect(await client.evaluations.reviews({ runId })).toEqual([{ ...review, isReviewed: false }]);
}

test("a model that is no detector is refused with the reason, and nothing of it is kept", async () => {
  const { client, ended, projectFolder } = await openWithImages(1);
  const file = join(buildFolder(), "classifier.onnx");
  writeFileSync(file, buildClassifier());
  const before = readdirSync(join(projectFolder, "models"));
  const job = await ended(await client.models.add({ file }));
  expect(job.current).toMatchObject({ state: "failed", message: expect.stringContaining("classifier.onnx") });
  await expect(client.models.inspect({ file })).rejects.toMatchObject({ code: "unsupported" });
  expect(readdirSync(join(projectFolder, "models"))).toEqual(before);
});

test("a cancelled run goes on once after its last image, and ends as one that was never stopped", async () => {
  const built = await openWithImages(40);
  const { client } = built;
  const modelId = await addDetector(built);
  const { jobId, runId } = await client.runs.detect({ modelId });
  await client.jobs.cancel({ jobId });
  const stopped = await built.ended({ jobId });
  expect(stopped).toMatchObject({ current: { state: "cancelled" }, canResume: true });
  expect((await client.runs.list())[0]).toMatchObject({ id: runId, state: "cancelled" });
  const asked = await Promise.allSettled([client.runs.resume({ runId }), client.runs.resume({ runId })]);
  expect(asked.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect((await built.ended({ jobId })).current).toMatchObject({ state: "done" });
  expect((await client.runs.list())[0]).toMatchObject({ state: "complete", imagesDone: 40, detections: 80 });
});

test("a job that ran when the project was closed has failed with that reason, and can go on", async () => {
  const built = await openWithImages(40);
  const { client, projectFolder } = built;
  const { jobId } = await client.runs.detect({ modelId: await addDetector(built) });
  await client.projects.close();
  // The folder may move in between: the journal's paths are looked up anew.
  const path = `${projectFolder}-moved`;
  renameSync(projectFolder, path);
  await client.projects.open({ path });
  const job = (await client.jobs.list()).find(({ id }) => id === jobId)!;
  expect(job).toMatchObject({
    canResume: true,
    current: { state: "failed", message: "Overread was closed while it ran." },
  });
  await client.jobs.resume({ jobId });
  expect((await built.ended({ jobId })).current.state).toBe("done");
  await client.jobs.clearEnded();
  expect((await client.jobs.list()).some(({ id }) => id === jobId)).toBe(false);
});

test("a job that a crash left behind has failed when the project is next opened", async () => {
  const folder = join(buildFolder(), "project");
  const crashed = await createProject(folder, "Crashed");
  await insertJob(crashed.store, {
    id: JobId.parse("job-1"),
    kind: "import-dataset",
    title: "Import chest",
    input: { datasetId: "dataset-1", source: "/nowhere" },
    state: { state: "running", progress: { done: 7, note: "p7.dcm" } },
    createdAt: "2026-11-23T06:00:00.000Z",
  });
  await crashed.close();
  const { client, ended } = buildTestApplication();
  await client.projects.open({ path: folder });
  const [job] = await client.jobs.list();
  expect(job).toMatchObject({
    canResume: true,
    current: { state: "failed", message: "Overread was closed while it ran." },
  });
  await client.jobs.resume({ jobId: job!.id });
  expect((await ended({ jobId: job!.id })).current.state).toBe("failed");
});

test("moved files are found again by name and checksum, and others of the same name are not taken", async () => {
  const { client, source, fetch } = await openWithImages(3);
  const moved = buildFolder();
  renameSync(join(source, "images"), join(moved, "elsewhere"));
  writeFileSync(join(moved, "p0.dcm"), "another file of that name");
  const { instanceId } = (await client.studies.list({ offset: 0, limit: 1 })).rows[0]!;
  expect((await client.studies.detail({ instanceId })).isFilePresent).toBe(false);
  expect((await fetch(`/frames/${instanceId}/0`)).status).toBe(404);
  expect(await client.studies.relink({ folder: moved })).toEqual({ missing: 0, relinked: 3 });
  expect((await client.studies.detail({ instanceId })).isFilePresent).toBe(true);
  expect((await client.studies.tags({ instanceId })).find(({ keyword }) => keyword === "PatientID")?.value).toBe("p0");
  expect((await fetch(`/frames/${instanceId}/0`)).status).toBe(200);
});

test("every refusal is one sentence with its code, and no stack crosses", async () => {
  const { client, log } = buildTestApplication();
  const folder = buildFolder();
  writeFileSync(join(folder, "notes.txt"), "x");
  await expect(client.studies.list({ offset: -1, limit: 10 })).rejects.toMatchObject({
    code: "invalid-input",
    defined: true,
    message: "The field offset of studies.list is -1; expected was a number ≥ 0.",
  });
  await expect(client.runs.list()).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("No project is open"),
  });
  await expect(client.projects.open({ path: folder })).rejects.toMatchObject({ code: "not-found" });
  await expect(client.projects.create({ path: folder })).rejects.toMatchObject({
    code: "conflict",
    message: `${folder} holds the file notes.txt already; a project needs an empty or a new folder.`,
  });
  await client.projects.create({ path: join(folder, "p") });
  const nothing = DatasetId.parse("nothing");
  await expect(client.datasets.problemCounts({ datasetId: nothing })).rejects.toMatchObject({ code: "not-found" });
  await expect(client.datasets.import({ source: join(folder, "notes.txt") })).rejects.toMatchObject({
    code: "unsupported",
  });
  expect(log.lines.filter((line) => line.startsWith("error"))).toEqual([]);
});

test("two programs cannot open the same project, and closing it lets the other in", async () => {
  const first = buildTestApplication();
  const second = buildTestApplication();
  const path = join(buildFolder(), "project");
  await first.client.projects.create({ path });
  await expect(second.client.projects.open({ path })).rejects.toMatchObject({
    code: "conflict",
    message: `The project ${path} is open in another Overread (process ${process.pid}); close it there first.`,
  });
  await first.client.projects.close();
  expect(existsSync(join(path, "overread.lock"))).toBe(false);
  expect(await second.client.projects.open({ path })).toMatchObject({ path });
});

test("any number of clients hear what happens, and one that leaves is forgotten", async () => {
  const { client, application } = buildTestApplication();
  const leaving = new AbortController();
  const streams = [
    await client.application.events(undefined),
    await client.application.events(undefined, { signal: leaving.signal }),
  ];
  expect(application.listeners()).toBe(2);
  const path = join(buildFolder(), "project");
  await client.projects.create({ path });
  for (const stream of streams) {
    const { value } = await stream.next();
    expect((value as ApplicationEvent).kind).toBe("project-changed");
  }
  leaving.abort();
  expect(application.listeners()).toBe(1);
  await streams[0]!.return?.(undefined);
  expect(application.listeners()).toBe(0);
});

test("recent projects remember the newest first and say which are gone", async () => {
  const { client, userDataFolder } = buildTestApplication();
  const folder = buildFolder();
  for (const name of ["a", "b"]) await client.projects.create({ path: join(folder, name) });
  await client.projects.open({ path: join(folder, "a") });
  renameSync(join(folder, "b"), join(folder, "c"));
  expect((await client.projects.recent()).map(({ name, exists }) => [name, exists])).toEqual([
    ["a", true],
    ["b", false],
  ]);
  await client.projects.forget({ path: join(folder, "b") });
  writeFileSync(join(userDataFolder, "recent-projects.json"), "{ broken");
  expect(await client.projects.recent()).toEqual([]);
  expect(readdirSync(userDataFolder).some((name) => name.startsWith("recent-projects.json.unreadable-"))).toBe(true);
});
