/** @file The model registry through a typed client: a checkpoint is added, run, timed, written out and removed. */
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { openCheckpoint } from "../../src-main/data/models/open-checkpoint";
import { insertJob } from "../../src-main/data/store/jobs";
import { createProject } from "../../src-main/services/projects/open-project";
import type { ApplicationEvent } from "../../src-shared/contract/application";
import { JobId, ModelId } from "../../src-shared/domain/identifiers";
import type { Model, ModelCard } from "../../src-shared/domain/model";
import { buildApplication } from "../builders/build-application";
import { writeSmallCheckpoint } from "../builders/build-checkpoint";
import { buildDatasetFolder } from "../builders/build-dataset";
import { buildDetector } from "../builders/build-detectors";
import { buildFolder } from "../builders/build-store";
import { buildTestApplication } from "../builders/build-test-application";

beforeAll(buildApplication);

const GREY = Uint8Array.from({ length: 80 * 100 }, (_, index) => index % 251);

/** With the network kept small, so that each detection is quick. */
async function addCheckpoint(card: Partial<ModelCard> = {}) {
  const built = buildTestApplication();
  const { client, ended } = built;
  const folder = buildFolder();
  const projectFolder = join(folder, "project");
  await client.projects.create({ path: projectFolder, name: "Chest" });
  const file = join(folder, "small.pth");
  await writeSmallCheckpoint(file);
  const { suggestedCard } = await client.models.inspect({ file });
  const network = { ...suggestedCard.network, minSizePx: 64, maxSizePx: 64 };
  const job = await ended(await client.models.add({ file, card: { ...suggestedCard, network, ...card } }));
  expect(job.current).toMatchObject({ state: "done", summary: "registered as small" });
  const model = (await client.models.list()).find(({ name }) => name === "small")!;
  return { ...built, folder, projectFolder, model };
}

async function addOnnx({ client, ended }: Awaited<ReturnType<typeof addCheckpoint>>, folder: string): Promise<Model> {
  const file = join(folder, "two-boxes.onnx");
  writeFileSync(file, buildDetector());
  await ended(await client.models.add({ file }));
  return (await client.models.list()).find(({ name }) => name === "two-boxes")!;
}

test("a benchmark times each device that works, one after another, and half precision on the chosen one", async () => {
  const { client, ended, model } = await addCheckpoint();
  const events = await client.application.events(undefined);
  const heard: ApplicationEvent[] = [];
  const listening = (async () => {
    for await (const event of events) heard.push(event);
  })();
  const devices = await client.models.devices({ isFresh: false });
  const working = devices.filter(({ works }) => works).map(({ provider }) => provider);
  const chosen = devices.find(({ isChosen }) => isChosen)!.provider;

  const { jobIds } = await client.models.benchmark({ modelId: model.id });
  const jobs = await Promise.all(jobIds.map((jobId) => ended({ jobId })));

  expect(jobs.map(({ kind, current, subject }) => [kind, current.state, subject])).toEqual(
    jobIds.map(() => ["benchmark-model", "done", model.id]),
  );
  expect(jobs[0]!.title).toBe("Benchmark: small on CPU");
  expect(jobs.at(-1)!.title).toMatch(/^Benchmark: small on .*, half precision$/);
  const results = await client.models.benchmarks({ modelId: model.id });
  expect(results.map(({ provider, precision }) => `${provider} ${precision}`).toSorted()).toEqual(
    [...working.map((provider) => `${provider} single`), `${chosen} half`].toSorted(),
  );
  const cpu = results.find(({ provider, precision }) => provider === "cpu" && precision === "single")!;
  expect(cpu.result).toMatchObject({ outcome: "measured", runs: expect.any(Number) });
  expect(cpu.result).not.toHaveProperty("agreement");
  expect(heard).toContainEqual({ kind: "models-changed" });
  await events.return?.(undefined);
  await listening;
}, 180_000);

test("a run at half precision says so, and an ONNX model has no other precision than its own", async () => {
  const built = await addCheckpoint();
  const { client, ended, folder, model } = built;
  const source = buildDatasetFolder({ labels: ["p0,,,,,0"], images: { p0: { values: GREY } } });
  await ended(await client.datasets.import({ source }));

  const detection = { modelId: model.id, device: "cpu", precision: "half" } as const;
  const { jobId, runId } = await client.runs.detect(detection);
  expect((await ended({ jobId })).current.state).toBe("done");
  const run = (await client.runs.list()).find(({ id }) => id === runId);
  expect(run).toMatchObject({ precision: "half", state: "complete", imagesDone: 1, imagesFailed: 0 });

  const onnx = await addOnnx(built, folder);
  await expect(client.runs.detect({ ...detection, modelId: onnx.id })).rejects.toMatchObject({
    code: "unsupported",
    message:
      "two-boxes is an ONNX model, which is computed as it was written; half precision was asked for, which only checkpoints have.",
  });
  expect(await client.runs.list()).toHaveLength(1);
}, 120_000);

test.each(["weights.safetensors", "weights.pth"])(
  "a checkpoint's weights are written to %s as they were",
  async (name) => {
    const built = await addCheckpoint();
    const { client, folder, projectFolder, model } = built;
    const file = join(folder, name);

    const written = await client.models.export({ modelId: model.id, file });

    expect(written).toMatchObject({ file });
    const [before, after] = await Promise.all([openCheckpoint(join(folder, "small.pth")), openCheckpoint(file)]);
    expect([...after.tensors.keys()].toSorted()).toEqual([...before.tensors.keys()].toSorted());
    for (const [key, tensor] of before.tensors) expect(after.tensors.get(key)!.load()).toEqual(tensor.load());
    await Promise.all([before.close(), after.close()]);

    const own = join(projectFolder, "models", `${model.sha256}.pth`);
    const { id: modelId } = model;
    const refused = (to: string) => client.models.export({ modelId, file: to });
    await expect(refused(own)).rejects.toMatchObject({ code: "conflict" });
    await expect(refused(join(folder, "weights.h5"))).rejects.toMatchObject({ code: "invalid-input" });
    await expect(refused(join(folder, "nowhere", name))).rejects.toMatchObject({ code: "not-found" });
    const onnx = await addOnnx(built, folder);
    await expect(client.models.export({ modelId: onnx.id, file })).rejects.toMatchObject({
      code: "unsupported",
    });
  },
  120_000,
);

test("a checkpoint is written as one graph, which is added with the card that it brings and finds the same", async () => {
  const { client, ended, folder, model } = await addCheckpoint();
  const source = buildDatasetFolder({ labels: ["p0,,,,,0"], images: { p0: { values: GREY } } });
  await ended(await client.datasets.import({ source }));
  const file = join(folder, "small.onnx");

  const written = await client.models.export({ modelId: model.id, file });

  expect(written).toEqual({ file, fileBytes: (await stat(file)).size });
  await ended(await client.models.add({ file }));
  const graph = (await client.models.list()).find(({ name }) => name === `${model.name} (ONNX)`)!;
  expect(graph.card).toMatchObject({ convention: "torchvision", input: model.card.input, labels: model.card.labels });
  const { rows: images } = await client.studies.list({ offset: 0, limit: 1 });
  const found = [];
  for (const { id } of [model, graph]) {
    const { jobId, runId } = await client.runs.detect({ modelId: id, device: "cpu" });
    expect((await ended({ jobId })).current.state).toBe("done");
    const rows = await client.studies.detections({ instanceId: images[0]!.instanceId, runId });
    found.push(rows.map(({ score }) => score));
  }
  const [ofCheckpoint, ofGraph] = found;
  expect(ofGraph).toHaveLength(ofCheckpoint!.length);
  expect(Math.max(...ofGraph!.map((score, rank) => Math.abs(score - ofCheckpoint![rank]!)))).toBeLessThan(1e-4);
}, 120_000);

test("a card of another kind of file is refused, and another network size is kept", async () => {
  const { client, model } = await addCheckpoint();
  const { id: modelId, card } = model;
  await expect(client.models.updateCard({ modelId, card: { ...card, convention: "yolo-v8" } })).rejects.toMatchObject({
    code: "unsupported",
    message: "small is a checkpoint; the card reads it as “YOLOv8 to v11: columns of centre, size and classes”.",
  });
  const network = { ...card.network, minSizePx: 96 };
  expect(await client.models.updateCard({ modelId, card: { ...card, network } })).toMatchObject({ card: { network } });
}, 120_000);

test("a model that is removed while it is timed takes its jobs, results and file with it", async () => {
  const { client, ended, model, projectFolder } = await addCheckpoint();
  const { jobIds } = await client.models.benchmark({ modelId: model.id });

  await client.models.remove({ modelId: model.id });

  for (const jobId of jobIds) expect(["cancelled", "done"]).toContain((await ended({ jobId })).current.state);
  await expect(client.models.benchmarks({ modelId: model.id })).rejects.toMatchObject({ code: "not-found" });
  expect(readdirSync(join(projectFolder, "models")).filter((name) => name.startsWith(model.sha256))).toEqual([]);
}, 120_000);

test("an import that a program left unfinished leaves no copy once the project is open again", async () => {
  const folder = buildFolder();
  const projectFolder = join(folder, "project");
  const { store, close } = await createProject(projectFolder);
  const modelId = ModelId.parse("left-behind");
  await insertJob(store, {
    id: JobId.parse("job-left-behind"),
    kind: "import-model",
    title: "Add large.pth",
    input: { file: join(folder, "large.pth"), resourcesFolder: folder, register: { modelId, projectFolder } },
    state: { state: "running", progress: { done: 1, note: "trying large.pth" } },
    createdAt: "2026-11-23T06:00:00.000Z",
    subject: modelId,
  });
  await close();
  writeFileSync(join(projectFolder, "models", `${modelId}.partial`), "half a model");

  await buildTestApplication().client.projects.open({ path: projectFolder });

  expect(readdirSync(join(projectFolder, "models")).filter((name) => name.endsWith(".partial"))).toEqual([]);
}, 60_000);

test("a model whose file is gone says so by both names, and has it again once the same file is added", async () => {
  const { client, ended, folder, model, projectFolder } = await addCheckpoint();
  const file = join(projectFolder, "models", `${model.sha256}.pth`);
  expect(existsSync(file)).toBe(true);
  await rm(file);
  const { jobIds } = await client.models.benchmark({ modelId: model.id });
  const job = await ended({ jobId: jobIds[0]! });
  const message = `The file of ${model.name} cannot be read at ${file}; add the model's file again.`;
  expect(job.current).toEqual({ state: "failed", message });

  const added = await ended(await client.models.add({ file: join(folder, "small.pth") }));

  expect(added.current.state).toBe("done");
  expect(existsSync(file)).toBe(true);
  expect((await client.models.list()).filter(({ sha256 }) => sha256 === model.sha256)).toEqual([model]);
}, 120_000);
